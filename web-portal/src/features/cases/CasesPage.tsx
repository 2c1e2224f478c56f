import { Link } from 'react-router';
import { tickets } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { ClockStatus } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';

/** Every ticket the post may see, the most urgent first. */
export default function CasesPage() {
  const { t, words, format } = useWords();
  const { value, problem, reload } = useLoaded(tickets, []);
  return (
    <PageShell title={t('cases.title')}>
      <h1>{t('cases.title')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.length === 0 && <Empty>{t('cases.none')}</Empty>}
      {value && value.length > 0 && (
        <>
          <p className="quiet">{t('cases.sorted')}</p>
          <table className="list">
            <thead>
              <tr><th>{t('cases.number')}</th><th>{t('today.person')}</th><th>{t('today.matter')}</th><th>{t('case.unit')}</th><th>{t('cases.due')}</th></tr>
            </thead>
            <tbody>
              {value.map((ticket) => (
                <tr key={ticket.id}>
                  <td><Link to={`/cases/${ticket.id}`}><bdi className="code">{ticket.number}</bdi></Link></td>
                  <td><b><bdi>{ticket.person}</bdi></b></td>
                  <td>{t(`type.${ticket.type}`)}<small dir="auto">{ticket.content}</small></td>
                  <td><bdi>{words(ticket.competentUnit.name)}</bdi></td>
                  <td>
                    {ticket.clocks[0] && (
                      <>
                        <ClockStatus clock={ticket.clocks[0]} />
                        <small>{format.date(ticket.clocks[0].due)}</small>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </PageShell>
  );
}
