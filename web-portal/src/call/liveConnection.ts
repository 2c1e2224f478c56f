import type { FromClient, FromServer } from '../api/live';

/** What the live connection tells its owner. */
export interface LiveListener {
  message(message: FromServer): void;
  /** `waiting`: the line is gone and the next try is scheduled; the seat is kept for five minutes. */
  line(state: 'connecting' | 'open' | 'waiting' | 'ended'): void;
}

/** The part of a WebSocket that is used here, so that tests can hand in a twin. */
export type SocketLike = Pick<WebSocket, 'send' | 'close'> & {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
};

export const SUBPROTOCOL = 'kachehri.v1';

/** 0.5 s, 1 s, 2 s, 4 s, then every 5 s: a short break heals before anyone asks, a long one costs twelve tries a minute. */
const RETRY_MILLIS = [500, 1000, 2000, 4000, 5000];

/** The server answers a ping at once; two missed pings are a dead line, well inside the five minutes of the seat. */
const PING_MILLIS = 5000;

/**
 * One WebSocket to `/live` that comes back by itself. Every try asks for a fresh room token (they are good for one minute, once),
 * says `hello`, and leaves it to the server to put the participant back on the kept seat.
 */
export class LiveConnection {
  private socket: SocketLike | undefined;
  private failures = 0;
  private unanswered = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ping: ReturnType<typeof setInterval> | undefined;
  private ended = false;

  constructor(
    private readonly token: () => Promise<string>,
    private readonly language: 'ur' | 'vi' | 'en',
    private readonly open: () => SocketLike,
    private readonly listener: LiveListener,
  ) {}

  async start(): Promise<void> {
    this.listener.line('connecting');
    let token: string;
    try {
      token = await this.token();
    } catch {
      this.tryAgain();
      return;
    }
    if (this.ended) return;
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      this.unanswered = 0;
      socket.send(JSON.stringify({ type: 'hello', token, language: this.language } satisfies FromClient));
      this.ping = setInterval(() => this.checkLine(), PING_MILLIS);
    };
    socket.onmessage = (event) => this.received(event.data);
    socket.onclose = () => {
      if (this.socket === socket) this.lost();
    };
  }

  /** Sends now, or not at all: what was true a minute ago must not be said after a reconnect. */
  send(message: FromClient): boolean {
    if (!this.socket || this.failures > 0) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.retry);
    clearInterval(this.ping);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.listener.line('ended');
  }

  private received(text: string): void {
    const message = JSON.parse(text) as FromServer;
    this.unanswered = 0;
    if (message.type === 'pong') return;
    if (message.type === 'welcome') {
      this.failures = 0;
      this.listener.line('open');
    }
    this.listener.message(message);
    if (message.type === 'bye' && message.cause !== 'SERVER_STOPS') this.end();
  }

  private checkLine(): void {
    if (this.unanswered >= 2) {
      this.socket?.close();
      this.lost();
      return;
    }
    this.unanswered++;
    this.socket?.send(JSON.stringify({ type: 'ping' } satisfies FromClient));
  }

  private lost(): void {
    clearInterval(this.ping);
    this.socket = undefined;
    this.tryAgain();
  }

  private tryAgain(): void {
    if (this.ended) return;
    this.listener.line('waiting');
    const millis = RETRY_MILLIS[Math.min(this.failures, RETRY_MILLIS.length - 1)];
    this.failures++;
    this.retry = setTimeout(() => void this.start(), millis);
  }
}
