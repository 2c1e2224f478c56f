import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Status } from '../../ui/Status';

type Schemas = components['schemas'];
export type Act = Schemas['QueueMove']['kind'];

interface TurnListProps {
  title: string;
  turns: Schemas['Turn'][];
  /** The first is a button of its own; the others open with it. */
  acts: Act[];
  busy: boolean;
  onAct: (turn: Schemas['Turn'], kind: Act) => void;
}

/** Some of those who are here today; nothing when there is nobody. */
export function TurnList({ title, turns, acts, busy, onAct }: TurnListProps) {
  const { t, format } = useWords();
  if (turns.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table className="list">
        <thead>
          <tr><th>{t('today.number')}</th><th>{t('today.person')}</th><th>{t('today.matter')}</th><th>{t('queue.place')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
        </thead>
        <tbody>
          {turns.map((turn) => (
            <tr key={turn.visit.id}>
              <td className="brief" data-label={t('today.number')}>{turn.visit.number !== undefined && <b>{turn.visit.number}</b>}</td>
              <td><b><bdi>{turn.visit.person}</bdi></b>{turn.visit.protected && <small>{t('today.separate')}</small>}</td>
              <td>{t(`type.${turn.visit.type}`)}</td>
              <td>
                <Place turn={turn} />
                {turn.calledAt && turn.room !== undefined && <small>{t('queue.calledTo', { room: turn.room, time: format.time(turn.calledAt) })}</small>}
              </td>
              <td>
                <div className="queue-acts">
                  {acts.filter((kind) => fits(kind, turn)).map((kind, index) => (
                    <Button key={kind} small {...(index === 0 ? {} : { kind: 'text' as const })} disabled={busy} onClick={() => onAct(turn, kind)}>{t(`queue.move.${kind}`)}</Button>
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Who is first is put back in turn, the others are put first. */
function fits(kind: Act, turn: Schemas['Turn']): boolean {
  if (kind === 'PUT_FIRST') return turn.first === undefined;
  if (kind === 'IN_TURN') return turn.first !== undefined;
  return true;
}

function Place({ turn }: { turn: Schemas['Turn'] }) {
  const { t, format } = useWords();
  const at = { time: format.time(turn.appointmentAt ?? turn.queuedAt) };
  switch (turn.why) {
    case 'APPOINTMENT_DUE': return <Status shape="due">{t('queue.why.APPOINTMENT_DUE', at)}</Status>;
    case 'BEFORE_APPOINTMENT': return <Status shape="hold">{t('queue.why.BEFORE_APPOINTMENT', at)}</Status>;
    case 'FIRST': return <Status shape="here">{t(`queue.ground.${turn.first ?? 'OTHER'}`)}</Status>;
    default: return <>{t('queue.why.IN_TURN', { time: format.time(turn.queuedAt) })}</>;
  }
}
