/** One file of a track, where it lies on the recording's clock. */
export interface Part {
  name: string;
  startMillis: number;
  durationMillis: number;
}

/** What one player has to do so that it shows what the recording's clock says. */
export interface Step {
  seekMillis?: number;
  rate: number;
  run: boolean;
}

/** Beyond it the eye sees a jump anyway, so a jump is the quickest way back. */
const JUMP_MILLIS = 300;
/** A player that stands may be off by half a frame. */
const STANDING_MILLIS = 20;
/** Nobody hears or sees less; a rate that changes all the time is heard. */
const QUIET_MILLIS = 8;
/** A tenth faster or slower keeps voices natural, and pitch is kept anyway. */
const MOST_NUDGE = 0.1;

/** Whether the part has something to show at this place. */
export function covers(part: Part, headMillis: number): boolean {
  return headMillis >= part.startMillis && headMillis < part.startMillis + part.durationMillis;
}

/** From the recording's clock and one player's own to what the player does next: drift is run off within about a second. */
export function follow(part: Part, headMillis: number, speed: number, running: boolean, ownMillis: number): Step {
  if (!covers(part, headMillis)) return { rate: speed, run: false };
  const target = headMillis - part.startMillis;
  const drift = ownMillis - target;
  if (Math.abs(drift) > (running ? JUMP_MILLIS : STANDING_MILLIS)) return { seekMillis: target, rate: speed, run: running };
  if (!running || Math.abs(drift) <= QUIET_MILLIS) return { rate: speed, run: running };
  const nudge = Math.max(-MOST_NUDGE, Math.min(MOST_NUDGE, -drift / 1000));
  return { rate: Math.round(speed * (1 + nudge) * 1000) / 1000, run: true };
}

/** The recording's clock: one for all players. It stands while a player waits for data, so nothing is missed. Times are arguments. */
export class Playhead {
  private baseMillis = 0;
  private since: number | undefined;
  private wanted = false;
  private held = false;
  private factor = 1;

  constructor(private readonly endMillis: number) {}

  at(now: number): number {
    return this.since === undefined ? this.baseMillis : Math.min(this.endMillis, this.baseMillis + (now - this.since) * this.factor);
  }

  get speed(): number {
    return this.factor;
  }

  /** Somebody wants it to play; it may still wait for data. */
  get playing(): boolean {
    return this.wanted;
  }

  get running(): boolean {
    return this.since !== undefined;
  }

  play(now: number, wanted: boolean): void {
    this.wanted = wanted;
    this.settle(now);
  }

  /** Some player waits for data. */
  hold(now: number, held: boolean): void {
    if (held === this.held) return;
    this.held = held;
    this.settle(now);
  }

  seek(now: number, millis: number): void {
    this.settle(now);
    this.baseMillis = Math.max(0, Math.min(this.endMillis, millis));
  }

  accelerate(now: number, speed: number): void {
    this.settle(now);
    this.factor = speed;
  }

  private settle(now: number): void {
    this.baseMillis = this.at(now);
    this.since = this.wanted && !this.held ? now : undefined;
  }
}
