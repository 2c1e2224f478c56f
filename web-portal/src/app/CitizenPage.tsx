import { KioskPage } from '../features/kiosk/KioskPage';
import { CitizenSeat } from '../features/room/CitizenSeat';

/** The kiosk with the room inside it; two features that don't know each other meet here. */
export default function CitizenPage() {
  return <KioskPage seat={(waiting, onEnded) => <CitizenSeat waiting={waiting} onEnded={onEnded} />} />;
}
