import { useCallback, useEffect, useState } from 'react';
import { watched } from '../../api/client';
import { Playback } from './playback';

/** Often enough that drift is run off before anybody hears it. */
const TICK_MILLIS = 100;
/** What was watched is sent at least this often, so that closing the page loses at most this much of the log. */
const REPORT_MILLIS = 5000;

export interface Playing {
  playback: Playback;
  atMillis: number;
  playing: boolean;
  speed: number;
  seek: (millis: number) => void;
  toggle: () => void;
  setSpeed: (speed: number) => void;
  /** One picture forward or back; stands still afterwards. */
  step: (pictures: 1 | -1) => void;
}

/** The composite's: the slowest of all copies, so that no step shows the same picture twice. */
const PICTURE_MILLIS = 1000 / 15;

/** One clock for the page's players, and the log of what ran before the viewer's eyes. */
export function usePlayback(viewId: string, durationMillis: number): Playing {
  const [playback, setPlayback] = useState(() => new Playback(durationMillis));
  const [state, setState] = useState({ atMillis: 0, playing: false, speed: 1 });
  const [length, setLength] = useState(durationMillis);
  if (length !== durationMillis) {
    setLength(durationMillis);
    setPlayback(new Playback(durationMillis));
  }

  const refresh = useCallback(() => {
    const now = performance.now();
    playback.tick(now);
    const next = { atMillis: Math.round(playback.head.at(now)), playing: playback.head.playing, speed: playback.head.speed };
    setState((before) => (before.atMillis === next.atMillis && before.playing === next.playing && before.speed === next.speed ? before : next));
  }, [playback]);

  useEffect(() => {
    const timer = setInterval(refresh, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [refresh]);

  useEffect(() => {
    const report = () => {
      for (const { copy, range } of playback.take()) void watched(viewId, { copy, ...range });
    };
    const timer = setInterval(report, REPORT_MILLIS);
    addEventListener('pagehide', report);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', report);
      report();
    };
  }, [viewId, playback]);

  const seek = (millis: number) => {
    playback.seek(performance.now(), millis);
    refresh();
  };
  return {
    ...state,
    playback,
    seek,
    toggle: () => {
      const now = performance.now();
      if (!playback.head.playing && playback.head.at(now) >= durationMillis) playback.seek(now, 0);
      playback.play(now, !playback.head.playing);
      refresh();
    },
    setSpeed: (speed) => {
      playback.head.accelerate(performance.now(), speed);
      refresh();
    },
    step: (pictures) => {
      const now = performance.now();
      playback.play(now, false);
      seek(playback.head.at(now) + pictures * PICTURE_MILLIS);
    },
  };
}
