import type { FromClient, Purpose } from '../api/live';
import { watchLine } from './lineWatch';

/**
 * Three encodings of 720p so that everyone gets the one that fits their line and tile (simulcast); a small capture has fewer,
 * because a quarter of it shows nobody's face. The sums, 3.15 and 0.65 Mbit/s, are what a point's line must bear for each camera.
 */
const LARGE: RTCRtpEncodingParameters[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
];
const MIDDLE: RTCRtpEncodingParameters[] = [
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 150_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 500_000 },
];
const SMALL: RTCRtpEncodingParameters[] = [{ maxBitrate: 250_000 }];

/** Letters lose their meaning when a screen is made smaller: one encoding, as sharp as the line allows. */
const SCREEN: RTCRtpEncodingParameters[] = [{ maxBitrate: 2_500_000 }];

/** What is sent of a source that is captured at this height, the smallest encoding first. */
export function encodingsOf(purpose: Purpose, height: number): RTCRtpEncodingParameters[] {
  if (purpose === 'microphone' || purpose === 'screen_sound') return [{}];
  if (purpose === 'screen') return SCREEN;
  if (height >= 600) return LARGE;
  return height >= 300 ? MIDDLE : SMALL;
}

/**
 * The peer connection that sends. The browser offers, the bridge answers (no glare, RFC 9429); one offer is under way at a time,
 * what changes meanwhile is in the next. Nothing leaves the machine until `setSending(true)`: before the chair starts and while the
 * reception is paused the encoders stand still. Of a simulcast only the encodings that somebody needs run.
 */
export class Publisher {
  private readonly lines = new Map<Purpose, RTCRtpTransceiver>();
  private readonly needed = new Map<Purpose, string[]>();
  private sending = false;
  private answered = false;
  private underWay = false;
  private changed = false;
  private closed = false;
  private readonly endWatch: () => void;

  constructor(
    private readonly peer: RTCPeerConnection,
    private readonly send: (offer: FromClient) => void,
  ) {
    this.endWatch = watchLine(peer, () => {
      // While an offer waits for its answer, the way it asks for isn't known yet.
      if (this.underWay) return;
      peer.restartIce();
      void this.offer();
    });
  }

  /** Adds a source, or gives its line another track; the bridge hears of it with the next `offer`. */
  add(purpose: Purpose, track: MediaStreamTrack, stream: MediaStream): void {
    const line = this.lines.get(purpose);
    if (line) {
      line.direction = 'sendonly';
      void line.sender.replaceTrack(track);
      return;
    }
    const added = newLine(this.peer, track, stream, encodingsOf(purpose, track.getSettings().height ?? 0));
    if (track.kind === 'video') preferVp8(added);
    this.lines.set(purpose, added);
  }

  /** Takes a source away; its line stays for the next time. */
  remove(purpose: Purpose): void {
    const line = this.lines.get(purpose);
    if (!line) return;
    line.direction = 'inactive';
    void line.sender.replaceTrack(null);
    this.needed.delete(purpose);
  }

  /** Tells the bridge what is sent now. */
  async offer(): Promise<void> {
    this.changed = true;
    if (this.underWay) return;
    this.underWay = true;
    this.changed = false;
    await this.peer.setLocalDescription(await this.peer.createOffer());
    if (this.closed) return;
    // What was added while the offer was made isn't in it yet, and has no mid.
    const active = [...this.lines].filter(([, line]) => line.mid !== null && line.direction === 'sendonly');
    this.send({
      type: 'publish',
      sdp: this.peer.localDescription?.sdp ?? '',
      sources: active.map(([purpose, line]) => ({ mid: line.mid ?? '', purpose })),
    });
  }

  async answer(sdp: string): Promise<void> {
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
    this.answered = true;
    await this.settled();
  }

  /** The bridge didn't take the offer: the connection stays as it was before. False when it isn't about an offer of ours. */
  async refused(): Promise<boolean> {
    if (!this.underWay) return false;
    await this.peer.setLocalDescription({ type: 'rollback' });
    await this.settled();
    return true;
  }

  /** Turns all encoders on or off; the connection itself stays. */
  async setSending(sending: boolean): Promise<void> {
    if (this.sending === sending) return;
    this.sending = sending;
    await this.apply();
  }

  /** Which encodings of a source anybody needs; the others rest. */
  async setNeeded(purpose: Purpose, rids: string[]): Promise<void> {
    this.needed.set(purpose, rids);
    await this.apply();
  }

  /** The person's own switch for one source: the others see a closed camera or a closed microphone, not a frozen one. */
  setSource(purpose: Purpose, on: boolean): void {
    const track = this.lines.get(purpose)?.sender.track;
    if (track) track.enabled = on;
  }

  close(): void {
    this.closed = true;
    this.endWatch();
    this.peer.close();
  }

  private async settled(): Promise<void> {
    this.underWay = false;
    await this.apply();
    if (this.changed && !this.closed) await this.offer();
  }

  private async apply(): Promise<void> {
    if (!this.answered || this.closed) return;
    for (const [purpose, { sender }] of this.lines) {
      const parameters = sender.getParameters();
      const needed = this.needed.get(purpose);
      const active = (rid: string | undefined) => this.sending && (!needed || rid === undefined || needed.includes(rid));
      if (parameters.encodings.every((encoding) => encoding.active === active(encoding.rid))) continue;
      for (const encoding of parameters.encodings) encoding.active = active(encoding.rid);
      await sender.setParameters(parameters);
    }
  }
}

/** A browser without simulcast refuses the names of the encodings, or sends only one: then it is the whole picture. */
function newLine(peer: RTCPeerConnection, track: MediaStreamTrack, stream: MediaStream, encodings: RTCRtpEncodingParameters[]): RTCRtpTransceiver {
  const line = (sendEncodings: RTCRtpEncodingParameters[]) =>
    peer.addTransceiver(track, {
      direction: 'sendonly',
      streams: [stream],
      sendEncodings: sendEncodings.map((encoding) => ({ ...encoding, active: false })),
    });
  try {
    return line(encodings);
  } catch {
    return line([{ maxBitrate: encodings.at(-1)?.maxBitrate }]);
  }
}

/** VP8 first: every browser, and every recorder after us, can read it without a licence. */
function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter((codec) => /\/(vp8|rtx)$/i.test(codec.mimeType));
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
}
