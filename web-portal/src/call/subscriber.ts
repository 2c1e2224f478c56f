import type { FromClient, Purpose, Subscribe } from '../api/live';
import { watchLine } from './lineWatch';
import { Patience } from './patience';
import { Playback, type InboundVideo, type Played } from './playback';

/** One thing that is received: whose it is and its track. */
export interface Received {
  participant: string;
  purpose: Purpose;
  stream: MediaStream;
}

/**
 * The peer connection that receives. The bridge offers everything this participant may see, the browser answers.
 * A newer offer while one is being answered replaces it: only the newest generation counts.
 */
export class Subscriber {
  private readonly session: string | undefined;
  private readonly endWatch: () => void;
  private newest: Subscribe | undefined;
  private busy = false;
  private closed = false;
  private readonly playback = new Playback();
  private readonly patience = new Patience();
  private readonly streams = new Map<string, MediaStream>();

  constructor(
    first: Subscribe,
    private readonly peer: RTCPeerConnection,
    private readonly send: (message: FromClient) => void,
    private readonly changed: (received: Received[]) => void,
  ) {
    this.session = sessionOf(first);
    this.endWatch = watchLine(peer, () => this.send({ type: 'restart' }));
  }

  /** Whether the offer is for this connection, and not for one that has to take its place. */
  isFor(offer: Subscribe): boolean {
    return sessionOf(offer) === this.session;
  }

  async offered(offer: Subscribe): Promise<void> {
    this.newest = offer;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.newest && !this.closed) {
        const current: Subscribe = this.newest;
        this.newest = undefined;
        await this.answer(current);
      }
    } finally {
      this.busy = false;
    }
  }

  /** How the pictures were played since this was asked last; from now on they wait for what the line loses. */
  async played(): Promise<Played | undefined> {
    const report = await this.peer.getStats();
    const stats: InboundVideo[] = [];
    report.forEach((one: InboundVideo) => stats.push(one));
    const hold = this.patience.next(stats) || null;
    // Lips and voice are held alike.
    for (const receiver of this.peer.getReceivers()) if (receiver.jitterBufferTarget !== hold) receiver.jitterBufferTarget = hold;
    return this.playback.next(stats);
  }

  close(): void {
    this.closed = true;
    this.endWatch();
    this.peer.close();
  }

  private async answer(offer: Subscribe): Promise<void> {
    await this.peer.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    const answer = await this.peer.createAnswer();
    await this.peer.setLocalDescription(answer);
    if (this.closed) return;
    this.send({ type: 'subscribed', sdp: this.peer.localDescription?.sdp ?? '', generation: offer.generation });
    this.changed(this.received(offer));
  }

  private received(offer: Subscribe): Received[] {
    const tracks = new Map(this.peer.getTransceivers().map((transceiver) => [transceiver.mid, transceiver.receiver.track]));
    const received: Received[] = [];
    for (const { mid, participant, purpose } of offer.streams) {
      const track = tracks.get(mid);
      if (!track) continue;
      // The same stream object for the same mid: a new one would make the video element start over.
      const stream = this.streams.get(mid) ?? new MediaStream([track]);
      this.streams.set(mid, stream);
      received.push({ participant, purpose, stream });
    }
    return received;
  }
}

/** The session id of the `o=` line (RFC 8866 section 5.2): the same for the life of a connection. */
function sessionOf(offer: Subscribe): string | undefined {
  return /^o=\S+ (\d+)/m.exec(offer.sdp)?.[1];
}
