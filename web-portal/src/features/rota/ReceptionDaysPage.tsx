import { useParams } from 'react-router';
import { receptionDays } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { Hours } from './Hours';
import './rota.css';

type Day = components['schemas']['ReceptionDays']['days'][number];

/** What hangs on the office's door, for everybody: when the leader receives next, and after that. */
export default function ReceptionDaysPage() {
  const { unitId = '' } = useParams();
  const { t, words, language } = useWords();
  const { value, problem, reload } = useLoaded(() => receptionDays(unitId), [unitId]);
  const [next, ...later] = value?.days ?? [];
  const feed = `/api/rota/${encodeURIComponent(unitId)}.ics?lang=${language}`;
  return (
    <PageShell title={t('days.title')}>
      <div className="narrow stack">
        <div>
          <h1>{t('days.title')}</h1>
          {value && <p className="quiet"><bdi>{words(value.unit.name)}</bdi></p>}
        </div>
        {problem && <ProblemNotice problem={problem} onAgain={reload} />}
        {!value && !problem && <Loading />}
        {value && !next && <Empty>{t('days.none')}</Empty>}
        {next && (
          <section className="card due-card stack" aria-labelledby="next-day">
            <h2 id="next-day">{t('days.next')}</h2>
            <OneDay day={next} large />
          </section>
        )}
        {later.length > 0 && (
          <section className="stack">
            <h2>{t('days.later')}</h2>
            <ol className="rota-later">
              {later.map((day) => <li key={`${day.planned} ${day.leader}`}><OneDay day={day} /></li>)}
            </ol>
          </section>
        )}
        {value && value.points.length > 0 && (
          <section className="stack">
            <h2>{t('days.where')}</h2>
            <ul>
              {value.points.map((point) => (
                <li key={point.id}><bdi>{words(point.name)}</bdi>{point.hours && <> · {t('days.open')} <bdi dir="ltr">{point.hours}</bdi></>}</li>
              ))}
            </ul>
          </section>
        )}
        {value?.duty && (
          <p className="quiet">
            {t(value.duty.per === 'WEEK' ? 'rota.duty.WEEK' : 'rota.duty.MONTH', { n: value.duty.days })} <bdi>{words(value.duty.law)}</bdi>
          </p>
        )}
        {value && <p><a href={feed}>{t('days.calendar')}</a></p>}
      </div>
    </PageShell>
  );
}

function OneDay({ day, large = false }: { day: Day; large?: boolean }) {
  const { t, format } = useWords();
  return (
    <>
      <p className={large ? 'rota-next' : undefined}>
        <b><time dateTime={day.day}>{format.weekday(day.day)}</time></b> · <Hours begins={day.begins} ends={day.ends} />
      </p>
      <p><bdi>{day.leader}</bdi> · {t(`rota.form.${day.form}`)}</p>
      {day.moved && (
        <p>
          <Status shape="back">{t('days.moved', { date: format.weekday(day.planned) })}</Status>{' '}
          {day.moved === 'HOLIDAY' ? t('days.holiday') : <bdi>{day.reason}</bdi>}
        </p>
      )}
    </>
  );
}
