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

/** The disk is spoken of when less is left than an hour of four people takes three times. */
const LITTLE_BYTES = 3_300_000_000;

/** Steps of ten seconds, then whole minutes: a sentence that changes every moment can't be read, nor heard. */
function lasting(seconds: number): [key: 'record.seconds' | 'record.minutes', n: number] {
  return seconds < 60 ? ['record.seconds', Math.max(10, Math.floor(seconds / 10) * 10)] : ['record.minutes', Math.floor(seconds / 60)];
}

/** Of whom something isn't recorded, as the recorder measured it; nothing while all is well. */
export function RecordTroubles({ view }: { view: RoomView }) {
  const { t } = useWords();
  const { recording, snapshot } = view;
  const troubles = recording?.troubles ?? [];
  const little = recording?.freeBytes !== undefined && recording.freeBytes < LITTLE_BYTES;
  if (recordState(view) !== 'recording' && recordState(view) !== 'protected') return null;
  return (
    <div className="record-troubles" role="status">
      {(troubles.length > 0 || little) && (
        <ul aria-label={t('record.troubles')}>
          {troubles.map(({ participant, source, code, seconds }) => {
            const [unit, n] = lasting(seconds);
            const name = snapshot?.participants.find(({ id }) => id === participant)?.name ?? participant;
            const picture = source === 'document' || source === 'screen' ? source : 'camera';
            return (
              <li key={`${participant} ${source} ${code}`}>
                <Icon name={code === 'NO_PICTURE' ? 'cameraOff' : code === 'LINK_DOWN' ? 'island' : 'microphoneOff'} />
                <span>{t(code === 'NO_PICTURE' ? `record.NO_PICTURE.${picture}` : `record.${code}`, { name, time: t(unit, { n }) })}</span>
              </li>
            );
          })}
          {little && (
            <li>
              <Icon name="recording" />
              <span>{t('record.disk', { n: Math.floor((recording.freeBytes ?? 0) / 100_000_000) / 10 })}</span>
            </li>
          )}
        </ul>
      )}
    </div>
  );
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
