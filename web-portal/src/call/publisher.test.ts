import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromClient } from '../api/live';
import { encodingsOf, Publisher } from './publisher';

/** A line of a peer connection, as far as a publisher sees it. */
class TwinLine {
  mid: string | null = null;
  direction: RTCRtpTransceiverDirection = 'sendonly';
  parameters: { encodings: RTCRtpEncodingParameters[] };
  sender = {
    track: null as MediaStreamTrack | null,
    getParameters: () => structuredClone(this.parameters),
    setParameters: (parameters: { encodings: RTCRtpEncodingParameters[] }) => {
      this.parameters = parameters;
      return Promise.resolve();
    },
    replaceTrack: (track: MediaStreamTrack | null) => {
      this.sender.track = track;
      return Promise.resolve();
    },
  };
  setCodecPreferences = vi.fn();
  constructor(track: MediaStreamTrack, encodings: RTCRtpEncodingParameters[]) {
    this.parameters = { encodings };
    this.sender.track = track;
  }
  get running(): (string | undefined)[] {
    return this.parameters.encodings.filter(({ active }) => active).map(({ rid }) => rid);
  }
}

/** A peer connection that agrees to everything; `plain` knows no simulcast. */
class TwinPeer extends EventTarget {
  iceConnectionState: RTCIceConnectionState = 'new';
  restartIce = vi.fn();
  lines: TwinLine[] = [];
  descriptions: string[] = [];
  localDescription: { sdp: string } | null = null;
  constructor(private readonly plain = false) {
    super();
  }
  addTransceiver(track: MediaStreamTrack, { sendEncodings = [] }: RTCRtpTransceiverInit): TwinLine {
    if (this.plain && sendEncodings.some(({ rid }) => rid)) throw new TypeError('no simulcast');
    const line = new TwinLine(track, sendEncodings);
    this.lines.push(line);
    return line;
  }
  createOffer = () => Promise.resolve({ type: 'offer', sdp: 'offer' });
  setLocalDescription = ({ type }: { type: string }) => {
    this.descriptions.push(type);
    this.lines.forEach((line, index) => (line.mid ??= String(index)));
    this.localDescription = { sdp: `offer ${this.descriptions.length}` };
    return Promise.resolve();
  };
  setRemoteDescription = ({ type }: { type: string }) => {
    this.descriptions.push(type);
    return Promise.resolve();
  };
  close = vi.fn();
}

const stream = {} as MediaStream;
const track = (kind: 'audio' | 'video', height = 0) => ({ kind, enabled: true, getSettings: () => ({ height }) }) as unknown as MediaStreamTrack;

describe('the sending connection', () => {
  let peer: TwinPeer;
  let sent: FromClient[];
  let publisher: Publisher;
  const camera = () => peer.lines[1]!;

  const begin = (twin: TwinPeer) => {
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
    peer = twin;
    sent = [];
    publisher = new Publisher(peer as unknown as RTCPeerConnection, (offer) => sent.push(offer));
    publisher.add('microphone', track('audio'), stream);
    publisher.add('camera', track('video', 720), stream);
  };
  beforeEach(() => begin(new TwinPeer()));

  it('offers again with new ICE credentials when the line is lost, unless an offer is under way', async () => {
    await publisher.offer();
    const lost = () => peer.dispatchEvent(new Event('iceconnectionstatechange'));
    peer.iceConnectionState = 'disconnected';
    lost();
    expect(peer.restartIce).not.toHaveBeenCalled();
    await publisher.answer('answer');
    peer.iceConnectionState = 'connected';
    lost();
    peer.iceConnectionState = 'failed';
    lost();
    expect(peer.restartIce).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    publisher.close();
  });

  it('sends nothing before the answer and before it may', async () => {
    await publisher.setSending(true);
    await publisher.offer();
    expect(camera().running).toEqual([]);
    await publisher.answer('answer');
    expect(camera().running).toEqual(['q', 'h', 'f']);
    await publisher.setSending(false);
    expect(camera().running).toEqual([]);
  });

  it('rests the encodings that nobody needs, also after a pause', async () => {
    await publisher.offer();
    await publisher.answer('answer');
    await publisher.setSending(true);
    await publisher.setNeeded('camera', ['q', 'f']);
    expect(camera().running).toEqual(['q', 'f']);
    await publisher.setSending(false);
    await publisher.setSending(true);
    expect(camera().running).toEqual(['q', 'f']);
    await publisher.setNeeded('camera', []);
    expect(camera().running).toEqual([]);
    expect(peer.lines[0]!.running).toEqual([undefined]);
  });

  it('falls back to one encoding where the browser has no simulcast', async () => {
    begin(new TwinPeer(true));
    expect(camera().parameters.encodings).toEqual([{ maxBitrate: 2_500_000, active: false }]);
    await publisher.offer();
    await publisher.answer('answer');
    await publisher.setSending(true);
    await publisher.setNeeded('camera', ['f']);
    expect(camera().running).toEqual([undefined]);
  });

  it('gathers what changes while an offer is under way into the next', async () => {
    await publisher.offer();
    publisher.add('screen', track('video', 1080), stream);
    await publisher.offer();
    expect(sent).toHaveLength(1);
    await publisher.answer('answer');
    expect(sent.map((message) => message.type === 'publish' && message.sources.map(({ purpose }) => purpose))).toEqual([
      ['microphone', 'camera'],
      ['microphone', 'camera', 'screen'],
    ]);
  });

  it('keeps the line of a source that stopped for its next time', async () => {
    publisher.add('screen', track('video', 1080), stream);
    await publisher.offer();
    await publisher.answer('answer');
    publisher.remove('screen');
    await publisher.offer();
    await publisher.answer('answer');
    const again = track('video', 720);
    publisher.add('screen', again, stream);
    await publisher.offer();
    expect(peer.lines).toHaveLength(3);
    expect(peer.lines[2]!.sender.track).toBe(again);
    expect(sent.map((message) => message.type === 'publish' && message.sources.length)).toEqual([3, 2, 3]);
  });

  it('takes a refused offer back and may offer again', async () => {
    await publisher.offer();
    expect(await publisher.refused()).toBe(true);
    expect(await publisher.refused()).toBe(false);
    await publisher.offer();
    expect(peer.descriptions).toEqual(['offer', 'rollback', 'offer']);
    expect(sent).toHaveLength(2);
  });
});

describe('the encodings', () => {
  it('are fewer for a smaller picture, one for a screen', () => {
    expect(encodingsOf('camera', 720).map(({ rid }) => rid)).toEqual(['q', 'h', 'f']);
    expect(encodingsOf('document', 1080).map(({ rid }) => rid)).toEqual(['q', 'h', 'f']);
    expect(encodingsOf('camera', 360).map(({ rid }) => rid)).toEqual(['h', 'f']);
    expect(encodingsOf('camera', 180)).toHaveLength(1);
    expect(encodingsOf('screen', 1080)).toHaveLength(1);
    expect(encodingsOf('microphone', 0)).toEqual([{}]);
  });
});
