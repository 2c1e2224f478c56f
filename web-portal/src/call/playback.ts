/** How long pictures stood still in a span of time. */
export interface Played {
  spanMillis: number;
  frozenMillis: number;
}

/** What a stats report says of one received picture, as far as it is used here. */
export interface InboundVideo {
  type: string;
  id: string;
  kind?: string;
  timestamp: number;
  totalFreezesDuration?: number;
}

/** The server takes no span below it: a figure of less says nothing. */
const SHORTEST_MILLIS = 1000;

/**
 * Follows how long the received pictures stood still, from `getStats` (webrtc-stats, totalFreezesDuration). The worst picture counts:
 * people look at the one that stands still. Where the browser doesn't measure it, nothing is said.
 */
export class Playback {
  private before = new Map<string, { at: number; frozenSeconds: number }>();

  /** What happened since the last report; nothing the first time, or where no picture was received in both. */
  next(stats: Iterable<InboundVideo>): Played | undefined {
    const now = new Map<string, { at: number; frozenSeconds: number }>();
    let played: Played | undefined;
    for (const { type, id, kind, timestamp, totalFreezesDuration } of stats) {
      if (type !== 'inbound-rtp' || kind !== 'video' || totalFreezesDuration === undefined) continue;
      now.set(id, { at: timestamp, frozenSeconds: totalFreezesDuration });
      const last = this.before.get(id);
      if (!last) continue;
      const spanMillis = Math.round(timestamp - last.at);
      const frozenMillis = Math.round((totalFreezesDuration - last.frozenSeconds) * 1000);
      if (spanMillis < SHORTEST_MILLIS || frozenMillis < 0) continue;
      if (!played || frozenMillis > played.frozenMillis) played = { spanMillis, frozenMillis };
    }
    this.before = now;
    return played;
  }
}
