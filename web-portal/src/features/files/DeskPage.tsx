import { Link } from 'react-router';
import { desk } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { ClockStatus } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';

/** Which file next: by due date, shape first. */
export default function DeskPage() {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(desk, []);
  return (
    <PageShell title={t('desk.title')}>
      <h1>{t('desk.title')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.length === 0 && <Empty>{t('desk.none')}</Empty>}
      {value && value.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('cases.due')}</th><th>{t('cases.number')}</th><th>{t('today.matter')}</th><th>{t('desk.since')}</th></tr>
          </thead>
          <tbody>
            {value.map((file) => (
              <tr key={file.id}>
                <td>{file.clock && <><ClockStatus clock={file.clock} /><small>{format.date(file.clock.due)}</small></>}</td>
                <td><Link to={`/files/${file.id}`}><bdi className="code">{file.number}</bdi></Link></td>
                <td dir="auto">{file.subject}<small>{t(`type.${file.type}`)}</small></td>
                <td>{format.dateTime(file.since)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PageShell>
  );
}
