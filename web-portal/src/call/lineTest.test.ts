import { describe, expect, it } from 'vitest';
import { figuresOf, type Stat } from './lineTest';

const up = (sent: number, lost: number): Stat[] => [
  { type: 'outbound-rtp', id: 'o', timestamp: 0, packetsSent: sent },
  { type: 'remote-inbound-rtp', id: 'r', timestamp: 0, packetsLost: lost, roundTripTime: 0.05 },
  { type: 'candidate-pair', id: 'c', timestamp: 0, currentRoundTripTime: 0.08, availableOutgoingBitrate: 612_345.6 },
];
const down = (at: number, received: number, lost: number, frozenSeconds?: number): Stat[] => [
  { type: 'inbound-rtp', id: 'v', kind: 'video', timestamp: at, packetsReceived: received, packetsLost: lost, jitter: 0.012, ...(frozenSeconds === undefined ? {} : { totalFreezesDuration: frozenSeconds }) },
  { type: 'inbound-rtp', id: 'a', kind: 'audio', timestamp: at, packetsReceived: 10, packetsLost: 0, jitter: 0.004 },
];

describe('the figures of a line test', () => {
  it('are what happened between two reports, the worse direction counting', () => {
    expect(figuresOf(up(100, 1), down(1000, 50, 0, 0.5), up(300, 5), down(7000, 230, 20, 1.1))).toEqual({
      loss: 0.1, roundTripMillis: 80, jitterMillis: 12, estimateBitsPerSecond: 612_346, frozen: expect.closeTo(0.1, 6) as number,
    });
    expect(figuresOf(up(100, 0), down(1000, 50, 0), up(200, 30), down(7000, 150, 0))?.loss).toBeCloseTo(0.3, 6);
  });

  it('leave out what the browser does not measure', () => {
    expect(figuresOf(up(0, 0), down(1000, 0, 0), up(100, 0), down(7000, 100, 0))).not.toHaveProperty('frozen');
  });

  it('are none where nothing came back or no way was found', () => {
    expect(figuresOf(up(0, 0), down(1000, 50, 0), up(100, 0), down(7000, 50, 0))).toBeUndefined();
    expect(figuresOf([], down(1000, 0, 0), [], down(7000, 100, 0))).toBeUndefined();
  });

  it('never tell less than nothing lost: browsers take back what came late', () => {
    expect(figuresOf(up(0, 4), down(1000, 0, 9), up(100, 2), down(7000, 100, 3))?.loss).toBe(0);
  });
});
