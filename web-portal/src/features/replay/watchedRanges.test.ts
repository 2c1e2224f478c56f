import { describe, expect, it } from 'vitest';
import { WatchedRanges } from './watchedRanges';

describe('what was watched', () => {
  it('joins moments of playing into one range', () => {
    const ranges = new WatchedRanges();
    [0, 250, 500, 750].forEach((millis) => ranges.at(millis));
    expect(ranges.take()).toEqual([{ fromMillis: 0, toMillis: 750 }]);
  });
  it('does not log what was jumped over', () => {
    const ranges = new WatchedRanges();
    [0, 250, 60_000, 60_250].forEach((millis) => ranges.at(millis));
    expect(ranges.take()).toEqual([{ fromMillis: 0, toMillis: 250 }, { fromMillis: 60_000, toMillis: 60_250 }]);
  });
  it('goes on where the last report ended', () => {
    const ranges = new WatchedRanges();
    [0, 250].forEach((millis) => ranges.at(millis));
    ranges.take();
    ranges.at(500);
    expect(ranges.take()).toEqual([{ fromMillis: 250, toMillis: 500 }]);
  });
  it('says nothing twice while the player stands still', () => {
    const ranges = new WatchedRanges();
    [0, 250].forEach((millis) => ranges.at(millis));
    ranges.take();
    ranges.at(250);
    expect(ranges.take()).toEqual([]);
  });
});
