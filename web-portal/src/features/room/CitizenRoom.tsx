import type { Room, RoomView } from '../../call/room';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { RecordBar } from './RecordBar';
import './room.css';
import { PapersButton } from './PapersButton';
import { ownHand, RoomNotices } from './RoomPage';
import { Stage } from './Stage';

/** The citizen's screen: one large face, own picture small, three buttons, and one for papers where the point has a camera above them. Muting oneself is for staff. */
export function CitizenRoom({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useWords();
  const raised = ownHand(view);
  return (
    <div className="room citizen">
      <RecordBar view={view} citizen />
      <Stage view={view} onShown={room.shows} />
      <div>
        <RoomNotices view={view} onRetry={() => room.retryDevices()} />
        <footer className="room-controls" aria-label={t('room.controls')}>
          <Button kind="primary" aria-pressed={raised} onClick={() => void room.command(raised ? 'lowerHand' : 'raiseHand')}>
            <Icon name="hand" />
            {t(raised ? 'citizen.handIsUp' : 'citizen.wantToSpeak')}
          </Button>
          <Button onClick={() => void room.command('callForHelp', undefined, 'sound')}>
            <Icon name="soundOff" />
            {t('citizen.cantHear')}
          </Button>
          <Button onClick={() => void room.command('callForHelp')}>
            <Icon name="help" />
            {t('citizen.callStaff')}
          </Button>
          <PapersButton room={room} view={view} />
        </footer>
      </div>
    </div>
  );
}
