import { describe, expect, it } from 'vitest';
import { Playback } from './playback';

/** A player without a medium: it plays when it is told to, and has data when the test says so. */
function player() {
  const element = {
    currentTime: 0, playbackRate: 1, paused: true, seeking: false, ended: false, readyState: 4, error: null, preservesPitch: false,
    play() { this.paused = false; return Promise.resolve(); },
    pause() { this.paused = true; },
  };
  return { element, media: element as unknown as HTMLMediaElement };
}

function run(playback: Playback, from: number, to: number, ...players: ReturnType<typeof player>[]) {
  for (let now = from; now <= to; now += 100) {
    playback.tick(now);
    for (const { element } of players) if (!element.paused) element.currentTime += 0.1 * element.playbackRate;
  }
}

describe('several tracks', () => {
  it('are each logged with what was shown of them, at any speed and around a jump', () => {
    const playback = new Playback(60_000);
    const [everyone, late] = [player(), player()];
    playback.attach({ name: 'everyone', startMillis: 0, durationMillis: 60_000 }, everyone.media);
    playback.attach({ name: 'late', startMillis: 1000, durationMillis: 59_000 }, late.media);
    playback.play(0, true);
    run(playback, 0, 2000, everyone, late);
    playback.head.accelerate(2000, 2);
    run(playback, 2100, 3000, everyone, late);
    playback.seek(3000, 30_000);
    run(playback, 3100, 4000, everyone, late);
    playback.play(4000, false);
    run(playback, 4100, 9000, everyone, late);
    expect(playback.take()).toEqual([
      { copy: 'everyone', range: { fromMillis: 0, toMillis: 4000 } },
      { copy: 'everyone', range: { fromMillis: 30_200, toMillis: 32_000 } },
      { copy: 'late', range: { fromMillis: 1000, toMillis: 4000 } },
      { copy: 'late', range: { fromMillis: 30_200, toMillis: 32_000 } },
    ]);
    expect(everyone.element.paused).toBe(true);
    expect(everyone.element.preservesPitch).toBe(true);
  });

  it('wait for the one that has no data, and log nothing meanwhile', () => {
    const playback = new Playback(60_000);
    const [quick, slow] = [player(), player()];
    playback.attach({ name: 'quick', startMillis: 0, durationMillis: 60_000 }, quick.media);
    playback.attach({ name: 'slow', startMillis: 0, durationMillis: 60_000 }, slow.media);
    slow.element.readyState = 2;
    playback.play(0, true);
    run(playback, 0, 5000, quick, slow);
    expect(playback.head.at(5000)).toBeLessThan(200);
    expect(quick.element.paused).toBe(true);
    playback.take();
    slow.element.readyState = 4;
    run(playback, 5100, 6100, quick, slow);
    expect(playback.take().map(({ range }) => range.toMillis - range.fromMillis)).toEqual([1000, 1000]);
  });
});
