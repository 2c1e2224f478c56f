import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchLine } from './lineWatch';

class TwinPeer extends EventTarget {
  iceConnectionState: RTCIceConnectionState = 'new';
  becomes(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
}

describe('the watch over a line', () => {
  let peer: TwinPeer;
  let restarts: number;
  let end: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    peer = new TwinPeer();
    restarts = 0;
    end = watchLine(peer as unknown as RTCPeerConnection, () => restarts++);
  });
  afterEach(() => vi.useRealTimers());

  it('leaves a line alone that comes up', () => {
    peer.becomes('checking');
    peer.becomes('connected');
    vi.advanceTimersByTime(60_000);
    expect(restarts).toBe(0);
  });

  it('restarts at once when the line is lost, and again until it is back', () => {
    peer.becomes('connected');
    peer.becomes('disconnected');
    expect(restarts).toBe(1);
    peer.becomes('checking');
    peer.becomes('failed');
    expect(restarts).toBe(1);
    vi.advanceTimersByTime(6000);
    expect(restarts).toBe(3);
    peer.becomes('connected');
    vi.advanceTimersByTime(60_000);
    expect(restarts).toBe(3);
  });

  it('stops with its connection', () => {
    peer.becomes('failed');
    end();
    peer.becomes('failed');
    vi.advanceTimersByTime(60_000);
    expect(restarts).toBe(1);
  });
});
