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

/** Hands in the order in which they went up. */
export function hands(snapshot: Pick<Snapshot, 'participants'>): Snapshot['participants'] {
  return snapshot.participants
    .filter((participant) => participant.place === 'ROOM' && participant.handSince)
    .sort((a, b) => (a.handSince ?? '').localeCompare(b.handSince ?? ''));
}
