import { describe, expect, it } from 'vitest';
import { Patience } from './patience';

const line = (seconds: number) => ({ type: 'candidate-pair', id: 'CP1', nominated: true, currentRoundTripTime: seconds });
const unused = { type: 'candidate-pair', id: 'CP2', nominated: false, currentRoundTripTime: 9 };
const stream = (id: string, packetsReceived: number, packetsLost: number) => ({ type: 'inbound-rtp', id, packetsReceived, packetsLost });

describe('how long is waited for what was lost', () => {
  it('is not at all on a good line', () => {
    const patience = new Patience();
    expect(patience.next([line(0.25), stream('v', 1000, 0)])).toBe(0);
    expect(patience.next([line(0.25), stream('v', 2000, 4)])).toBe(0);
  });
  it('is known from the first report on', () => {
    expect(new Patience().next([line(0.25), stream('v', 1000, 10)])).toBe(310);
  });
  it('is a round trip and a little, and longer where what is sent again is lost as well', () => {
    const patience = new Patience();
    patience.next([line(0.25), unused, stream('v', 0, 0), stream('a', 0, 0)]);
    expect(patience.next([line(0.25), unused, stream('v', 740, 10), stream('a', 250, 0)])).toBe(310);
    expect(patience.next([line(0.25), unused, stream('v', 1400, 100), stream('a', 500, 0)])).toBe(410);
  });
  it('stays while the line loses, and half a minute longer', () => {
    const patience = new Patience();
    patience.next([line(0.1), stream('v', 0, 0)]);
    expect(patience.next([line(0.1), stream('v', 950, 50)])).toBe(260);
    expect(patience.next([line(0.1), stream('v', 1940, 60)])).toBe(260);
    for (let report = 1; report <= 5; report++) expect(patience.next([line(0.1), stream('v', 1940 + report * 1000, 60)])).toBe(260);
    expect(patience.next([line(0.1), stream('v', 7940, 60)])).toBe(0);
  });
  it('is never so long that people talk at the same time', () => {
    const patience = new Patience();
    patience.next([line(2), stream('v', 0, 0)]);
    expect(patience.next([line(2), stream('v', 500, 500)])).toBe(600);
  });
  it('is not upset by a count that falls, nor by streams that come and go', () => {
    const patience = new Patience();
    patience.next([line(0.1), stream('v', 100, 0)]);
    expect(patience.next([line(0.1), stream('v', 90, -2), stream('new', 500, 0)])).toBe(0);
    expect(patience.next([])).toBe(0);
  });
});
