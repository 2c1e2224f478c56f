import { useEffect, type ReactNode } from 'react';
import { CitizenRoom } from './CitizenRoom';
import { useRoom } from './useRoom';

interface CitizenSeatProps {
  /** What is shown until the chair admits the citizen, and again after a return to waiting. */
  waiting: (callForHelp: () => void) => ReactNode;
  onEnded: () => void;
}

/** A kiosk connected to its reception: the waiting page outside, the citizen's room inside. */
export function CitizenSeat({ waiting, onEnded }: CitizenSeatProps) {
  const { room, view } = useRoom(undefined);
  const seat = view.snapshot?.participants.find((one) => one.id === view.participant);
  useEffect(() => {
    if (view.ended === 'CLOSED') onEnded();
  }, [view.ended, onEnded]);
  if (seat?.place === 'ROOM') return <CitizenRoom room={room} view={view} />;
  return waiting(() => void room.command('callForHelp'));
}
