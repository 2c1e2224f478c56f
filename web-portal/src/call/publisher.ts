import type { FromClient, Purpose } from '../api/live';

/** 400 kbit/s carries 360p15 with a margin; the point's line is shared by everyone in the room. */
const VIDEO_BITS_PER_SECOND = 400_000;

/**
 * The peer connection that sends. The browser offers, the bridge answers (no glare, RFC 9429). Nothing leaves the machine
 * until `setSending(true)`: before the chair starts and while the reception is paused the encoders stand still.
 */
export class Publisher {
  private readonly peer: RTCPeerConnection;
  private readonly senders = new Map<Purpose, RTCRtpTransceiver>();
  private sending = false;
  private answered = false;

  constructor(stream: MediaStream, peer: RTCPeerConnection) {
    this.peer = peer;
    const sources: [Purpose, MediaStreamTrack | undefined][] = [
      ['microphone', stream.getAudioTracks()[0]],
      ['camera', stream.getVideoTracks()[0]],
    ];
    for (const [purpose, track] of sources) {
      if (!track) continue;
      const encoding: RTCRtpEncodingParameters =
        purpose === 'microphone' ? { active: false } : { active: false, maxBitrate: VIDEO_BITS_PER_SECOND };
      const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [stream], sendEncodings: [encoding] });
      if (purpose !== 'microphone') preferVp8(transceiver);
      this.senders.set(purpose, transceiver);
    }
  }

  async offer(): Promise<FromClient> {
    const offer = await this.peer.createOffer();
    await this.peer.setLocalDescription(offer);
    return {
      type: 'publish',
      sdp: this.peer.localDescription?.sdp ?? '',
      sources: [...this.senders].map(([purpose, transceiver]) => ({ mid: transceiver.mid ?? '', purpose })),
    };
  }

  async answer(sdp: string): Promise<void> {
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
    this.answered = true;
    await this.apply();
  }

  /** Turns all encoders on or off; the connection itself stays. */
  async setSending(sending: boolean): Promise<void> {
    if (this.sending === sending) return;
    this.sending = sending;
    await this.apply();
  }

  /** The person's own switch for one source: the others see a closed camera or a closed microphone, not a frozen one. */
  setSource(purpose: Purpose, on: boolean): void {
    const track = this.senders.get(purpose)?.sender.track;
    if (track) track.enabled = on;
  }

  close(): void {
    this.peer.close();
  }

  private async apply(): Promise<void> {
    if (!this.answered) return;
    for (const { sender } of this.senders.values()) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings) encoding.active = this.sending;
      await sender.setParameters(parameters);
    }
  }
}

/** VP8 first: every browser, and every recorder after us, can read it without a licence. */
function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter((codec) => /\/(vp8|rtx)$/i.test(codec.mimeType));
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
}
