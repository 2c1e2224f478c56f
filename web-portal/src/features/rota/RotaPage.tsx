import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { rota, units } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { unitAndBelow } from '../../ui/units';
import { DayDialog } from './DayDialog';
import { LeaderCard } from './LeaderCard';
import { MonthTable } from './MonthTable';
import { RuleDialog } from './RuleDialog';
import { monthAfter } from './months';
import './rota.css';

type Leader = components['schemas']['RotaMonth']['leaders'][number];
type Day = components['schemas']['RotaDay'];

/** One month of a unit's leaders: when they receive, what was held, what is owed. */
export default function RotaPage({ ownUnitId }: { ownUnitId: string }) {
  const { t, words, format } = useWords();
  const [search, setSearch] = useSearchParams();
  const unitId = search.get('unit') ?? ownUnitId;
  const asked = search.get('month') ?? undefined;
  const all = useLoaded(units, []);
  const { value, problem, reload } = useLoaded(() => rota(unitId, asked), [unitId, asked]);
  const [day, setDay] = useState<{ leader: Leader; day: Day }>();
  const [planned, setPlanned] = useState<Leader>();
  const below = unitAndBelow(all.value ?? [], ownUnitId);
  const go = (change: { unit?: string; month?: string }) => setSearch({ unit: unitId, ...(asked ? { month: asked } : {}), ...change });
  const done = () => {
    setDay(undefined);
    setPlanned(undefined);
    reload();
  };
  return (
    <PageShell title={t('rota.title')}>
      <div className="head">
        <div>
          <h1>{t('rota.title')}</h1>
          {value && <p className="quiet"><bdi>{words(value.unit.name)}</bdi></p>}
        </div>
        <div className="acts">
          <Link className="button" to={`/rota/report?unit=${encodeURIComponent(unitId)}`}>{t('rota.report')}</Link>
          <Link className="button" to={`/reception-days/${encodeURIComponent(unitId)}`}>{t('rota.published')}</Link>
        </div>
      </div>
      {below.length > 1 && (
        <label className="rota-unit">
          {t('rota.unit')}
          <select value={unitId} onChange={(event) => go({ unit: event.target.value })}>
            {below.map((unit) => <option key={unit.id} value={unit.id}>{words(unit.name)}</option>)}
          </select>
        </label>
      )}
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value && (
        <>
          <nav className="head rota-months" aria-label={t('rota.months')}>
            <button className="button small" onClick={() => go({ month: monthAfter(value.month, -1) })}>{format.month(monthAfter(value.month, -1))}</button>
            <h2 aria-live="polite">{format.month(value.month)}</h2>
            <button className="button small" onClick={() => go({ month: monthAfter(value.month, 1) })}>{format.month(monthAfter(value.month, 1))}</button>
          </nav>
          {value.leaders.length === 0 && <Empty>{t('rota.noLeader')}</Empty>}
          <MonthTable month={value} onDay={(leader, one) => setDay({ leader, day: one })} />
          {value.leaders.map((leader) => (
            <LeaderCard key={leader.postId} leader={leader} duty={value.duty} onPlan={value.mayPlan ? () => setPlanned(leader) : undefined} />
          ))}
          {day && <DayDialog unitId={unitId} leader={day.leader} day={day.day} today={value.today} mayKeep={value.mayKeep} onDone={done} onClose={() => setDay(undefined)} />}
          {planned && <RuleDialog unitId={unitId} leader={planned} today={value.today} onDone={done} onClose={() => setPlanned(undefined)} />}
        </>
      )}
    </PageShell>
  );
}
