import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { postsOfUnit, units } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { unitAndBelow } from '../../ui/units';
import { PostCard } from './PostCard';
import { PostDialog, type Asked } from './PostDialog';
import { mayHaveUnitsBelow, UnitDialog } from './UnitDialog';
import './posts.css';

type Role = components['schemas']['OfficeRole'];

const ROLES: Role[] = ['CHAIR', 'RECEIVER', 'SECRETARY', 'SPECIALIST', 'TECH', 'INTERPRETER', 'OBSERVER', 'SECURITY', 'INSPECTOR', 'ARCHIVIST', 'DPO', 'ADMIN'];

/** Who is in which post of a unit, from when to when; rights follow from it by themselves. */
export default function PostsPage({ ownUnitId }: { ownUnitId: string }) {
  const { t, words } = useWords();
  const [search, setSearch] = useSearchParams();
  const unitId = search.get('unit') ?? ownUnitId;
  const all = useLoaded(units, []);
  const { value, problem, reload } = useLoaded(() => postsOfUnit(unitId), [unitId]);
  const [asked, setAsked] = useState<Asked>();
  const [unitAsked, setUnitAsked] = useState<'name' | 'below'>();
  const unitDone = (id: string) => {
    setUnitAsked(undefined);
    setSearch({ unit: id });
    all.reload();
    reload();
  };
  const below = unitAndBelow(all.value ?? [], ownUnitId);
  const done = () => {
    setAsked(undefined);
    reload();
  };
  const posts = value && [...value.posts].sort((one, other) => ROLES.indexOf(one.role as Role) - ROLES.indexOf(other.role as Role));
  return (
    <PageShell title={t('posts.title')}>
      <div className="head">
        <div>
          <h1>{t('posts.title')}</h1>
          <p className="quiet">{t('posts.why')}</p>
        </div>
        <Button disabled={!value} onClick={() => setAsked({ what: 'post', unitId, roles: ROLES })}>{t('posts.new')}</Button>
      </div>
      {below.length > 1 && (
        <label className="posts-unit">
          {t('posts.unit')}
          <select name="unit" value={unitId} onChange={(event) => setSearch({ unit: event.target.value })}>
            {below.map((unit) => <option key={unit.id} value={unit.id}>{words(unit.name)}</option>)}
          </select>
        </label>
      )}
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value && (
        <div className="head">
          <h2><bdi>{words(value.unit.name)}</bdi></h2>
          <div className="acts">
            <Button small onClick={() => setUnitAsked('name')}>{t('units.name')}</Button>
            {mayHaveUnitsBelow(value.unit) && <Button small onClick={() => setUnitAsked('below')}>{t('units.new')}</Button>}
          </div>
        </div>
      )}
      {posts?.length === 0 && <Empty>{t('posts.none')}</Empty>}
      {posts && value && posts.map((post) => <PostCard key={post.id} post={post} today={value.today} onAsk={setAsked} />)}
      {unitAsked && value && <UnitDialog unit={value.unit} below={unitAsked === 'below'} onDone={unitDone} onClose={() => setUnitAsked(undefined)} />}
      {asked && value && <PostDialog asked={asked} today={value.today} onDone={done} onClose={() => setAsked(undefined)} />}
    </PageShell>
  );
}
