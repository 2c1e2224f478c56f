import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { CommandRefusal } from '../../api/live';
import { hands } from '../../call/stage';
import type { RoomView } from '../../call/room';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Controls } from './Controls';
import { togglePapers } from './PapersButton';
import { Desk } from './Desk';
import { RecordBar, RecordTroubles } from './RecordBar';
import './room.css';
import { Stage } from './Stage';
import { useRoom } from './useRoom';
import { useRoomKeys } from './useRoomKeys';

/** The live room of an official: stage and desk. */
export default function RoomPage() {
  const { receptionId = '' } = useParams();
  const { t } = useWords();
  const navigate = useNavigate();
  const { room, view } = useRoom(receptionId);
  const { snapshot } = view;
  const may = (action: NonNullable<typeof snapshot>['actions'][number]) => snapshot?.actions.includes(action) ?? false;
  useTitle(t('room.title'), snapshot?.code);
  useRoomKeys({
    m: () => room.setMicrophone(!view.microphoneOn),
    v: () => room.setCamera(!view.cameraOn),
    h: () => void room.command(ownHand(view) ? 'lowerHand' : 'raiseHand'),
    p: () => togglePapers(room, view),
    g: () => {
      const first = snapshot && hands(snapshot)[0];
      if (first && may('giveFloor')) void room.command('giveFloor', first.id);
    },
  });
  const actsFor = (participant: string) => {
    const seat = snapshot?.participants.find((one) => one.id === participant);
    if (!seat || !(may('mute') || may('return'))) return undefined;
    return <PersonActs view={view} participant={participant} onCommand={(action) => void room.command(action, participant)} />;
  };
  return (
    <div className="room">
      <div>
        <RecordBar view={view} citizen={false} />
        <RecordTroubles view={view} />
      </div>
      <div className="room-floor">
        <Stage view={view} onShown={room.shows} actsFor={actsFor} />
        <Desk room={room} view={view} receptionId={receptionId} />
      </div>
      <div>
        <RoomNotices view={view} onRetry={() => room.retryDevices()} />
        <Controls room={room} view={view} onConclude={() => void navigate(`/room/${receptionId}/conclude`)} />
      </div>
    </div>
  );
}

/** Mute and return to waiting sit on the person, never in the bar. */
function PersonActs({ view, participant, onCommand }: { view: RoomView; participant: string; onCommand: (action: 'mute' | 'unmute' | 'return') => void }) {
  const { t } = useWords();
  const seat = view.snapshot?.participants.find((one) => one.id === participant);
  if (!seat) return null;
  return (
    <details className="person-acts">
      <summary aria-label={t('room.actsFor', { name: seat.name })}>…</summary>
      <div className="acts">
        {view.snapshot?.actions.includes('mute') && (
          <Button small onClick={() => onCommand(seat.muted ? 'unmute' : 'mute')}>{t(seat.muted ? 'room.unmute' : 'room.mute')}</Button>
        )}
        {view.snapshot?.actions.includes('return') && (
          <Button small onClick={() => onCommand('return')}>{t('room.backToWaiting')}</Button>
        )}
      </div>
    </details>
  );
}

/** Why there is no recorder is worth a sentence of its own. */
function refusalWord({ code, detail }: CommandRefusal): CommandRefusal['code'] | 'NO_SPACE' | 'FAILED' {
  return code === 'NO_RECORDER' && (detail === 'NO_SPACE' || detail === 'FAILED') ? detail : code;
}

/** What needs a person: no camera, a refusal, the end. Stays until it is solved. */
export function RoomNotices({ view, onRetry }: { view: RoomView; onRetry: () => void }) {
  const { t } = useWords();
  return (
    <>
      {view.trouble && (
        <Notice kind="due">
          {t(`devices.${view.trouble}`)} <Button small onClick={onRetry}>{t('devices.retry')}</Button>
        </Notice>
      )}
      {view.refusal && (
        <Notice kind="due">
          {t(`refusal.${refusalWord(view.refusal)}`, { role: view.refusal.role ? t(`role.${view.refusal.role}` as 'role.CHAIR') : '' })}
        </Notice>
      )}
      {view.shareTrouble && <Notice kind="due">{t(`devices.${view.shareTrouble}`)}</Notice>}
      {view.line === 'waiting' && <Notice kind="info">{t('room.lineLost')}</Notice>}
      {view.ended && <Notice kind="info">{t(`room.ended.${view.ended}`)}</Notice>}
    </>
  );
}

export function ownHand(view: RoomView): boolean {
  return view.snapshot?.participants.find((seat) => seat.id === view.participant)?.handSince !== undefined;
}

function useTitle(title: string, code: string | undefined): void {
  const [product] = useState('Kachehri');
  useEffect(() => {
    document.title = [code, title, product].filter(Boolean).join(' – ');
  }, [title, code, product]);
}
