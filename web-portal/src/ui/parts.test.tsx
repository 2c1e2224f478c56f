import axe from 'axe-core';
import { cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LANGUAGES, WordsProvider, type Language } from '../i18n/words';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Empty } from './Empty';
import { Choices, Field } from './Field';
import { Icon } from './Icon';
import { ClockStatus, LegalClock, type Clock } from './LegalClock';
import { Loading } from './Loading';
import { Notice } from './Notice';
import { PageShell, ShellProvider } from './PageShell';
import { ProblemNotice } from './ProblemNotice';
import { Status } from './Status';

const clock: Clock = {
  ruleCode: 'VN-KN-30', ruleVersion: '2026', event: 'RECEIPT', startedOn: '2026-11-11', due: '2026-12-23', days: 40, unit: 'CALENDAR_DAY', daysLeft: 27, share: 0.36, status: 'RUNNING',
};

const PARTS: Record<string, () => ReactElement> = {
  buttons: () => <><Button kind="primary">A</Button><Button><Icon name="hand" />B</Button><Button kind="stop" disabled>C</Button></>,
  dialog: () => <Dialog title="Why?" onClose={() => undefined}><Button>Yes</Button></Dialog>,
  empty: () => <Empty act={<Button>Go</Button>}>Nothing</Empty>,
  'field with a hint and an error': () => <Field label="Name" hint="As on the paper" error="Please fill in." optional>{(attributes) => <input {...attributes} />}</Field>,
  choices: () => <Choices legend="Which?" name="which" values={['a', 'b']} chosen={undefined} onChoose={() => undefined} label={(value) => value} hint={() => 'why'} error="Choose" />,
  'legal clock': () => <LegalClock clock={clock} />,
  'overdue clock': () => <LegalClock clock={{ ...clock, status: 'OVERDUE', daysLeft: -3, share: 1, daysNotCounted: 2 }} />,
  'clock of a row': () => <ClockStatus clock={{ ...clock, status: 'SUSPENDED' }} />,
  loading: () => <Loading />,
  notices: () => <><Notice kind="info">A</Notice><Notice kind="late">B</Notice><Notice kind="protected">C</Notice></>,
  problem: () => <ProblemNotice problem={{ type: 'about:blank', title: '', status: 403, role: 'CHAIR', reference: '7F2' }} onAgain={() => undefined} />,
  status: () => <><Status shape="live">Live</Status><Status shape="protected">Protected</Status></>,
  page: () => (
    <ShellProvider value={{ who: { name: 'Lô Thị Mai', post: 'Receiver', place: 'Yên Hoà' }, pages: [{ to: '/today', key: 'nav.today' }], theme: 'system', onTheme: () => undefined, onLanguage: () => undefined, onSignOut: () => undefined }}>
      <PageShell title="Today"><h1>Today</h1></PageShell>
    </ShellProvider>
  ),
};

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) { this.open = true; };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) { this.open = false; };
});
afterEach(cleanup);

async function faults(part: ReactElement, language: Language): Promise<string[]> {
  const { container } = render(<WordsProvider initial={language}><MemoryRouter>{part}</MemoryRouter></WordsProvider>);
  // jsdom draws nothing, so contrast is measured by hand; a part alone is no page.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe.each(LANGUAGES)('the parts are accessible (%s)', (language) => {
  it.each(Object.keys(PARTS))('%s', async (name) => {
    expect(await faults(PARTS[name]!(), language)).toEqual([]);
  });
});

describe('a problem in words', () => {
  it('names who may do it', () => {
    const { container } = render(<WordsProvider initial="en">{PARTS['problem']!()}</WordsProvider>);
    expect(container.textContent).toContain('Only Chair may do this.');
    expect(container.textContent).toContain('7F2');
  });
});

describe('waiting for an answer', () => {
  it('shows nothing at first, then lines, then a sentence', async () => {
    vi.useFakeTimers();
    try {
      const { container } = render(<WordsProvider initial="en"><Loading /></WordsProvider>);
      expect(container.innerHTML).toBe('');
      const { act } = await import('@testing-library/react');
      act(() => { vi.advanceTimersByTime(400); });
      expect(container.querySelector('[role=status]')?.textContent).toBe('');
      act(() => { vi.advanceTimersByTime(3000); });
      expect(container.textContent).toBe('One moment…');
    } finally {
      vi.useRealTimers();
    }
  });
});
