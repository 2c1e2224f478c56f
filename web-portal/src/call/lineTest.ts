import type { FromClient, Subscribe } from '../api/live';
import type { components } from '../api/schema';
import { Publisher } from './publisher';
import { Subscriber } from './subscriber';

export type Figures = components['schemas']['LineFigures'];

/** What the bridge said to the offer. */
export interface Begun {
  answer: string;
  offer: string;
  generation: number;
  streams: Subscribe['streams'];
}

/** What a test needs from the browser and the server; a test of it hands in its own. */
export interface LineTestSurroundings {
  newPeer: () => RTCPeerConnection;
  begin: (sdp: string, sources: { mid: string; purpose: 'microphone' | 'camera' }[]) => Promise<Begun>;
  answer: (sdp: string) => Promise<void>;
  end: (figures: Figures) => Promise<{ score: number }>;
  wait: (millis: number) => Promise<void>;
}

/** The entries of `getStats` (webrtc-stats) as far as they are used here. */
export interface Stat {
  type: string;
  id: string;
  kind?: string;
  timestamp: number;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
  nominated?: boolean;
  totalFreezesDuration?: number;
}

type Publish = Extract<FromClient, { type: 'publish' }>;

/** Before this the encoders are still finding their rate; nothing of it is a property of the line. */
const SETTLE_MILLIS = 2000;

/** Two reports of every receiver and a freeze that somebody would notice. */
const MEASURE_MILLIS = 6000;

const SECOND = 1000;

/**
 * Sends what camera and microphone give over the bridge and back, as the room would, and tells the server how that went. Answers the
 * server's score from 0 to 100; nothing where it could not be measured or was given up. Never holds anybody up.
 */
export async function testLine(stream: MediaStream, around: LineTestSurroundings, givenUp: AbortSignal): Promise<number | undefined> {
  const up = around.newPeer();
  const down = around.newPeer();
  let subscriber: Subscriber | undefined;
  let answered: Promise<void> = Promise.resolve();
  const offers: Publish[] = [];
  const publisher = new Publisher(up, (offer) => {
    if (offer.type === 'publish') offers.push(offer);
  });
  const close = () => {
    publisher.close();
    if (subscriber) subscriber.close();
    else down.close();
  };
  givenUp.addEventListener('abort', close, { once: true });
  try {
    const [microphone] = stream.getAudioTracks();
    const [camera] = stream.getVideoTracks();
    if (microphone) publisher.add('microphone', microphone, stream);
    if (camera) publisher.add('camera', camera, stream);
    await publisher.setSending(true);
    await publisher.offer();
    const [offer] = offers;
    if (!offer || givenUp.aborted) return undefined;
    const sources = offer.sources.map(({ mid, purpose }) => ({ mid, purpose: purpose === 'camera' ? ('camera' as const) : ('microphone' as const) }));
    const begun = await around.begin(offer.sdp, sources);
    const own: Subscribe = { type: 'subscribe', sdp: begun.offer, generation: begun.generation, streams: begun.streams };
    subscriber = new Subscriber(
      own,
      down,
      (message) => {
        if (message.type === 'subscribed') answered = around.answer(message.sdp);
      },
      () => undefined,
    );
    await publisher.answer(begun.answer);
    await subscriber.offered(own);
    await answered;
    await around.wait(SETTLE_MILLIS);
    const before = [await statsOf(up), await statsOf(down)] as const;
    await around.wait(MEASURE_MILLIS);
    if (givenUp.aborted) return undefined;
    const figures = figuresOf(before[0], before[1], await statsOf(up), await statsOf(down));
    return figures && (await around.end(figures)).score;
  } finally {
    givenUp.removeEventListener('abort', close);
    close();
  }
}

async function statsOf(peer: RTCPeerConnection): Promise<Stat[]> {
  const stats: Stat[] = [];
  (await peer.getStats()).forEach((one: Stat) => stats.push(one));
  return stats;
}

/** What happened between two reports of the sending and of the receiving connection; nothing if no packet came back. */
export function figuresOf(upBefore: Stat[], downBefore: Stat[], up: Stat[], down: Stat[]): Figures | undefined {
  const received = grown(downBefore, down, 'inbound-rtp', 'packetsReceived');
  if (received <= 0) return undefined;
  const lostDown = Math.max(0, grown(downBefore, down, 'inbound-rtp', 'packetsLost'));
  const sent = grown(upBefore, up, 'outbound-rtp', 'packetsSent');
  const lostUp = Math.max(0, grown(upBefore, up, 'remote-inbound-rtp', 'packetsLost'));
  const trips = [...up, ...down].flatMap(({ type, roundTripTime, currentRoundTripTime }) =>
    type === 'candidate-pair' ? (currentRoundTripTime ?? []) : type === 'remote-inbound-rtp' ? (roundTripTime ?? []) : [],
  );
  if (trips.length === 0) return undefined;
  const jitters = down.flatMap(({ type, jitter }) => (type === 'inbound-rtp' ? (jitter ?? []) : []));
  const estimates = up.flatMap(({ type, availableOutgoingBitrate }) => (type === 'candidate-pair' ? (availableOutgoingBitrate ?? []) : []));
  const frozen = frozenShare(downBefore, down);
  return {
    loss: Math.min(1, Math.max(lostDown / (lostDown + received), sent > 0 ? lostUp / sent : 0)),
    roundTripMillis: Math.max(...trips) * SECOND,
    ...(jitters.length > 0 ? { jitterMillis: Math.max(...jitters) * SECOND } : {}),
    ...(estimates.length > 0 ? { estimateBitsPerSecond: Math.round(Math.max(...estimates)) } : {}),
    ...(frozen === undefined ? {} : { frozen }),
  };
}

/** How much a counter of all streams together grew; a stream that is new counts whole. */
function grown(before: Stat[], now: Stat[], type: string, counter: 'packetsSent' | 'packetsReceived' | 'packetsLost'): number {
  const sum = (stats: Stat[]) => stats.reduce((total, stat) => total + (stat.type === type ? (stat[counter] ?? 0) : 0), 0);
  return sum(now) - sum(before);
}

function frozenShare(before: Stat[], now: Stat[]): number | undefined {
  const shares = now.flatMap(({ type, kind, id, timestamp, totalFreezesDuration }) => {
    const last = before.find((one) => one.id === id);
    if (type !== 'inbound-rtp' || kind !== 'video' || totalFreezesDuration === undefined || last?.totalFreezesDuration === undefined) return [];
    const span = (timestamp - last.timestamp) / SECOND;
    return span > 0 ? [Math.min(1, Math.max(0, (totalFreezesDuration - last.totalFreezesDuration) / span))] : [];
  });
  return shares.length > 0 ? Math.max(...shares) : undefined;
}
