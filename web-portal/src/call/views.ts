import type { FromClient, Purpose } from '../api/live';

/** A window that is being resized says its size once, when it is let go. */
const QUIET_MILLIS = 250;

interface Shown {
  participant: string;
  purpose: Purpose;
  height: number;
}

/** Tells the server how high every received picture is shown, in pixels of the screen, so that nobody sends or gets more. */
export class Views {
  private readonly now = new Map<string, Shown>();
  private readonly said = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (message: FromClient) => boolean) {}

  /** @param height 0 when it isn't shown */
  show(participant: string, purpose: Purpose, height: number): void {
    this.now.set(`${participant}/${purpose}`, { participant, purpose, height: Math.round(height) });
    this.later();
  }

  /** Another connection knows nothing of what was said on the one before. */
  again(): void {
    this.said.clear();
    this.later();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), QUIET_MILLIS);
  }

  private tell(): void {
    const changed = [...this.now].filter(([key, { height }]) => this.said.get(key) !== height);
    if (changed.length === 0) return;
    if (!this.send({ type: 'view', sources: changed.map(([, shown]) => shown) })) return;
    for (const [key, { height }] of changed) this.said.set(key, height);
  }
}
