import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WordsProvider } from '../../i18n/words';
import { Forgets, IDLE_SECONDS, WARNING_SECONDS } from './Forgets';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (seconds: number) => act(() => { vi.advanceTimersByTime(seconds * 1000); });

function kiosk(paused: boolean, onForget: () => void) {
  const page = (still: boolean) => <WordsProvider initial="en"><Forgets paused={still} onForget={onForget}><p>Bibi Zainab</p></Forgets></WordsProvider>;
  const { rerender } = render(page(paused));
  return (still: boolean) => rerender(page(still));
}

describe('a kiosk', () => {
  it('forgets after 60 s without a touch', () => {
    const forget = vi.fn();
    kiosk(false, forget);
    pass(IDLE_SECONDS - 1);
    expect(forget).not.toHaveBeenCalled();
    pass(1);
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('asks first, 20 s before', () => {
    kiosk(false, vi.fn());
    pass(IDLE_SECONDS - WARNING_SECONDS - 1);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    pass(1);
    expect(screen.getByRole('alertdialog').textContent).toContain('20 seconds');
  });

  it.each(['pointerdown', 'keydown', 'touchstart'])('starts over at a %s', (sign) => {
    const forget = vi.fn();
    kiosk(false, forget);
    pass(IDLE_SECONDS - 5);
    fireEvent(window, new Event(sign));
    pass(IDLE_SECONDS - 1);
    expect(forget).not.toHaveBeenCalled();
    pass(1);
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('stays while its person answers "Yes, I am here"', () => {
    const forget = vi.fn();
    kiosk(false, forget);
    pass(IDLE_SECONDS - 1);
    fireEvent.click(screen.getByRole('button', { name: 'Yes, I am here' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    pass(IDLE_SECONDS - 1);
    expect(forget).not.toHaveBeenCalled();
  });

  it('never forgets somebody who waits for the reception or sits in it', () => {
    const forget = vi.fn();
    const shown = kiosk(true, forget);
    pass(3600);
    expect(forget).not.toHaveBeenCalled();
    shown(false);
    pass(IDLE_SECONDS);
    expect(forget).toHaveBeenCalledTimes(1);
  });
});
