import type { Snapshot } from '../api/live';

/** A change of speaker waits this long, so that a cough doesn't move the picture under a finger. */
export const SPEAKER_DELAY_MILLIS = 1500;

type Seats = Pick<Snapshot, 'floor' | 'participants'>;

/** Who is large: the one who has the floor; if nobody, the citizen; never oneself. */
export function largeFor(snapshot: Seats, self: string): string | undefined {
  const inRoom = snapshot.participants.filter((participant) => participant.place === 'ROOM' && participant.id !== self);
  const floor = inRoom.find((participant) => participant.id === snapshot.floor);
  const citizen = inRoom.find((participant) => participant.role === 'CITIZEN');
  const chair = inRoom.find((participant) => participant.role === 'CHAIR');
  return (floor ?? citizen ?? chair ?? inRoom[0])?.id;
}

/** The small tiles below: the other points, oneself last. */
export function smallFor(snapshot: Seats, self: string, large: string | undefined): string[] {
  const others = snapshot.participants
    .filter((participant) => participant.place === 'ROOM' && participant.id !== large && participant.id !== self)
    .map((participant) => participant.id);
  const me = snapshot.participants.some((participant) => participant.id === self && participant.place === 'ROOM');
  return me && self !== large ? [...others, self] : others;
}

/** A screen or papers on the stage. */
export interface Exhibit {
  participant: string;
  purpose: 'screen' | 'document';
}

/**
 * What is looked at together, the large one first: papers under a camera before a screen, because papers are held up for a moment and a
 * screen stays. One's own screen isn't shown to oneself: it would show itself, and itself in itself.
 */
export function exhibits(received: { participant: string; purpose: string }[], ownPapers: string | undefined): Exhibit[] {
  const of = (purpose: Exhibit['purpose']) =>
    received.filter((one) => one.purpose === purpose).map(({ participant }) => ({ participant, purpose }));
  const own: Exhibit[] = ownPapers ? [{ participant: ownPapers, purpose: 'document' }] : [];
  return [...of('document'), ...own, ...of('screen')];
}

/** Hands in the order in which they went up. */
export function hands(snapshot: Pick<Snapshot, 'participants'>): Snapshot['participants'] {
  return snapshot.participants
    .filter((participant) => participant.place === 'ROOM' && participant.handSince)
    .sort((a, b) => (a.handSince ?? '').localeCompare(b.handSince ?? ''));
}
