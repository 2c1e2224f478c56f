import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromClient } from '../api/live';
import { Views } from './views';

describe('what a page shows', () => {
  let sent: FromClient[];
  let line: boolean;
  let views: Views;
  const heights = () => sent.map((message) => message.type === 'view' && message.sources.map(({ participant, height }) => `${participant} ${height}`));
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    line = true;
    views = new Views((message) => {
      if (line) sent.push(message);
      return line;
    });
  });
  afterEach(() => vi.useRealTimers());

  it('is said once, after it has come to rest, with everything that changed', () => {
    views.show('p1', 'camera', 300);
    vi.advanceTimersByTime(200);
    views.show('p1', 'camera', 719.6);
    views.show('p2', 'camera', 0);
    vi.advanceTimersByTime(249);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heights()).toEqual([['p1 720', 'p2 0']]);
  });

  it('is not said again while nothing changes', () => {
    views.show('p1', 'camera', 300);
    vi.advanceTimersByTime(250);
    views.show('p1', 'camera', 100);
    views.show('p1', 'camera', 300);
    vi.advanceTimersByTime(250);
    expect(sent).toHaveLength(1);
  });

  it('is said whole to a new connection, and when the line was down', () => {
    views.show('p1', 'camera', 300);
    vi.advanceTimersByTime(250);
    views.again();
    vi.advanceTimersByTime(250);
    line = false;
    views.show('p1', 'camera', 0);
    vi.advanceTimersByTime(250);
    line = true;
    views.show('p2', 'camera', 90);
    vi.advanceTimersByTime(250);
    expect(heights()).toEqual([['p1 300'], ['p1 300'], ['p1 0', 'p2 90']]);
  });
});
