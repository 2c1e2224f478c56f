import { useState } from 'react';
import { retention } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { DestructionLists } from './DestructionLists';
import { OverLines } from './OverLines';
import { RetentionLines } from './RetentionLines';
import { useDoing } from '../../ui/useDoing';
import './retention.css';

/** How long recordings are kept, and how they go when their time is over: for who keeps the archive, and for who decides. No person is named. */
export default function RetentionPage() {
  const { t, words, format } = useWords();
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  const { value, problem, reload } = useLoaded(() => retention(query), [query]);
  const doing = useDoing(reload);
  const nameOf = (code: string) => {
    const known = value?.classes.find((one) => one.code === code);
    return known ? words(known.name) : code;
  };
  return (
    <PageShell title={t('retention.title')}>
      <h1>{t('retention.title')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {doing.refused?.fields && doing.refused.type !== 'malformed' ? (
        <Notice kind="due">
          {t('retention.barred')}
          <ul>{Object.entries(doing.refused.fields).map(([code, why]) => <li key={code}><bdi className="code">{code}</bdi>: {t(`retention.bar.${why}` as 'retention.bar.HELD')}</li>)}</ul>
        </Notice>
      ) : (
        doing.refused?.type === 'too-short' ? <Notice kind="due">{t('retention.tooShort')}</Notice> : doing.refused && <ProblemNotice problem={doing.refused} />
      )}
      {!value && !problem && <Loading />}
      {value && (
        <div className="two">
          <div className="stack">
            <DestructionLists lists={value.lists} actions={value.actions} nameOf={nameOf} doing={doing} />
            {value.over.length > 0 && <OverLines lines={value.over} mayPropose={value.actions.includes('destroy')} nameOf={nameOf} doing={doing} />}
            {value.actions.includes('placeHold') && <section className="stack">
              <h2>{t('retention.one')}</h2>
              <form role="search" className="retention-search" onSubmit={(event) => { event.preventDefault(); setQuery(typed.trim()); }}>
                <label htmlFor="find">{t('archive.find')}</label>
                <input id="find" dir="auto" maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />
                <Button type="submit">{t('archive.search')}</Button>
              </form>
              {query && value.found.length === 0 && <Empty>{t('archive.nothing')}</Empty>}
              {value.found.length > 0 && <RetentionLines lines={value.found} actions={value.actions} classes={value.classes} nameOf={nameOf} doing={doing} />}
            </section>}
          </div>
          <aside className="stack side">
            <h2>{t('retention.classes')}</h2>
            <ul className="lines">
              {value.classes.map((one) => (
                <li key={one.code}>
                  <span>{words(one.name)}<small><bdi lang="en" dir="ltr">{one.legalReference}</bdi></small></span>
                  <b className="retention-whole">{one.years === undefined ? t('retention.forEver') : t('retention.years', { n: format.number(one.years) })}</b>
                </li>
              ))}
            </ul>
            <p>{t('retention.counted')}</p>
          </aside>
        </div>
      )}
    </PageShell>
  );
}
