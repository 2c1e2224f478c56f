import { cleanup, render, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtures } from '../../scripts/gallery-fixtures.mjs';
import { LANGUAGES, WordsProvider, type Language } from '../i18n/words';
import { App } from './App';
import { homeOf, pagesOf } from './pages';

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The chair's room with a server that says hello, what is recorded and how much is written. */
async function enter(language: Language, narrow: boolean) {
  const { answers, live } = fixtures(language, 'CHAIR');
  const said = live('chair');
  vi.stubGlobal('matchMedia', () => ({ matches: narrow, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal('fetch', (path: string, { method }: { method: string }) => Promise.resolve(new Response(JSON.stringify(answers[`${method} ${path}`]))));
  vi.stubGlobal('WebSocket', class {
    onopen?: () => void;
    onmessage?: (event: { data: string }) => void;
    constructor() {
      setTimeout(() => this.onopen?.(), 0);
    }
    send(text: string) {
      if (text.includes('"hello"')) for (const message of [said.welcome, said.recording, said.quality, said.minutes]) this.onmessage?.({ data: JSON.stringify(message) });
    }
    close() {
      return undefined;
    }
  });
  render(<WordsProvider initial={language}><MemoryRouter initialEntries={['/room/r1']}><App /></MemoryRouter></WordsProvider>);
  await waitFor(() => expect(document.querySelectorAll('.record-lines li')).toHaveLength(6), { timeout: 20_000 });
}

const faults = async () => (await axe.run(document, { rules: { 'color-contrast': { enabled: false } } })).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);

describe.each(LANGUAGES)('the live room in %s', (language) => {
  it.each([['beside the stage', false], ['as tabs under it', true]] as const)('has nothing that axe finds, the desk %s', async (_, narrow) => {
    await enter(language, narrow);
    expect(await faults()).toEqual([]);
  }, 30_000);
});

describe('a tile', () => {
  it('says in a word how the line carries', async () => {
    await enter('en', false);
    const bars = document.querySelector('[data-participant=citizen] .line-bars');
    expect(bars?.getAttribute('aria-label')).toBe('Fair line');
    expect(bars?.getAttribute('title')).toBe('Fair line · 10 % lost · 120 ms there and back · picture stood still 0 % of the time');
    expect(document.querySelectorAll('[data-participant=citizen] .line-bars .lit')).toHaveLength(2);
  }, 30_000);
});

describe('the bar', () => {
  it.each([
    ['en', 'No picture of', 'has been recorded for 20 s.'],
    ['vi', 'Đã 20 giây không ghi được hình của', '.'],
    ['ur', '20 سیکنڈ سے', 'کی کوئی تصویر ریکارڈ نہیں ہوئی۔'],
  ] as const)('says in %s of whom the recorder has no picture', async (language, before, after) => {
    await enter(language, false);
    const said = [...document.querySelectorAll('.record-troubles li')].map((line) => line.textContent ?? '');
    expect(said).toHaveLength(1);
    expect(said[0]?.startsWith(before)).toBe(true);
    expect(said[0]?.endsWith(after)).toBe(true);
  }, 30_000);
});

describe('the desk', () => {
  it('has its counts in words on a narrow screen', async () => {
    await enter('en', true);
    expect([...document.querySelectorAll('[role=tab]')].map((tab) => tab.textContent)).toEqual(['The floor', 'Waiting outside (2)', 'Minutes (6)']);
  }, 30_000);

  it('offers the floor first to the hand that went up first', async () => {
    await enter('en', false);
    const primary = [...document.querySelectorAll('.desk .button.primary')].filter((button) => button.textContent === 'Give floor');
    expect(primary).toHaveLength(1);
    expect(primary[0]?.closest('li')?.textContent).toContain('Mr Karim Shah');
  }, 30_000);
});

describe('the row of pages', () => {
  it('has at most five words, those of the post', () => {
    expect(pagesOf(['seeToday', 'seeDesk', 'seeTickets', 'seeBook', 'findRecordings', 'somethingElse'])).toHaveLength(5);
    expect(pagesOf(['findRecordings']).map(({ to }) => to)).toEqual(['/archive']);
  });
  it('leads home to its first page, or to help', () => {
    expect(homeOf(['seeBook', 'seeDesk'])).toBe('/desk');
    expect(homeOf([])).toBe('/help');
  });
});
