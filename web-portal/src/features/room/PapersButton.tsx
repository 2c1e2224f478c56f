import { useState } from 'react';
import type { Room, RoomView } from '../../call/room';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';

/** Shows papers with the only other camera, or puts them away; of several cameras the button asks which. */
export function togglePapers(room: Room, view: RoomView): void {
  const [camera, ...more] = view.otherCameras;
  if (view.shared.document) room.stopSharing('document');
  else if (camera && more.length === 0 && view.snapshot?.actions.includes('shareDocument')) void room.sharePapers(camera.deviceId);
}

/** Papers under a second camera. Not drawn where there is none, or where they may not be shown. */
export function PapersButton({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const shown = view.shared.document !== undefined;
  if (!shown && !(view.snapshot?.actions.includes('shareDocument') && view.otherCameras.length > 0)) return null;
  const pressed = () => {
    if (!shown && view.otherCameras.length > 1) setAsking(true);
    else togglePapers(room, view);
  };
  return (
    <>
      <Button aria-pressed={shown} onClick={pressed}>
        <Icon name="paper" />
        {t(shown ? 'room.putPapersAway' : 'room.showPapers')}
      </Button>
      {asking && (
        <Dialog title={t('room.whichCamera')} onClose={() => setAsking(false)}>
          <div className="room-question">
            {view.otherCameras.map(({ deviceId, label }, index) => (
              <Button
                key={deviceId}
                onClick={() => {
                  setAsking(false);
                  void room.sharePapers(deviceId);
                }}
              >
                <bdi>{label || t('room.cameraNumber', { n: index + 1 })}</bdi>
              </Button>
            ))}
            <Button kind="text" onClick={() => setAsking(false)}>{t('ui.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
