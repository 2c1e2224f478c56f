import { describe, expect, it } from 'vitest';
import type { components } from '../../api/schema';
import { nextPlace, placesOf, previousPlace } from './timeline';

const view: components['schemas']['ArchiveView'] = {
  id: 'w', receptionId: 'r', code: 'PS-1', reason: 'x', viewer: 'x', viewerRole: 'INSPECTOR', openedAt: '2026-11-26T03:00:00Z', durationMillis: 60_000,
  seal: { verdict: 'INTACT', segments: 1 },
  copies: [
    { name: 'c.webm', kind: 'TRACK', mediaType: 'video/webm', track: 'p1/camera', person: 'An' },
    { name: 's.webm', kind: 'TRACK', mediaType: 'video/webm', track: 'p2/screen', person: 'Mai', startMillis: 20_000, durationMillis: 5000 },
  ],
  speech: [{ person: 'An', fromMillis: 9000, toMillis: 12_000 }],
  gaps: [{ track: 'p1/camera', fromMillis: 30_000, toMillis: 31_000, cause: 'loss' }],
  events: [{ atMillis: 0, type: 'start' }, { atMillis: 1, type: 'mediaConnected' }, { atMillis: 500, type: 'join', person: 'An', detail: 'CITIZEN' }],
  minutes: { paragraphs: [{ number: 1, text: 'What was said', writer: 'Mai', writtenAt: '2026-11-26T03:00:10Z', elapsedMillis: 10_000 }] },
};

describe('the places of a recording', () => {
  const places = placesOf(view, [{ id: '1', atMillis: 25_000, note: 'the map', shared: true, author: 'Hoa', mine: false, writtenAt: '2026-11-26T03:00:00Z' }]);

  it('stand in its order, without what only technicians read', () => {
    expect(places.map(({ kind, atMillis }) => [kind, atMillis])).toEqual([
      ['event', 0], ['event', 500], ['speech', 9000], ['paragraph', 10_000], ['exhibit', 20_000], ['bookmark', 25_000], ['gap', 30_000],
    ]);
    expect(places[6]).toMatchObject({ cause: 'loss', person: 'An' });
  });
  it('are reached one after the other, also while it plays', () => {
    expect(nextPlace(places, 9000)?.atMillis).toBe(10_000);
    expect(previousPlace(places, 10_400)?.atMillis).toBe(500);
    expect(previousPlace(places, 14_000)?.atMillis).toBe(10_000);
    expect(nextPlace(places, 59_000)).toBeUndefined();
  });
});
