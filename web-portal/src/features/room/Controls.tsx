import { useState } from 'react';
import type { Room, RoomView } from '../../call/room';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { PapersButton } from './PapersButton';
import { ownHand } from './RoomPage';

type Asked = 'pause' | 'offRecord' | 'close';

/** The bar below: what I do with myself at the start, what I do to the reception at the end, a wide gap between. */
export function Controls({ room, view, onConclude }: { room: Room; view: RoomView; onConclude: () => void }) {
  const { t } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const may = (action: string) => view.snapshot?.actions.some((allowed) => allowed === action) ?? false;
  const raised = ownHand(view);
  return (
    <footer className="room-controls" aria-label={t('room.controls')} tabIndex={-1}>
      <Button aria-pressed={view.microphoneOn} onClick={() => room.setMicrophone(!view.microphoneOn)}>
        <Icon name={view.microphoneOn ? 'microphone' : 'microphoneOff'} />
        {t(view.microphoneOn ? 'room.microphoneOn' : 'room.microphoneOff')}
      </Button>
      <Button aria-pressed={view.cameraOn} onClick={() => room.setCamera(!view.cameraOn)}>
        <Icon name={view.cameraOn ? 'camera' : 'cameraOff'} />
        {t(view.cameraOn ? 'room.cameraOn' : 'room.cameraOff')}
      </Button>
      <PapersButton room={room} view={view} />
      {(view.shared.screen ?? may('shareScreen')) && (
        <Button
          aria-pressed={view.shared.screen !== undefined}
          onClick={() => (view.shared.screen ? room.stopSharing('screen') : void room.shareScreen())}
        >
          <Icon name="screen" />
          {t(view.shared.screen ? 'room.stopScreen' : 'room.shareScreen')}
        </Button>
      )}
      {(may('raiseHand') || may('lowerHand')) && (
        <Button aria-pressed={raised} onClick={() => void room.command(raised ? 'lowerHand' : 'raiseHand')}>
          <Icon name="hand" />
          {t(raised ? 'room.lowerHand' : 'room.raiseHand')}
        </Button>
      )}
      {may('callForHelp') && (
        <Button onClick={() => void room.command('callForHelp')}>
          <Icon name="help" />
          {t('room.callTechnician')}
        </Button>
      )}
      <span className="gap" />
      {may('start') && (
        <Button kind="primary" onClick={() => void room.command('start')}>
          <Icon name="recording" />
          {t('room.start')}
        </Button>
      )}
      {may('pause') && (
        <Button onClick={() => setAsked('pause')}>
          <Icon name="pause" />
          {t('room.pause')}
        </Button>
      )}
      {may('resume') && (
        <Button kind="primary" onClick={() => void room.command('resume')}>
          {t('room.resume')}
        </Button>
      )}
      {may('offRecord') && (
        <Button onClick={() => setAsked('offRecord')}>
          <Icon name="offRecord" />
          {t('room.offRecord')}
        </Button>
      )}
      {may('onRecord') && (
        <Button kind="primary" onClick={() => void room.command('onRecord')}>
          {t('room.onRecord')}
        </Button>
      )}
      {may('close') && (
        <Button kind="stop" onClick={() => setAsked('close')}>
          {t('room.close')}
        </Button>
      )}
      {may('conclude') && (
        <Button kind="primary" onClick={onConclude}>
          {t('room.conclude')}
        </Button>
      )}
      {asked && (
        <ReasonDialog
          asked={asked}
          onCancel={() => setAsked(undefined)}
          onReason={(reason) => {
            setAsked(undefined);
            void room.command(asked, undefined, reason);
          }}
        />
      )}
    </footer>
  );
}

/** A pause and an off-record order want a reason before they happen; closing wants a second thought. */
function ReasonDialog({ asked, onCancel, onReason }: { asked: Asked; onCancel: () => void; onReason: (reason: string | undefined) => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const needed = asked !== 'close';
  return (
    <Dialog title={t(`room.ask.${asked}`)} onClose={onCancel}>
      <form
        className="room-question"
        onSubmit={(event) => {
          event.preventDefault();
          if (!needed || reason.trim() !== '') onReason(reason.trim() === '' ? undefined : reason.trim());
        }}
      >
        <p>{t(`room.askWhy.${asked}`)}</p>
        {needed && (
          <>
            <label htmlFor="reason">{t('room.reason')}</label>
            <input id="reason" dir="auto" maxLength={500} required value={reason} onChange={(event) => setReason(event.target.value)} />
          </>
        )}
        <Button kind={asked === 'close' ? 'stop' : 'primary'} type="submit">{t(`room.do.${asked}`)}</Button>
        <Button kind="text" onClick={onCancel}>{t('ui.cancel')}</Button>
      </form>
    </Dialog>
  );
}
