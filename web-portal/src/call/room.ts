import type { Action, CommandRefusal, FromClient, FromServer, Purpose, Quality, Recording, Snapshot } from '../api/live';
import { closeDevices, openDevices, openPapers, openScreen, otherCameras, type DeviceTrouble, type OpenedDevices, type OtherCamera } from './devices';
import { LiveConnection, SUBPROTOCOL, type SocketLike } from './liveConnection';
import { Publisher } from './publisher';
import { largeFor, SPEAKER_DELAY_MILLIS } from './stage';
import { Subscriber, type Received } from './subscriber';
import { Views } from './views';

/** Everything a room page draws. A new object on every change, so that React can compare by identity. */
export interface RoomView {
  line: 'connecting' | 'open' | 'waiting' | 'ended';
  participant?: string;
  snapshot?: Snapshot;
  /** Server time minus this machine's, in milliseconds: a kiosk's clock may be wrong. */
  clockOffsetMillis: number;
  own?: MediaStream;
  /** The own screen and the own papers while they are shared. */
  shared: Partial<Record<Share, MediaStream>>;
  /** Cameras that could show papers. */
  otherCameras: OtherCamera[];
  /** Who is heard most. */
  speaker?: string;
  trouble?: DeviceTrouble;
  /** Why a screen or papers could not be shared. */
  shareTrouble?: DeviceTrouble;
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

/** What a person shows besides the face. */
export type Share = 'screen' | 'document';

/** What the room needs from the browser; a test hands in its own. */
export interface RoomSurroundings {
  token: () => Promise<string>;
  openSocket: () => SocketLike;
  newPeer: (relays: RTCIceServer[]) => RTCPeerConnection;
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
    newPeer: (iceServers) => new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' }),
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
    shared: {}, otherCameras: [],
  };
  private readonly listeners = new Set<() => void>();
  private readonly connection: LiveConnection;
  private readonly views: Views;
  private readonly outcomes = new Map<string, (refusal: CommandRefusal | undefined) => void>();
  private publisher: Publisher | undefined;
  private subscriber: Subscriber | undefined;
  private speaker: ReturnType<typeof setTimeout> | undefined;
  private commands = 0;
  private left = false;
  private relays: RTCIceServer[] = [];
  private publishing = false;
  private playing: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly around: RoomSurroundings, language: 'ur' | 'vi' | 'en') {
    this.views = new Views((message) => this.connection.send(message));
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
    this.views.end();
    this.dropMedia();
    this.connection.end();
    this.closeAll();
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

  /** How high a received picture is shown, in pixels of the screen; 0 when it isn't. */
  shows = (participant: string, purpose: Purpose, height: number): void => this.views.show(participant, purpose, height);

  /** Asks which screen or window, and shares it with its sound until the person, or the browser's own button, stops it. */
  async shareScreen(): Promise<void> {
    await this.share('screen', await openScreen(this.around.media));
  }

  async sharePapers(deviceId: string): Promise<void> {
    await this.share('document', await openPapers(this.around.media, deviceId));
  }

  stopSharing(what: Share): void {
    const { [what]: stream, ...shared } = this.view.shared;
    if (!stream) return;
    closeDevices(stream);
    this.change({ shared });
    for (const purpose of purposesOf(what)) this.publisher?.remove(purpose);
    void this.publisher?.offer();
  }

  /** Looks again which cameras are plugged in. */
  async findCameras(): Promise<void> {
    this.change({ otherCameras: await otherCameras(this.around.media, this.view.own) });
  }

  private async share(what: Share, opened: OpenedDevices): Promise<void> {
    if (!opened.ok) {
      // Who closes the browser's question has changed their mind; that is no trouble.
      this.change({ shareTrouble: opened.trouble === 'refused' ? undefined : opened.trouble });
      return;
    }
    const { stream } = opened;
    if (this.left || !this.publisher || !this.inRoom()) {
      closeDevices(stream);
      return;
    }
    closeDevices(this.view.shared[what]);
    // The browser's own "stop sharing", or a plug that was pulled.
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (this.view.shared[what] === stream) this.stopSharing(what);
    });
    this.change({ shared: { ...this.view.shared, [what]: stream }, shareTrouble: undefined });
    this.addShare(this.publisher, what, stream);
    await this.publisher.offer();
  }

  /** Face and voice were taken before; what the bridge doesn't take is what was shared besides. */
  private async publishRefused(): Promise<void> {
    if (!(await this.publisher?.refused())) return;
    for (const what of Object.keys(this.view.shared)) this.stopSharing(what as Share);
  }

  private addShare(publisher: Publisher, what: Share, stream: MediaStream): void {
    const tracks = [...stream.getVideoTracks(), ...stream.getAudioTracks()];
    purposesOf(what).forEach((purpose, index) => {
      const track = tracks[index];
      if (track) publisher.add(purpose, track, stream);
    });
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
        this.relays = message.relays ? [message.relays] : [];
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
      case 'layers':
        void this.publisher?.setNeeded(message.source, message.rids);
        break;
      case 'speaker':
        this.change({ speaker: message.participant });
        break;
      case 'subscribe':
        if (this.subscriber && !this.subscriber.isFor(message)) {
          this.subscriber.close();
          this.subscriber = undefined;
        }
        if (!this.subscriber) {
          this.subscriber = new Subscriber(
            message,
            this.around.newPeer(this.relays),
            (answer) => this.connection.send(answer),
            (received) => this.change({ received }),
          );
          this.views.again();
        }
        void this.subscriber.offered(message);
        break;
      case 'outcome':
        this.outcomes.get(message.id)?.(message.ok ? undefined : (message.error ?? { code: 'TRY_AGAIN' }));
        break;
      case 'refused':
        if (message.error.code === 'MEDIA_GONE') {
          this.publisher?.close();
          this.publisher = undefined;
          this.takeOrLeaveSeat();
          break;
        }
        if (message.error.code === 'MEDIA_REFUSED' || message.error.code === 'NOT_ALLOWED') void this.publishRefused();
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
      this.closeAll();
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
    const publisher = new Publisher(this.around.newPeer(this.relays), (offer) => this.connection.send(offer));
    this.publisher = publisher;
    const [microphone] = own.getAudioTracks();
    const [camera] = own.getVideoTracks();
    if (microphone) publisher.add('microphone', microphone, own);
    if (camera) publisher.add('camera', camera, own);
    for (const [what, stream] of Object.entries(this.view.shared)) this.addShare(publisher, what as Share, stream);
    publisher.setSource('microphone', this.view.microphoneOn);
    publisher.setSource('camera', this.view.cameraOn);
    await publisher.setSending(this.maySend());
    await publisher.offer();
    await this.findCameras();
  }

  private closeAll(): void {
    const { own, shared } = this.view;
    for (const stream of [own, ...Object.values(shared)]) closeDevices(stream);
    if (own || Object.keys(shared).length > 0) this.change({ own: undefined, shared: {} });
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

/** The sources of a share: its picture, then the sound it may have. */
function purposesOf(what: Share): Purpose[] {
  return what === 'screen' ? ['screen', 'screen_sound'] : ['document'];
}
