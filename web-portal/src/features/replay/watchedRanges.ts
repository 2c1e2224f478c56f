/** Playback reports its time about four times a second; a longer step was a jump, even if the player didn't say so. */
const LONGEST_STEP_MILLIS = 3000;

export interface Range {
  fromMillis: number;
  toMillis: number;
}

/** Joins the moments a player reports into the ranges that were really watched. */
export class WatchedRanges {
  private ranges: Range[] = [];
  private open: Range | undefined;

  at(millis: number): void {
    const open = this.open;
    if (open && millis >= open.toMillis && millis - open.toMillis <= LONGEST_STEP_MILLIS) {
      open.toMillis = millis;
    } else {
      this.jump();
      this.open = { fromMillis: millis, toMillis: millis };
    }
  }

  /** The player was moved: what comes next is a new range. */
  jump(): void {
    if (this.open && this.open.toMillis > this.open.fromMillis) this.ranges.push(this.open);
    this.open = undefined;
  }

  /** Everything watched since the last call; the running range goes on from its end. */
  take(): Range[] {
    const open = this.open;
    this.jump();
    if (open) this.open = { fromMillis: open.toMillis, toMillis: open.toMillis };
    const taken = this.ranges;
    this.ranges = [];
    return taken;
  }
}
