import type { Action, CommandRefusal, FromClient, FromServer, Purpose, Quality, Recording, Snapshot } from '../api/live';
import { closeDevices, openDevices, type DeviceTrouble } from './devices';
import { LiveConnection, SUBPROTOCOL, type SocketLike } from './liveConnection';
import { Publisher } from './publisher';
import { largeFor, SPEAKER_DELAY_MILLIS } from './stage';
import { Subscriber, type Received } from './subscriber';

/** Everything a room page draws. A new object on every change, so that React can compare by identity. */
export interface RoomView {
  line: 'connecting' | 'open' | 'waiting' | 'ended';
  participant?: string;
  snapshot?: Snapshot;
  /** Server time minus this machine's, in milliseconds: a kiosk's clock may be wrong. */
  clockOffsetMillis: number;
  own?: MediaStream;
  trouble?: DeviceTrouble;
  received: Received[];
  large?: string;
  microphoneOn: boolean;
  cameraOn: boolean;
  recording?: Recording;
  refusal?: CommandRefusal;
  minutesParagraphs: number;
  /** How well each can take part, as the server last said; empty for who isn't told. */
  quality: Quality['participants'];
  ended?: 'CLOSED' | 'REPLACED' | 'RETURNED';
}

/** What the room needs from the browser; a test hands in its own. */
export interface RoomSurroundings {
  token: () => Promise<string>;
  openSocket: () => SocketLike;
  newPeer: () => RTCPeerConnection;
  media: MediaDevices | undefined;
  now: () => number;
}

/** Commands answered later than this are said to have failed; the server itself answers within 5 s. */
const OUTCOME_MILLIS = 8000;

/** The server forgets what is older than 15 s. */
const PLAYED_MILLIS = 5000;

/** The browser's own surroundings for a reception. */
export function browserSurroundings(token: () => Promise<string>): RoomSurroundings {
  return {
    token,
    openSocket: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`, SUBPROTOCOL),
    newPeer: () => new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' }),
    media: navigator.mediaDevices,
    now: () => Date.now(),
  };
}

/**
 * The live room as one participant sees it: one socket, one sending and one receiving peer connection, own devices.
 * Knows no React; a page subscribes and draws `view`.
 */
export class Room {
  view: RoomView = {
    line: 'connecting', clockOffsetMillis: 0, received: [], microphoneOn: true, cameraOn: true, minutesParagraphs: 0, quality: [],
  };
  private readonly listeners = new Set<() => void>();
  private readonly connection: LiveConnection;
  private readonly outcomes = new Map<string, (refusal: CommandRefusal | undefined) => void>();
  private publisher: Publisher | undefined;
  private subscriber: Subscriber | undefined;
  private speaker: ReturnType<typeof setTimeout> | undefined;
  private commands = 0;
  private left = false;
  private publishing = false;
  private playing: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly around: RoomSurroundings, language: 'ur' | 'vi' | 'en') {
    this.connection = new LiveConnection(around.token, language, around.openSocket, {
      message: (message) => this.heard(message),
      line: (line) => {
        if (line === 'waiting') this.dropMedia();
        this.change({ line });
      },
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Connects; camera and microphone are opened when the participant enters the room, not while waiting. */
  async join(): Promise<void> {
    this.playing = setInterval(() => void this.tellPlayed(), PLAYED_MILLIS);
    await this.connection.start();
  }

  /** Leaves the page: socket, connections and camera are released. The seat is kept. */
  leave(): void {
    this.left = true;
    clearTimeout(this.speaker);
    clearInterval(this.playing);
    this.dropMedia();
    this.connection.end();
    closeDevices(this.view.own);
  }

  /** Asks the server; resolves with nothing when it was done, with the refusal when it wasn't. */
  command(action: Action, participant?: string, reason?: string): Promise<CommandRefusal | undefined> {
    const id = `c${++this.commands}`;
    const message: FromClient = {
      type: 'command', id, action, ...(participant ? { participant } : {}), ...(reason ? { reason } : {}),
    };
    return new Promise((resolve) => {
      const late = setTimeout(() => settle({ code: 'TRY_AGAIN' }), OUTCOME_MILLIS);
      const settle = (refusal: CommandRefusal | undefined) => {
        clearTimeout(late);
        this.outcomes.delete(id);
        this.change({ refusal });
        resolve(refusal);
      };
      this.outcomes.set(id, settle);
      if (!this.connection.send(message)) settle({ code: 'TRY_AGAIN' });
    });
  }

  setMicrophone(on: boolean): void {
    this.switchSource('microphone', on);
    this.change({ microphoneOn: on });
  }

  setCamera(on: boolean): void {
    this.switchSource('camera', on);
    this.change({ cameraOn: on });
  }

  private switchSource(source: Purpose, on: boolean): void {
    this.publisher?.setSource(source, on);
    this.connection.send({ type: 'sending', source, on });
  }

  private async tellPlayed(): Promise<void> {
    const subscriber = this.subscriber;
    if (!subscriber || !this.inRoom()) return;
    const played = await subscriber.played();
    if (played && this.subscriber === subscriber) this.connection.send({ type: 'played', ...played });
  }

  private heard(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.change({
          participant: message.participant,
          clockOffsetMillis: Date.parse(message.serverTime) - this.around.now(),
        });
        this.follow(message.snapshot);
        break;
      case 'state':
        this.follow(message.snapshot);
        break;
      case 'published':
        void this.publisher?.answer(message.sdp);
        break;
      case 'subscribe':
        this.subscriber ??= new Subscriber(
          this.around.newPeer(),
          (answer) => this.connection.send(answer),
          (received) => this.change({ received }),
        );
        void this.subscriber.offered(message);
        break;
      case 'outcome':
        this.outcomes.get(message.id)?.(message.ok ? undefined : (message.error ?? { code: 'TRY_AGAIN' }));
        break;
      case 'refused':
        this.change({ refusal: message.error });
        break;
      case 'recording':
        this.change({ recording: message });
        break;
      case 'quality':
        this.change({ quality: message.participants });
        break;
      case 'minutesChanged':
        this.change({ minutesParagraphs: message.paragraphs });
        break;
      case 'bye':
        if (message.cause !== 'SERVER_STOPS') {
          this.change({ ended: message.cause });
          this.dropMedia();
        }
        break;
      case 'pong':
        break;
    }
  }

  /** Takes the new snapshot, turns the own encoders with it, and lets the large tile follow the floor. */
  private follow(snapshot: Snapshot): void {
    this.change({ snapshot });
    this.takeOrLeaveSeat();
    const self = this.view.participant ?? '';
    const large = largeFor(snapshot, self);
    clearTimeout(this.speaker);
    const stillHere = snapshot.participants.some((seat) => seat.id === this.view.large && seat.place === 'ROOM');
    if (large === this.view.large) return;
    if (!stillHere) this.change({ large });
    else this.speaker = setTimeout(() => this.change({ large }), SPEAKER_DELAY_MILLIS);
  }

  private inRoom(): boolean {
    const { snapshot, participant } = this.view;
    return snapshot?.participants.find((seat) => seat.id === participant)?.place === 'ROOM';
  }

  private maySend(): boolean {
    return this.view.snapshot?.state === 'LIVE' && this.inRoom();
  }

  private takeOrLeaveSeat(): void {
    if (!this.inRoom()) {
      this.dropMedia();
      closeDevices(this.view.own);
      if (this.view.own) this.change({ own: undefined });
    } else if (this.publisher) {
      void this.publisher.setSending(this.maySend());
    } else if (!this.view.trouble) {
      void this.publish();
    }
  }

  /** After the person, or staff, has mended what the camera or microphone was missing. */
  retryDevices(): void {
    this.change({ trouble: undefined });
    this.takeOrLeaveSeat();
  }

  private async publish(): Promise<void> {
    if (this.publishing) return;
    this.publishing = true;
    try {
      await this.openAndOffer();
    } finally {
      this.publishing = false;
    }
  }

  private async openAndOffer(): Promise<void> {
    if (!this.view.own) {
      const opened = await openDevices(this.around.media);
      if (opened.ok && (this.left || !this.inRoom())) {
        closeDevices(opened.stream);
        return;
      }
      this.change(opened.ok ? { own: opened.stream, trouble: undefined } : { trouble: opened.trouble });
    }
    const own = this.view.own;
    if (!own) return;
    const publisher = new Publisher(own, this.around.newPeer());
    this.publisher = publisher;
    publisher.setSource('microphone', this.view.microphoneOn);
    publisher.setSource('camera', this.view.cameraOn);
    await publisher.setSending(this.maySend());
    const offer = await publisher.offer();
    if (this.publisher === publisher) this.connection.send(offer);
  }

  private dropMedia(): void {
    this.publisher?.close();
    this.subscriber?.close();
    this.publisher = undefined;
    this.subscriber = undefined;
    if (this.view.received.length > 0) this.change({ received: [] });
  }

  private change(part: Partial<RoomView>): void {
    this.view = { ...this.view, ...part };
    for (const listener of this.listeners) listener();
  }
}
