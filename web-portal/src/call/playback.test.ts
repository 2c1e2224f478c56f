import { describe, expect, it } from 'vitest';
import { Playback } from './playback';

const picture = (id: string, timestamp: number, totalFreezesDuration?: number) => ({ type: 'inbound-rtp', kind: 'video', id, timestamp, ...(totalFreezesDuration === undefined ? {} : { totalFreezesDuration }) });

describe('how pictures were played', () => {
  it('is told from the second report on, in milliseconds', () => {
    const playback = new Playback();
    expect(playback.next([picture('a', 1000, 0.5)])).toBeUndefined();
    expect(playback.next([picture('a', 6000, 0.75)])).toEqual({ spanMillis: 5000, frozenMillis: 250 });
    expect(playback.next([picture('a', 11000, 0.75)])).toEqual({ spanMillis: 5000, frozenMillis: 0 });
  });
  it('is that of the worst picture', () => {
    const playback = new Playback();
    playback.next([picture('a', 0, 0), picture('b', 0, 0)]);
    expect(playback.next([picture('a', 5000, 0), picture('b', 5000, 2)])).toEqual({ spanMillis: 5000, frozenMillis: 2000 });
  });
  it('is not guessed where the browser does not measure it', () => {
    const playback = new Playback();
    playback.next([picture('a', 0)]);
    expect(playback.next([picture('a', 5000), { type: 'inbound-rtp', kind: 'audio', id: 's', timestamp: 5000 }])).toBeUndefined();
  });
  it('begins anew with a new picture', () => {
    const playback = new Playback();
    playback.next([picture('a', 0, 3)]);
    expect(playback.next([picture('b', 5000, 0)])).toBeUndefined();
    expect(playback.next([picture('b', 10000, 0)])).toEqual({ spanMillis: 5000, frozenMillis: 0 });
  });
});
