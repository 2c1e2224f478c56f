import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { issuePass, renewLink, tickets, today } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { ClockStatus } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { receptionShape, visitShape } from './shapes';

type Schemas = components['schemas'];

/** Arrivals and calls change while the page is open; five seconds is sooner than a chair looks up. */
const FRESH_MILLIS = 5000;

/** One next act, the list, what is ready, what falls due. */
export default function TodayPage() {
  const { t, words, format } = useWords();
  const navigate = useNavigate();
  const day = useLoaded(today, [], FRESH_MILLIS);
  const open = useLoaded(tickets, []);
  const [link, setLink] = useState<Schemas['KioskLink']>();
  const [refusal, setRefusal] = useState<Problem>();
  const [pass, setPass] = useState<Schemas['Pass']>();
  const show = async (made: () => Promise<void>) => {
    setRefusal(undefined);
    try {
      await made();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefusal(error.problem);
    }
  };
  if (!day.value) {
    return (
      <PageShell title={t('nav.today')}>
        {day.problem ? <ProblemNotice problem={day.problem} onAgain={day.reload} /> : <Loading />}
      </PageShell>
    );
  }
  const { visits, receptions, counts, readiness = [] } = day.value;
  const mayRegister = visits.length > 0 || receptions.length === 0 || day.value.point.unit.kind === 'COMMUNE';
  const due = (open.value ?? []).slice(0, 3);
  return (
    <PageShell title={t('nav.today')}>
      <div className="two">
        <div className="stack">
          <div className="head">
            <div>
              <h1>{format.weekday(day.value.day)}</h1>
              <p className="quiet">
                <bdi>{words(day.value.point.name)}</bdi> · {t('today.counts', counts)}
              </p>
            </div>
            <Link className="button" to="/rota">{t('nav.rota')}</Link>
            {mayRegister && (
              <Button onClick={() => void navigate('/people/new')}>
                <Icon name="personAdd" />
                {t('today.register')}
              </Button>
            )}
          </div>
          {day.problem && <ProblemNotice problem={day.problem} onAgain={day.reload} />}
          {refusal && <ProblemNotice problem={refusal} />}
          <NextCard receptions={receptions} />
          {receptions.length > 0 && <ReceptionList receptions={receptions} />}
          {visits.length > 0 && <VisitList visits={visits} onLink={(visitId) => void show(async () => setLink(await renewLink(visitId)))} onPass={(visitId) => void show(async () => setPass(await issuePass(visitId)))} />}
        </div>
        <aside className="stack side">
          {readiness.length > 0 && (
            <section>
              <h2>{t('today.readiness')}</h2>
              <ul className="lines">
                {readiness.map((line) => (
                  <li key={line.name.en}>
                    <span>
                      <bdi>{words(line.name)}</bdi>
                      {line.detail && <small>{line.detail}</small>}
                    </span>
                    <Status shape={line.ready ? 'done' : 'due'}>{t(line.ready ? 'today.ready' : 'today.notReady')}</Status>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section>
            <h2>{t('today.dueSoon')}</h2>
            {due.length === 0 && <p className="quiet">{t('today.nothingDue')}</p>}
            <ul className="lines">
              {due.map((ticket) => (
                <li key={ticket.id}>
                  <span>
                    <Link to={`/cases/${ticket.id}`}><bdi className="code">{ticket.number}</bdi></Link>
                    <small>{t(`type.${ticket.type}`)}</small>
                  </span>
                  {ticket.clocks[0] && <ClockStatus clock={ticket.clocks[0]} />}
                </li>
              ))}
            </ul>
          </section>
        </aside>
      </div>
      {link && (
        <Dialog title={t('registered.link')} onClose={() => setLink(undefined)}>
          <p>{t('registered.open')}</p>
          <div className="qr" role="img" aria-label={t('registered.link')} dangerouslySetInnerHTML={{ __html: link.qrSvg }} />
          <p><a className="code" href={link.url}>{link.url}</a></p>
          <Button onClick={() => setLink(undefined)}>{t('ui.back')}</Button>
        </Dialog>
      )}
      {pass && (
        <Dialog title={t('pass.issued')} onClose={() => setPass(undefined)}>
          <p>{t('pass.shownOnce', { at: format.dateTime(pass.until) })}</p>
          <div className="qr" role="img" aria-label={t('pass.issued')} dangerouslySetInnerHTML={{ __html: pass.qrSvg }} />
          <Button onClick={() => setPass(undefined)}>{t('ui.back')}</Button>
        </Dialog>
      )}
    </PageShell>
  );
}

const URGENT: Schemas['ReceptionState'][] = ['LIVE', 'PAUSED', 'INTERRUPTED', 'MINUTES_PENDING', 'READY', 'CHECK_IN'];

/** The one next thing: the running reception first, then the one to conclude, then the one that is ready. */
function NextCard({ receptions }: { receptions: Schemas['ReceptionLine'][] }) {
  const { t, words } = useWords();
  const navigate = useNavigate();
  const next = URGENT.map((state) => receptions.find((line) => line.state === state && line.mayJoin)).find((line) => line !== undefined);
  if (!next) return <Empty>{t('today.nobody')}</Empty>;
  const conclude = next.state === 'MINUTES_PENDING';
  return (
    <section className="next" aria-label={t('today.next')}>
      <bdi className="number">{next.number ?? '–'}</bdi>
      <div>
        <h2><bdi>{next.person}</bdi></h2>
        <p><bdi dir="auto">{t(`type.${next.type}`)}{next.content ? ` · ${next.content}` : ''}</bdi></p>
        <p className="quiet"><bdi>{words(next.pointName)}</bdi> · <Status shape={receptionShape(next.state)}>{t(`reception.${next.state}`)}</Status></p>
      </div>
      <Button kind="primary" onClick={() => void navigate(conclude ? `/room/${next.id}/conclude` : `/room/${next.id}`)}>
        {t(conclude ? 'today.conclude' : 'today.invite')}
      </Button>
    </section>
  );
}

function ReceptionList({ receptions }: { receptions: Schemas['ReceptionLine'][] }) {
  const { t, words } = useWords();
  return (
    <section>
      <h2>{t('today.receptions')}</h2>
      <table className="list">
        <thead>
          <tr><th>{t('today.number')}</th><th>{t('today.person')}</th><th>{t('today.matter')}</th><th>{t('today.state')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
        </thead>
        <tbody>
          {receptions.map((line) => (
            <tr key={line.id}>
              <td className="brief" data-label={t('today.number')}>{line.number !== undefined && <b>{line.number}</b>}</td>
              <td><b><bdi>{line.person}</bdi></b><small><bdi>{words(line.pointName)}</bdi></small></td>
              <td>{t(`type.${line.type}`)}<small><bdi className="code">{line.code}</bdi></small></td>
              <td><Status shape={receptionShape(line.state)}>{t(`reception.${line.state}`)}</Status></td>
              <td>
                {line.mayJoin && line.state === 'MINUTES_PENDING' && <Link to={`/room/${line.id}/conclude`}>{t('today.conclude')}</Link>}
                {line.mayJoin && ['CHECK_IN', 'READY', 'LIVE', 'PAUSED', 'INTERRUPTED'].includes(line.state) && <Link to={`/room/${line.id}`}>{t('today.enter')}</Link>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function VisitList({ visits, onLink, onPass }: { visits: Schemas['Visit'][]; onLink: (visitId: string) => void; onPass: (visitId: string) => void }) {
  const { t, format } = useWords();
  return (
    <section>
      <h2>{t('today.visits')}</h2>
      <table className="list">
        <thead>
          <tr><th>{t('today.number')}</th><th>{t('today.time')}</th><th>{t('today.person')}</th><th>{t('today.matter')}</th><th>{t('today.state')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <tr key={visit.id}>
              <td className="brief" data-label={t('today.number')}>{visit.number !== undefined && <b>{visit.number}</b>}</td>
              <td className="brief">{format.time(visit.registeredAt)}</td>
              <td><b><bdi>{visit.person}</bdi></b>{visit.protected && <small>{t('today.separate')}</small>}</td>
              <td>{t(`type.${visit.type}`)}<small dir="auto">{visit.content}</small></td>
              <td>
                {visit.protected && visit.state === 'WAITING' ? (
                  <Status shape="protected">{t('today.protected')}</Status>
                ) : (
                  <Status shape={visitShape(visit.state)}>{t(`visit.${visit.state}`)}</Status>
                )}
              </td>
              <td>
                {(visit.state === 'WAITING' || visit.state === 'CHECKED') && (
                  <>
                    <Button kind="text" small onClick={() => onLink(visit.id)}>{t('today.showLink')}</Button>
                    <Button kind="text" small onClick={() => onPass(visit.id)}>{t('pass.issue')}</Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
