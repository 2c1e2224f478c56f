import { useEffect, useState, useSyncExternalStore } from 'react';
import { liveToken } from '../../api/client';
import { browserSurroundings, Room, type RoomView } from '../../call/room';
import { useWords } from '../../i18n/words';

/** Joins a reception for as long as the component is shown. `receptionId` is absent for a kiosk: its cookie says which. */
export function useRoom(receptionId: string | undefined): { room: Room; view: RoomView } {
  const { language } = useWords();
  const [room] = useState(
    () => new Room(browserSurroundings(async () => (await liveToken(receptionId)).token), language),
  );
  useEffect(() => {
    void room.join();
    const leave = () => room.leave();
    // A closed tab must release camera and seat at once; React doesn't unmount it.
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [room]);
  const view = useSyncExternalStore(room.subscribe, () => room.view);
  return { room, view };
}
