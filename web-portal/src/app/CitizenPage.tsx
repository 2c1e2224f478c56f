import { useLocation } from 'react-router';
import { KioskPage } from '../features/kiosk/KioskPage';
import { CitizenSeat } from '../features/room/CitizenSeat';

/** The kiosk with the room inside it; two features that don't know each other meet here. Each link has a page of its own, with nothing left of the one before. */
export default function CitizenPage() {
  return <KioskPage key={useLocation().hash} seat={(waiting, onEnded) => <CitizenSeat waiting={waiting} onEnded={onEnded} />} />;
}
