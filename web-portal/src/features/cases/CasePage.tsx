import { Link, useParams } from 'react-router';
import { ticket as loadTicket } from '../../api/client';
import { useWords } from '../../i18n/words';
import { LegalClock } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';

/** One matter's whole story: what was asked, what was answered, who answers by when and why. */
export default function CasePage() {
  const { ticketId = '' } = useParams();
  const { t, words, format } = useWords();
  const { value: ticket, problem, reload } = useLoaded(() => loadTicket(ticketId), [ticketId]);
  if (!ticket) return <PageShell title={t('cases.title')}>{problem ? <ProblemNotice problem={problem} onAgain={reload} /> : <Loading />}</PageShell>;
  return (
    <PageShell title={ticket.number}>
      <div className="two">
        <article className="stack">
          <div>
            <h1><bdi className="code">{ticket.number}</bdi></h1>
            <p className="quiet">{t(`type.${ticket.type}`)} · <bdi>{ticket.person}</bdi> · {format.dateTime(ticket.openedAt)}</p>
            {ticket.protected && <Status shape="protected">{t('today.protected')}</Status>}
          </div>
          <section className="card stack">
            <h2>{t('case.asked')}</h2>
            <p className="record" dir="auto">{ticket.content}</p>
            {ticket.wish && <><h3>{t('case.wish')}</h3><p className="record" dir="auto">{ticket.wish}</p></>}
          </section>
          {ticket.answer && (
            <section className="card stack">
              <h2>{t('case.answer')}</h2>
              <p className="record" dir="auto">{ticket.answer}</p>
            </section>
          )}
        </article>
        <aside className="stack side">
          <section>
            <h2>{t('case.clocks')}</h2>
            {ticket.clocks.map((clock) => <LegalClock key={clock.ruleCode} clock={clock} />)}
          </section>
          <section>
            <h2>{t('case.unit')}</h2>
            <p><bdi>{words(ticket.competentUnit.name)}</bdi></p>
            {ticket.fileId && <p><Link to={`/files/${ticket.fileId}`}>{t('case.file')}</Link></p>}
            {ticket.receptionCode && <p>{t('case.reception')} <bdi className="code">{ticket.receptionCode}</bdi></p>}
            {ticket.bookNumber !== undefined && <p><Link to="/book">{t('case.book', { n: ticket.bookNumber })}</Link></p>}
          </section>
        </aside>
      </div>
    </PageShell>
  );
}
