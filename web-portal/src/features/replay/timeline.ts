import type { components } from '../../api/schema';

type View = components['schemas']['ArchiveView'];
type Bookmark = components['schemas']['Bookmark'];

/** Events that tell a viewer something; the others are for technicians, and stay in the package. */
export const EVENTS = [
  'start', 'pause', 'resume', 'close', 'offRecord', 'onRecord', 'join', 'leave', 'lost', 'reconnect', 'admit', 'return', 'handRaised', 'floor', 'floorTaken',
  'mute', 'unmute', 'help', 'noticeAcknowledged', 'recorderLost',
] as const;
export type EventType = (typeof EVENTS)[number];

/** A place in the recording that one can jump to. */
export type Place = { key: string; atMillis: number } & (
  | { kind: 'event'; type: EventType; person?: string; detail?: string }
  | { kind: 'speech'; person: string; toMillis: number }
  | { kind: 'paragraph'; number: number; text: string }
  | { kind: 'exhibit'; what: 'screen' | 'document'; person?: string; toMillis: number }
  | { kind: 'gap'; cause: string; person?: string; toMillis: number }
  | { kind: 'bookmark'; note: string; author?: string }
);
export type PlaceKind = Place['kind'];
export const KINDS: readonly PlaceKind[] = ['paragraph', 'speech', 'event', 'exhibit', 'gap', 'bookmark'];

/** What a track shows when it isn't a face: papers under a document camera, or a screen. */
export function exhibitOf(track: string | undefined): 'screen' | 'document' | undefined {
  const purpose = track?.split('/')[1]?.split(/[#~]/)[0];
  return purpose === 'screen' || purpose === 'document' ? purpose : undefined;
}

/** Everything one can jump to, in the recording's order. */
export function placesOf(view: View, bookmarks: readonly Bookmark[]): Place[] {
  const places: Place[] = [];
  view.events.forEach((event, index) => {
    const type = EVENTS.find((known) => known === event.type);
    if (type) places.push({ key: `e${index}`, kind: 'event', atMillis: event.atMillis, type, ...(event.person ? { person: event.person } : {}), ...(event.detail && type !== 'join' ? { detail: event.detail } : {}) });
  });
  view.speech.forEach((turn, index) => places.push({ key: `s${index}`, kind: 'speech', atMillis: turn.fromMillis, toMillis: turn.toMillis, person: turn.person }));
  for (const paragraph of view.minutes.paragraphs) {
    places.push({ key: `p${paragraph.number}`, kind: 'paragraph', atMillis: paragraph.elapsedMillis ?? 0, number: paragraph.number, text: paragraph.text });
  }
  for (const copy of view.copies) {
    const what = exhibitOf(copy.track);
    const atMillis = copy.startMillis ?? 0;
    if (what) places.push({ key: `x${copy.name}`, kind: 'exhibit', atMillis, toMillis: atMillis + (copy.durationMillis ?? 0), what, ...(copy.person ? { person: copy.person } : {}) });
  }
  view.gaps.forEach((gap, index) => {
    const person = view.copies.find((copy) => copy.track !== undefined && copy.track === gap.track)?.person;
    places.push({ key: `g${index}`, kind: 'gap', atMillis: gap.fromMillis, toMillis: gap.toMillis, cause: gap.cause, ...(person ? { person } : {}) });
  });
  for (const bookmark of bookmarks) {
    places.push({ key: `b${bookmark.id}`, kind: 'bookmark', atMillis: bookmark.atMillis, note: bookmark.note, ...(bookmark.mine ? {} : { author: bookmark.author }) });
  }
  return places.sort((a, b) => a.atMillis - b.atMillis || a.key.localeCompare(b.key));
}

/** So near before a place, "the one before" means the one before it: else the key would never leave it while playing. */
const JUST_JUMPED_MILLIS = 1500;

export function nextPlace(places: readonly Place[], atMillis: number): Place | undefined {
  return places.find((place) => place.atMillis > atMillis + 50);
}

export function previousPlace(places: readonly Place[], atMillis: number): Place | undefined {
  return places.findLast((place) => place.atMillis < atMillis - JUST_JUMPED_MILLIS);
}
