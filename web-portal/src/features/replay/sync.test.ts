import { describe, expect, it } from 'vitest';
import { Playhead, follow, type Part } from './sync';

const HOUR = 3_600_000;
const WHOLE: Part = { name: 'a', startMillis: 0, durationMillis: HOUR };

/** A player whose clock runs wrong by `skew`, stepped every 100 ms; tells its drift after each step. */
function driftsOf(skew: number, speed: number, startMillis: number, firstMillis: number): number[] {
  const part = { name: 'p', startMillis, durationMillis: HOUR };
  const head = new Playhead(HOUR);
  head.accelerate(0, speed);
  head.seek(0, startMillis);
  head.play(0, true);
  let own = firstMillis;
  const drifts: number[] = [];
  for (let now = 100; now <= 60_000; now += 100) {
    const step = follow(part, head.at(now - 100), speed, true, own);
    if (step.seekMillis !== undefined) own = step.seekMillis;
    own += 100 * step.rate * (1 + skew);
    drifts.push(own - (head.at(now) - startMillis));
  }
  return drifts;
}

describe('players that follow one clock', () => {
  it.each([
    [0.01, 1, 0], [-0.01, 1, 0], [0.003, 2, 5000], [-0.005, 0.5, 700], [0.01, 1.5, 0],
  ])('stay within 40 ms although their own runs wrong by %d at %dx', (skew, speed, start) => {
    const drifts = driftsOf(skew, speed, start, 0);
    expect(Math.max(...drifts.slice(30).map(Math.abs))).toBeLessThan(40);
  });
  it('run off a quarter of a second in some seconds, without a jump', () => {
    const drifts = driftsOf(0, 1, 0, 250);
    expect(drifts[0]).toBeGreaterThan(200);
    expect(Math.abs(drifts[49]!)).toBeLessThan(40);
  });
  it('jump when they are far off', () => {
    expect(follow(WHOLE, 60_000, 1, true, 10_000)).toEqual({ seekMillis: 60_000, rate: 1, run: true });
  });
  it('stand on the very frame while the clock stands', () => {
    expect(follow(WHOLE, 60_000, 1, false, 59_960)).toEqual({ seekMillis: 60_000, rate: 1, run: false });
    expect(follow(WHOLE, 60_000, 1, false, 59_990)).toEqual({ rate: 1, run: false });
  });
  it('rest where their part has nothing', () => {
    const late = { name: 'late', startMillis: 10_000, durationMillis: 5000 };
    expect(follow(late, 9999, 1, true, 0).run).toBe(false);
    expect(follow(late, 15_000, 1, true, 5000).run).toBe(false);
    expect(follow(late, 12_000, 1, true, 2000).run).toBe(true);
  });
});

describe('the clock of a recording', () => {
  it('stands while a player waits for data, and goes on from there', () => {
    const head = new Playhead(HOUR);
    head.play(1000, true);
    head.hold(2000, true);
    expect(head.at(9000)).toBe(1000);
    expect(head.playing).toBe(true);
    head.hold(9000, false);
    expect(head.at(9500)).toBe(1500);
  });
  it('keeps its place when the speed changes', () => {
    const head = new Playhead(HOUR);
    head.play(0, true);
    head.accelerate(1000, 2);
    expect(head.at(2000)).toBe(3000);
    head.play(2000, false);
    expect(head.at(8000)).toBe(3000);
  });
  it('ends with the recording and never begins before it', () => {
    const head = new Playhead(5000);
    head.play(0, true);
    expect(head.at(60_000)).toBe(5000);
    head.seek(60_000, -10);
    expect(head.at(60_000)).toBe(0);
  });
});
