import { useState } from 'react';
import { callNext, moveVisit, points, queue } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import { MoveDialog } from './MoveDialog';
import { TurnList, type Act } from './TurnList';
import './queue.css';

type Schemas = components['schemas'];

/** Others call, too, and citizens arrive. */
const FRESH_MILLIS = 4000;

/** The desk: one big button for whose turn it is, and everybody with the reason for their place. */
export default function QueuePage() {
  const { t } = useWords();
  const desk = useLoaded(queue, [], FRESH_MILLIS);
  const known = useLoaded(points, []);
  const [room, setRoom] = useState<string>();
  const [asked, setAsked] = useState<{ turn: Schemas['Turn']; kind: Act }>();
  const [link, setLink] = useState<Schemas['KioskLink']>();
  const { busy, refused, run } = useDoing(desk.reload);
  if (!desk.value) {
    return (
      <PageShell title={t('nav.queue')}>{desk.problem ? <ProblemNotice problem={desk.problem} onAgain={desk.reload} /> : <Loading />}</PageShell>
    );
  }
  const { waiting, called, held, absent, rooms, eachTakes } = desk.value;
  const where = room ?? rooms[0] ?? '1';
  const next = waiting[0];
  const move = (turn: Schemas['Turn'], body: Schemas['QueueMove']) =>
    run(async () => {
      const moved = await moveVisit(turn.visit.id, body);
      setAsked(undefined);
      if (moved.link) setLink(moved.link);
    });
  const act = (turn: Schemas['Turn'], kind: Act) => {
    if (['HOLD', 'PUT_FIRST', 'TRANSFER', 'LEAVE'].includes(kind)) setAsked({ turn, kind });
    else void move(turn, { kind, ...(kind === 'CALL' ? { room: where } : {}) });
  };
  return (
    <PageShell title={t('nav.queue')}>
      <h1>{t('nav.queue')}</h1>
      {desk.problem && <ProblemNotice problem={desk.problem} />}
      {refused && !asked && <ProblemNotice problem={refused} />}
      <section className="next queue-next" aria-label={t('queue.callNext')}>
        <bdi className="number">{next?.visit.number ?? (next ? '·' : '–')}</bdi>
        <div>
          <h2>{next ? <bdi>{next.visit.person}</bdi> : t('queue.nobody')}</h2>
          {eachTakes && <p className="quiet">{t('queue.eachTakes', { least: eachTakes.least, most: eachTakes.most })}</p>}
          {rooms.length > 1 && (
            <label className="queue-room">
              {t('queue.room')}{' '}
              <select value={where} onChange={(event) => setRoom(event.target.value)}>{rooms.map((name) => <option key={name}>{name}</option>)}</select>
            </label>
          )}
        </div>
        <Button kind="primary" disabled={busy || !next} onClick={() => void run(() => callNext(where))}>{t('queue.callNext')}</Button>
      </section>
      <TurnList title={t('queue.called')} turns={called} acts={['RECALL', 'NO_SHOW', 'HOLD', 'TRANSFER', 'LEAVE']} onAct={act} busy={busy} />
      <TurnList title={t('queue.waiting')} turns={waiting} acts={['CALL', 'PUT_FIRST', 'IN_TURN', 'HOLD', 'TRANSFER', 'LEAVE']} onAct={act} busy={busy} />
      {waiting.length === 0 && called.length === 0 && <Empty>{t('queue.nobody')}</Empty>}
      <TurnList title={t('queue.held')} turns={held} acts={['RESUME', 'PUT_FIRST', 'TRANSFER', 'LEAVE']} onAct={act} busy={busy} />
      <TurnList title={t('queue.absent')} turns={absent} acts={['RETURN', 'TRANSFER', 'LEAVE']} onAct={act} busy={busy} />
      {asked && (
        <MoveDialog
          turn={asked.turn}
          kind={asked.kind}
          points={(known.value ?? []).filter((point) => point.id !== desk.value?.point.id)}
          busy={busy}
          refused={refused}
          onDo={(body) => void move(asked.turn, body)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {link && (
        <Dialog title={t('queue.transferred')} onClose={() => setLink(undefined)}>
          <p>{t('registered.open')}</p>
          <div className="qr" role="img" aria-label={t('registered.link')} dangerouslySetInnerHTML={{ __html: link.qrSvg }} />
          <p><a className="code" href={link.url}>{link.url}</a></p>
          <Button onClick={() => setLink(undefined)}>{t('ui.back')}</Button>
        </Dialog>
      )}
    </PageShell>
  );
}
