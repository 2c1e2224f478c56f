import { useState, type SyntheticEvent } from 'react';
import { declareDay, declaredDays } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';

type Country = components['schemas']['Country'];
const COUNTRIES: Country[] = ['VN', 'PK'];

/** Days on which the offices of a country are closed, or open although it is a weekend; declared as soon as they are known. */
export default function CalendarPage() {
  const { t, format } = useWords();
  const thisYear = new Date().getFullYear();
  const [country, setCountry] = useState<Country>('VN');
  const [year, setYear] = useState(thisYear);
  const days = useLoaded(() => declaredDays(country, year), [country, year]);
  const { busy, refused, run } = useDoing(days.reload);
  const declare = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    const body = { country, day: entered.get('day') as string, working: entered.get('working') === 'yes', source: entered.get('source') as string };
    void run(() => declareDay(body)).then((done) => { if (done) form.reset(); });
  };
  return (
    <PageShell title={t('calendar.title')}>
      <h1>{t('calendar.title')}</h1>
      <div className="two">
        <div className="stack">
          <div className="acts">
            <Field label={t('calendar.country')}>
              {(attributes) => (
                <select {...attributes} name="country" value={country} onChange={(event) => setCountry(event.target.value as Country)}>
                  {COUNTRIES.map((one) => <option key={one} value={one}>{t(`calendar.country.${one}`)}</option>)}
                </select>
              )}
            </Field>
            <Field label={t('calendar.year')}>
              {(attributes) => (
                <select {...attributes} name="year" value={year} onChange={(event) => setYear(Number(event.target.value))}>
                  {[-1, 0, 1].map((offset) => <option key={offset}>{thisYear + offset}</option>)}
                </select>
              )}
            </Field>
          </div>
          {days.problem && <ProblemNotice problem={days.problem} onAgain={days.reload} />}
          {!days.value && !days.problem && <Loading />}
          {days.value?.length === 0 && <Empty>{t('calendar.none')}</Empty>}
          {days.value && days.value.length > 0 && (
            <ul className="lines">
              {days.value.map(({ day, working, source }) => (
                <li key={day}>
                  <span><b>{format.weekday(day)}</b><small dir="auto">{source}</small></span>
                  <Status shape={working ? 'here' : 'off'}>{t(working ? 'calendar.open' : 'calendar.closed')}</Status>
                </li>
              ))}
            </ul>
          )}
        </div>
        <form className="stack side" onSubmit={declare}>
          <h2>{t('calendar.declare')}</h2>
          <p className="quiet">{t('calendar.effect')}</p>
          {refused && <ProblemNotice problem={refused} />}
          <Field label={t('calendar.day')}>{(attributes) => <input {...attributes} name="day" type="date" required />}</Field>
          <fieldset className="field">
            <legend>{t('calendar.offices')}</legend>
            <label className="choice"><input type="radio" name="working" value="no" defaultChecked /><span>{t('calendar.closed')}</span></label>
            <label className="choice"><input type="radio" name="working" value="yes" /><span>{t('calendar.open')}</span></label>
          </fieldset>
          <Field label={t('calendar.source')} hint={t('calendar.sourceHint')}>
            {(attributes) => <input {...attributes} name="source" dir="auto" required minLength={3} maxLength={200} />}
          </Field>
          <div><Button kind="primary" type="submit" disabled={busy}>{t('calendar.declare')}</Button></div>
        </form>
      </div>
    </PageShell>
  );
}
