import { useWords } from '../../i18n/words';
import type { RoomView } from '../../call/room';
import { Icon, type IconName } from '../../ui/Icon';
import { useElapsed } from './elapsed';

export type RecordState = 'recording' | 'paused' | 'offRecord' | 'island' | 'protected' | 'closing' | 'notYet';

const ICONS: Record<RecordState, IconName> = {
  recording: 'recording', paused: 'pause', offRecord: 'offRecord', island: 'island', protected: 'shield', closing: 'seal', notYet: 'waiting',
};

/** What the bar, the frame and the sentence say together; taken from the server, never guessed here. */
export function recordState(view: RoomView): RecordState {
  const { snapshot } = view;
  if (!snapshot || view.line !== 'open') return view.line === 'waiting' ? 'island' : 'notYet';
  switch (snapshot.state) {
    case 'LIVE':
      if (snapshot.offRecord) return 'offRecord';
      return snapshot.protected ? 'protected' : 'recording';
    case 'PAUSED':
    case 'INTERRUPTED':
      return 'paused';
    case 'CLOSING':
    case 'MINUTES_PENDING':
    case 'CONCLUDED':
    case 'ARCHIVED':
      return 'closing';
    case 'CHECK_IN':
    case 'READY':
      return 'notYet';
  }
}

/** The frame of the stage that repeats the state. */
export function frameOf(state: RecordState, healthy: boolean): string | undefined {
  if (state === 'paused' || (state === 'recording' && !healthy)) return 'amber';
  if (state === 'offRecord') return 'dashed';
  if (state === 'island') return 'blue';
  return state === 'protected' ? 'violet' : undefined;
}

/** The bar on top that is never hidden: state, what is sealed, the matter, the time. */
export function RecordBar({ view, citizen }: { view: RoomView; citizen: boolean }) {
  const { t, format } = useWords();
  const state = recordState(view);
  const { snapshot, recording } = view;
  const elapsed = useElapsed(snapshot?.startedAt, view.clockOffsetMillis);
  return (
    <header className="room-bar">
      <div
        className="state"
        data-state={state}
        role={state === 'island' || state === 'offRecord' ? 'alert' : 'status'}
      >
        <Icon name={ICONS[state]} />
        {t(`room.state.${state}`)}
      </div>
      <div className="sealed">
        {state === 'recording' && recording?.sealedUpTo && !citizen && (
          <span>
            {t('room.sealedUpTo', { time: format.time(recording.sealedUpTo, true) })} ·{' '}
            {recording.recorders === 1 ? t('room.recordersOne') : t('room.recorders', { n: recording.recorders })}
          </span>
        )}
        {state === 'recording' && recording && !recording.healthy && <span>{t('room.recorderWeak')}</span>}
        {state !== 'recording' && (
          <span>
            {t(`room.sentence.${state}`)}
            {snapshot?.reason && (state === 'paused' || state === 'offRecord') && (
              <>
                {' '}
                <bdi>{snapshot.reason}</bdi>
              </>
            )}
          </span>
        )}
        {citizen && snapshot?.number !== undefined && <span>{t('kiosk.yourNumber')} <b>{snapshot.number}</b></span>}
      </div>
      {!citizen && snapshot && (
        <div className="matter">
          <span>
            <b>
              <bdi>{snapshot.matter.title}</bdi>
            </b>
            <small>
              <bdi className="code">{snapshot.code}</bdi>
              {snapshot.number !== undefined && <> · {t('room.queueNumber', { n: snapshot.number })}</>}
            </small>
          </span>
        </div>
      )}
      {elapsed && (
        <div className="elapsed">
          <bdi className="code">{elapsed}</bdi>
          {!citizen && snapshot?.plannedMinutes && <small>{t('room.planned', { n: snapshot.plannedMinutes })}</small>}
        </div>
      )}
    </header>
  );
}
