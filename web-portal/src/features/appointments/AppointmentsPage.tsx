import { useState } from 'react';
import { Link } from 'react-router';
import { appointments, openFeed } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import { appointmentShape } from './shapes';
import { addDays, dayOf, weekOf } from '../../ui/days';
import './appointments.css';

type Line = components['schemas']['AppointmentLine'];

const FRESH_MILLIS = 15_000;

/** What has to be arranged, and the week with everything that has its time. */
export default function AppointmentsPage() {
  const { t, format } = useWords();
  const today = dayOf(new Date());
  const [day, setDay] = useState(today);
  const week = weekOf(day);
  const first = week[0] ?? day;
  const loaded = useLoaded(() => appointments(first, week[6] ?? day), [first], FRESH_MILLIS);
  const doing = useDoing(loaded.reload);
  const [feed, setFeed] = useState<string>();
  return (
    <PageShell title={t('appointments.title')}>
      <div className="head">
        <h1>{t('appointments.title')}</h1>
        <div className="acts">
          <Button kind="text" onClick={() => setDay(addDays(day, -7))}>{t('appointments.before')}</Button>
          <Button kind="text" disabled={weekOf(today)[0] === first} onClick={() => setDay(today)}>{t('appointments.thisWeek')}</Button>
          <Button kind="text" onClick={() => setDay(addDays(day, 7))}>{t('appointments.after')}</Button>
        </div>
      </div>
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      {loaded.problem && <ProblemNotice problem={loaded.problem} onAgain={loaded.reload} />}
      {!loaded.value && !loaded.problem && <Loading />}
      {loaded.value && (
        <>
          <ol className="week">
            {week.map((one) => (
              <Day key={one} day={one} today={one === today} lines={loaded.value?.scheduled.filter((line) => line.startsAt && dayOf(new Date(line.startsAt)) === one) ?? []} />
            ))}
          </ol>
          <section className="stack">
            <h2>{t('appointments.toArrange')}</h2>
            {loaded.value.toArrange.length === 0 && <Empty>{t('appointments.nothing')}</Empty>}
            {loaded.value.toArrange.length > 0 && (
              <table className="list">
                <thead>
                  <tr><th>{t('appointments.code')}</th><th>{t('today.person')}</th><th>{t('today.matter')}</th><th>{t('appointments.wished')}</th><th>{t('today.state')}</th></tr>
                </thead>
                <tbody>
                  {loaded.value.toArrange.map((line) => (
                    <tr key={line.id}>
                      <td><Link to={`/appointments/${line.id}`}><bdi className="code">{line.code}</bdi></Link></td>
                      <td><b><bdi>{line.person}</bdi></b></td>
                      <td>{t(`type.${line.type}`)}<small dir="auto">{line.content}</small></td>
                      <td>{line.wishedOn && format.date(line.wishedOn)}</td>
                      <td><Status shape={appointmentShape(line.state)}>{t(`appointment.${line.state}`)}</Status></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
          <p><Button kind="text" disabled={doing.busy} onClick={() => void doing.run(async () => setFeed((await openFeed()).url))}>{t('feed.open')}</Button></p>
        </>
      )}
      {feed && (
        <Dialog title={t('feed.open')} onClose={() => setFeed(undefined)}>
          <p>{t('feed.hint')}</p>
          <p><bdi dir="ltr" className="code">{feed}</bdi></p>
          <Button onClick={() => setFeed(undefined)}>{t('ui.back')}</Button>
        </Dialog>
      )}
    </PageShell>
  );
}

function Day({ day, today, lines }: { day: string; today: boolean; lines: Line[] }) {
  const { t, words, format } = useWords();
  return (
    <li data-today={today} data-empty={lines.length === 0}>
      <h2>{format.weekday(day)}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            <Link to={`/appointments/${line.id}`}>
              <b>{line.startsAt && line.endsAt && format.times(line.startsAt, line.endsAt)}</b>
              <span><bdi>{line.person}</bdi></span>
              <small><bdi>{words(line.pointName)}</bdi> · {t(`type.${line.type}`)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  );
}
