import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromServer } from '../api/live';
import { LiveConnection, type SocketLike } from './liveConnection';

class TwinSocket implements SocketLike {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent<string>) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(text: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof text === 'string') this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  opens(): void {
    this.onopen?.(new Event('open'));
  }
  says(message: FromServer): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  breaks(): void {
    this.onclose?.(new CloseEvent('close'));
  }
}

const snapshot = {
  reception: 'r1', code: 'PS-20261126-YHA-1', state: 'READY', since: '2026-11-26T03:00:00Z', revision: 1, protected: false,
  matter: { type: 'PETITION', title: 'Road' }, participants: [], recorders: 0, actions: [],
} as const;
const welcome = { type: 'welcome', participant: 'p1', serverTime: '2026-11-26T03:00:00Z', snapshot } as unknown as FromServer;

describe('the live connection', () => {
  let sockets: TwinSocket[];
  let lines: string[];
  let connection: LiveConnection;
  const newest = () => sockets[sockets.length - 1]!;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    lines = [];
    let tokens = 0;
    connection = new LiveConnection(
      () => Promise.resolve(`token-${++tokens}`),
      'en',
      () => {
        const socket = new TwinSocket();
        sockets.push(socket);
        return socket;
      },
      { message: () => undefined, line: (line) => lines.push(line) },
    );
  });
  afterEach(() => vi.useRealTimers());

  const opened = async () => {
    await connection.start();
    newest().opens();
    newest().says(welcome);
  };

  it('says hello with a room token and is open after the welcome', async () => {
    await opened();
    expect(JSON.parse(newest().sent[0]!)).toEqual({ type: 'hello', token: 'token-1', language: 'en' });
    expect(lines).toEqual(['connecting', 'open']);
  });

  it('comes back with a fresh token after a break', async () => {
    await opened();
    newest().breaks();
    expect(lines.at(-1)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(500);
    newest().opens();
    newest().says(welcome);
    expect(sockets).toHaveLength(2);
    expect(newest().sent[0]).toContain('token-2');
    expect(lines.at(-1)).toBe('open');
  });

  it('waits longer between tries that fail, never more than five seconds', async () => {
    await opened();
    for (const millis of [500, 1000, 2000, 4000, 5000, 5000]) {
      newest().breaks();
      const before = sockets.length;
      await vi.advanceTimersByTimeAsync(millis - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  it('gives up a line that answers no ping', async () => {
    await opened();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sockets[0]!.closed).toBe(true);
    expect(lines).toContain('waiting');
  });

  it('says nothing that was asked for while the line was down', async () => {
    await opened();
    newest().breaks();
    expect(connection.send({ type: 'ping' })).toBe(false);
  });

  it('stays away after the reception was closed', async () => {
    await opened();
    newest().says({ type: 'bye', cause: 'CLOSED' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(lines.at(-1)).toBe('ended');
  });
});
