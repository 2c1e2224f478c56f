import { Link, useSearchParams } from 'react-router';
import { rotaReport } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import './rota.css';

/** Days due, held and held by a deputy, of each leader and month, to be read and printed. */
export default function ReportPage({ ownUnitId }: { ownUnitId: string }) {
  const { t, words, format } = useWords();
  const [search, setSearch] = useSearchParams();
  const unitId = search.get('unit') ?? ownUnitId;
  const asked = Number(search.get('year')) || undefined;
  const { value, problem, reload } = useLoaded(() => rotaReport(unitId, asked), [unitId, asked]);
  const thisYear = value ? Number(value.today.slice(0, 4)) : 0;
  const late = (value?.leaders ?? []).filter(({ months }) => months.some(({ lacking }) => lacking > 0));
  return (
    <PageShell title={t('rota.report')}>
      <div className="head">
        <div>
          <h1>{t('rota.report')}</h1>
          {value && <p className="quiet">{value.year}</p>}
        </div>
        <div className="acts">
          <Link className="button" to={`/rota?unit=${encodeURIComponent(unitId)}`}>{t('rota.title')}</Link>
          <Button onClick={() => print()}><Icon name="print" />{t('ui.print')}</Button>
        </div>
      </div>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value && (
        <label className="rota-unit">
          {t('rota.year')}
          <select value={value.year} onChange={(event) => setSearch({ unit: unitId, year: event.target.value })}>
            {[thisYear, thisYear - 1].map((year) => <option key={year} value={year}>{year}</option>)}
          </select>
        </label>
      )}
      {value && value.leaders.every(({ months }) => months.length === 0) && <Empty>{t('rota.nothingYet')}</Empty>}
      {value && value.leaders.length > 0 && <p>{late.length === 0 ? t('rota.allKept') : t('rota.someLack', { n: format.number(late.length), all: format.number(value.leaders.length) })}</p>}
      {value?.leaders.filter(({ months }) => months.length > 0).map(({ unit, name, months }) => (
        <section key={`${unit.id} ${name}`} className="stack">
          <h2><bdi>{name}</bdi> · <bdi>{words(unit.name)}</bdi></h2>
          <table className="list rota-report">
            <thead>
              <tr>
                <th scope="col">{t('rota.month')}</th><th scope="col">{t('rota.due')}</th><th scope="col">{t('rota.inPerson')}</th><th scope="col">{t('rota.online')}</th>
                <th scope="col">{t('rota.byDeputy')}</th><th scope="col">{t('rota.ahead')}</th><th scope="col">{t('rota.lacking')}</th>
              </tr>
            </thead>
            <tbody>
              {months.map((month) => (
                <tr key={month.month}>
                  <th scope="row">{format.month(month.month)}</th>
                  <td data-label={t('rota.due')} className="brief">{format.number(month.due)}</td>
                  <td data-label={t('rota.inPerson')} className="brief">{format.number(month.inPerson)}</td>
                  <td data-label={t('rota.online')} className="brief">{format.number(month.online)}</td>
                  <td data-label={t('rota.byDeputy')}>{format.number(month.byDeputy)}</td>
                  <td data-label={t('rota.ahead')} className="brief">{format.number(month.ahead)}</td>
                  <td data-label={t('rota.lacking')}>
                    {month.lacking > 0 ? <Status shape="due">{format.number(month.lacking)}</Status> : <Status shape="done">0</Status>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {value && <p className="quiet">{t('rota.counting')}</p>}
    </PageShell>
  );
}
