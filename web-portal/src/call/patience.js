/**
 * Plain JavaScript, because `bench network` measures it in a page of its own, over impaired lines, as it stands here.
 *
 * @typedef {{ type: string, id: string, packetsReceived?: number, packetsLost?: number, nominated?: boolean, currentRoundTripTime?: number }} Stat
 */

/** Less is lost on any line now and then, and one frame of it is no matter. */
const LOSSY = 0.005;

/** From here on one in thirty of what is sent again is lost, too: a second attempt has to come in time. */
const VERY_LOSSY = 0.03;

/** Asking, answering and decoding. */
const ONE_ATTEMPT_MILLIS = 60;

/** A connection that only receives knows no round trip, so browsers ask again after 100 ms. */
const ANOTHER_ATTEMPT_MILLIS = 100;

/** Longer, and people talk at the same time. */
const LONGEST_MILLIS = 600;

/** So many reports without loss until it is trusted again. */
const QUIET_REPORTS = 6;

/**
 * How long pictures and sound are held before they are played, so that what was lost comes in time when it is sent again (webrtc-pc,
 * jitterBufferTarget). Browsers hold them for the jitter alone where they only receive, and a long line's picture stands still for each
 * packet lost; whoever has a good line should not wait for that.
 */
export class Patience {
  /** @type {Map<string, { received: number, lost: number }>} */
  #before = new Map();
  #hold = 0;
  #quiet = 0;

  /**
   * @param {Iterable<Stat>} stats of the receiving connection, every few seconds
   * @returns {number} milliseconds; 0 leaves it to the browser
   */
  next(stats) {
    /** @type {Map<string, { received: number, lost: number }>} */
    const now = new Map();
    let received = 0;
    let lost = 0;
    let roundTrip = 0;
    for (const { type, id, packetsReceived = 0, packetsLost = 0, nominated, currentRoundTripTime } of stats) {
      if (type === 'candidate-pair' && nominated && currentRoundTripTime !== undefined) roundTrip = currentRoundTripTime * 1000;
      if (type !== 'inbound-rtp') continue;
      now.set(id, { received: packetsReceived, lost: packetsLost });
      const last = this.#before.get(id);
      received += packetsReceived - (last?.received ?? 0);
      lost += packetsLost - (last?.lost ?? 0);
    }
    this.#before = now;
    const share = lost > 0 ? lost / (lost + Math.max(0, received)) : 0;
    if (share >= LOSSY) {
      const attempts = ONE_ATTEMPT_MILLIS + (share >= VERY_LOSSY ? ANOTHER_ATTEMPT_MILLIS : 0);
      this.#hold = Math.max(this.#hold, Math.min(LONGEST_MILLIS, Math.ceil((roundTrip + attempts) / 10) * 10));
      this.#quiet = 0;
    } else if (++this.#quiet >= QUIET_REPORTS) {
      this.#hold = 0;
    }
    return this.#hold;
  }
}
