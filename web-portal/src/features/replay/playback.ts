import { Playhead, covers, follow, type Part } from './sync';
import { WatchedRanges, type Range } from './watchedRanges';

interface Follower {
  part: Part;
  element: HTMLMediaElement;
}

/** Can play on from where it stands (HTMLMediaElement.HAVE_FUTURE_DATA). */
const READY = 3;

/** Keeps the players of a page on one clock, and knows of each copy which seconds ran before the viewer's eyes. */
export class Playback {
  readonly head: Playhead;
  private readonly followers = new Map<string, Follower>();
  private readonly watched = new Map<string, WatchedRanges>();

  constructor(durationMillis: number) {
    this.head = new Playhead(durationMillis);
  }

  attach(part: Part, element: HTMLMediaElement): () => void {
    element.preservesPitch = true;
    this.followers.set(part.name, { part, element });
    return () => {
      this.followers.delete(part.name);
      this.watched.get(part.name)?.jump();
    };
  }

  seek(now: number, millis: number): void {
    this.note(now);
    for (const ranges of this.watched.values()) ranges.jump();
    this.head.seek(now, millis);
  }

  play(now: number, wanted: boolean): void {
    this.note(now);
    this.head.play(now, wanted);
  }

  /** Brings every player to the clock; called some ten times a second. */
  tick(now: number): void {
    const shown = this.shown(now);
    this.head.hold(now, shown.some(({ element }) => !element.error && !element.ended && (element.seeking || element.readyState < READY)));
    for (const { part, element } of this.followers.values()) {
      // A file may end a little before its description says.
      if (element.error || (element.ended && element.currentTime * 1000 <= this.head.at(now) - part.startMillis)) continue;
      const step = follow(part, this.head.at(now), this.head.speed, this.head.running, element.currentTime * 1000);
      if (step.seekMillis !== undefined && !element.seeking) element.currentTime = step.seekMillis / 1000;
      if (element.playbackRate !== step.rate) element.playbackRate = step.rate;
      if (step.run && element.paused) {
        element.play().catch((refused: unknown) => {
          // Every other end of a play() is one that we caused ourselves by pausing or seeking.
          if (refused instanceof DOMException && refused.name === 'NotAllowedError') this.head.play(performance.now(), false);
        });
      }
      if (!step.run && !element.paused) element.pause();
    }
    this.note(now);
  }

  /** Everything watched since the last call, a copy each. */
  take(): { copy: string; range: Range }[] {
    return [...this.watched].flatMap(([copy, ranges]) => ranges.take().map((range) => ({ copy, range })));
  }

  private shown(now: number): Follower[] {
    return [...this.followers.values()].filter(({ part }) => covers(part, this.head.at(now)));
  }

  private note(now: number): void {
    if (!this.head.running) return;
    const at = Math.round(this.head.at(now));
    for (const { part } of this.shown(now)) {
      let ranges = this.watched.get(part.name);
      if (!ranges) this.watched.set(part.name, (ranges = new WatchedRanges()));
      ranges.at(at);
    }
  }
}
