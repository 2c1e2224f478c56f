import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { BrowserRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtures } from '../../scripts/gallery-fixtures.mjs';
import { IDLE_SECONDS } from '../features/kiosk/Forgets';
import { WordsProvider } from '../i18n/words';
import CitizenPage from './CitizenPage';

const { kiosk } = fixtures('vi', 'RECEIVER');
const AT_NOTICE = { ...kiosk, number: 14, language: 'vi', noticeAcknowledged: false };

let lineIsDown = false;
let leaves = 0;
/** Whom the server knows at this device: the number, or nobody. */
let known: number | undefined;

function serve() {
  vi.stubGlobal('fetch', (path: string, request: RequestInit = {}) => {
    if (lineIsDown) return Promise.reject(new TypeError('no line'));
    const answer = (body: unknown, status = 200) => Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
    if (path === '/api/kiosk/leave') {
      leaves++;
      known = undefined;
      return answer(undefined, 204);
    }
    if (path === '/api/kiosk/open') known = Number((JSON.parse(request.body as string) as { token: string }).token);
    return known === undefined ? answer({ type: 'no-visit', title: 'none', status: 401 }, 401) : answer({ ...AT_NOTICE, number: known, state: known === 15 ? 'DONE' : 'WAITING' });
  });
}

function open(address: string) {
  history.pushState(null, '', address);
  return render(<WordsProvider><BrowserRouter><CitizenPage /></BrowserRouter></WordsProvider>);
}

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));
/** Everything in this browser that somebody could look through. */
const left = () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]) + location.href + JSON.stringify(history.state);

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.clear();
  sessionStorage.clear();
  lineIsDown = false;
  leaves = 0;
  known = undefined;
  serve();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a shared kiosk', () => {
  it('has nothing left of who went away', async () => {
    open('/c#14');
    await waitFor(() => expect(document.querySelector('.kiosk-notice')).not.toBeNull());
    sessionStorage.setItem('draft', 'Zainab');
    await waitFor(() => expect(left()).toContain('["kachehri.language","vi"]'));
    await pass(IDLE_SECONDS + 1);
    expect(screen.getByRole('heading').textContent).toBe('Cảm ơn quý vị. Xin chào.');
    expect(leaves).toBe(1);
    expect(left()).toBe(`[[],[]]${location.origin}/cnull`);
  });

  it('does not bring somebody back by a reload while there is no line, and tells the server when there is one', async () => {
    open('/c#15');
    await waitFor(() => expect(document.querySelector('.kiosk-acts button')).not.toBeNull());
    lineIsDown = true;
    fireEvent.click(document.querySelector('.kiosk-acts button')!);
    await pass(1);
    cleanup();
    lineIsDown = false;
    // The server still knows the device.
    expect(known).toBe(15);
    open('/c');
    expect(screen.getByRole('heading').textContent).toMatch(/Goodbye|Xin chào|خدا حافظ|شکریہ/);
    await pass(4);
    expect(known).toBeUndefined();
    expect(left()).not.toContain('forgetting');
  });

  it('opens the next link without a reload, and shows nothing of the last person', async () => {
    open('/c#14');
    await waitFor(() => expect(document.querySelector('.kiosk-notice')).not.toBeNull());
    act(() => {
      location.hash = '#15';
    });
    await waitFor(() => expect(document.querySelector('.kiosk-notice')).toBeNull());
    await waitFor(() => expect(document.querySelector('.kiosk-acts')).not.toBeNull());
    expect(known).toBe(15);
    expect(location.hash).toBe('');
  });
});
