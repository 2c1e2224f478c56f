import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { findRecordings, openView, points, type RecordingPage, type RecordingSearch } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Shape } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { Approvals } from './Approvals';
import './replay.css';

type Line = components['schemas']['RecordingLine'];

const TYPES: readonly Line['type'][] = ['COMPLAINT', 'DENUNCIATION', 'PETITION', 'FEEDBACK'];

const SHAPES: Record<Line['state'], Shape> = {
  EXPECTED: 'wait', WRITING: 'live', SEALED: 'done', ARCHIVED: 'done', VERIFIED: 'done', DAMAGED: 'late', DESTROYED: 'gone',
};

const STATES = Object.keys(SHAPES) as Line['state'][];

/** Find a reception, state a reason, then see it. */
export default function ArchivePage() {
  const { t, format, words } = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useState<RecordingSearch>({});
  const [found, setFound] = useState<RecordingPage>();
  const [questions, setQuestions] = useState(0);
  const places = useLoaded(points, []).value ?? [];
  const [chosen, setChosen] = useState<Line>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refused = (error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    setProblem(error.problem);
  };
  const asked = useRef<RecordingSearch>({});
  const find = (wanted: RecordingSearch) => {
    asked.current = wanted;
    findRecordings(wanted).then((page) => {
      setFound(page);
      setProblem(undefined);
    }, refused);
  };
  /** A choice acts at once; words wait for the button or Enter. */
  const choose = (change: RecordingSearch) => {
    const next = { ...search, ...change };
    setSearch(next);
    find(next);
  };
  const nameOf = (point: string) => {
    const known = places.find(({ id }) => id === point);
    return known ? words(known.name) : point;
  };
  const lines = found?.lines;
  const pages = found ? Math.max(1, Math.ceil(found.count / found.pageLines)) : 1;
  const narrowed = Object.values(search).some((value) => value !== undefined && value !== '');
  // Once, with everything the post may see; afterwards the form asks.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => find({}), []);
  useEffect(() => {
    // What is being made goes on by itself.
    if (!found?.lines.some((line) => line.copiesPercent !== undefined)) return undefined;
    const timer = setTimeout(() => find(asked.current), 5_000);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [found]);
  const open = async () => {
    if (!chosen) return;
    setBusy(true);
    try {
      const opened = await openView(chosen.receptionId, reason.trim());
      if ('seal' in opened) {
        await navigate(`/archive/${opened.id}`);
      } else {
        setChosen(undefined);
        setQuestions((count) => count + 1);
      }
    } catch (error) {
      setChosen(undefined); // the refusal stands on the page, under the question it would be hidden
      refused(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <PageShell title={t('archive.title')}>
      <h1>{t('archive.title')}</h1>
      <p className="archive-links">
        <Link to="/archive/extracts">{t('extract.title')}</Link>
        <Link to="/archive/retention">{t('retention.title')}</Link>
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <Approvals key={questions} />
      <form role="search" className="search" onSubmit={(event) => { event.preventDefault(); find(search); }}>
        <label htmlFor="find">{t('archive.find')}</label>
        <input id="find" dir="auto" maxLength={200} value={search.q ?? ''} onChange={(event) => setSearch({ ...search, q: event.target.value, page: undefined })} />
        <Button type="submit">{t('archive.search')}</Button>
        <div className="search-filters">
          <label>{t('archive.point')}
            <select value={search.point ?? ''} onChange={(event) => choose({ point: event.target.value, page: undefined })}>
              <option value="">{t('archive.all')}</option>
              {found?.points.map((point) => <option key={point} value={point}>{nameOf(point)}</option>)}
            </select>
          </label>
          <label>{t('archive.from')}<input type="date" value={search.from ?? ''} max={search.to} onChange={(event) => choose({ from: event.target.value, page: undefined })} /></label>
          <label>{t('archive.to')}<input type="date" value={search.to ?? ''} min={search.from} onChange={(event) => choose({ to: event.target.value, page: undefined })} /></label>
          <label>{t('archive.type')}
            <select value={search.type ?? ''} onChange={(event) => choose({ type: (event.target.value || undefined) as RecordingSearch['type'], page: undefined })}>
              <option value="">{t('archive.all')}</option>
              {TYPES.map((type) => <option key={type} value={type}>{t(`type.${type}`)}</option>)}
            </select>
          </label>
          <label>{t('archive.state')}
            <select value={search.state ?? ''} onChange={(event) => choose({ state: (event.target.value || undefined) as RecordingSearch['state'], page: undefined })}>
              <option value="">{t('archive.all')}</option>
              {STATES.map((state) => <option key={state} value={state}>{t(`recording.${state}`)}</option>)}
            </select>
          </label>
          {narrowed && <Button kind="text" onClick={() => { setSearch({}); find({}); }}>{t('archive.clear')}</Button>}
        </div>
      </form>
      {found && <p className="quiet" role="status">{t('archive.count', { n: found.count })}</p>}
      {lines?.length === 0 && <Empty>{t('archive.nothing')}</Empty>}
      {lines && lines.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('archive.reception')}</th><th>{t('archive.day')}</th><th>{t('archive.point')}</th><th>{t('archive.person')}</th><th>{t('archive.type')}</th><th>{t('archive.state')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.receptionId}>
                <td><bdi className="code">{line.code}</bdi></td>
                <td>{format.date(line.day)}</td>
                <td><bdi>{nameOf(line.point)}</bdi></td>
                <td><bdi>{line.person}</bdi></td>
                <td>{t(`type.${line.type}`)}</td>
                <td>
                  <Status shape={SHAPES[line.state]}>{t(`recording.${line.state}`)}</Status>
                  {line.copiesPercent !== undefined && <p>{t('archive.copies', { percent: line.copiesPercent, minutes: Math.ceil((line.copiesSecondsLeft ?? 0) / 60) })}</p>}
                </td>
                <td>
                  {(line.state === 'SEALED' || line.state === 'ARCHIVED' || line.state === 'VERIFIED') && (
                    <Button kind="text" onClick={() => setChosen(line)}>{t('archive.replay')}</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pages > 1 && found && (
        <nav className="acts" aria-label={t('archive.pages')}>
          <Button disabled={found.page <= 1} onClick={() => choose({ page: found.page - 1 })}>{t('archive.newer')}</Button>
          <span>{t('archive.page', { n: found.page, of: pages })}</span>
          <Button disabled={found.page >= pages} onClick={() => choose({ page: found.page + 1 })}>{t('archive.older')}</Button>
        </nav>
      )}
      {chosen && (
        <Dialog title={t('archive.reasonTitle')} onClose={() => setChosen(undefined)}>
          <form onSubmit={(event) => { event.preventDefault(); void open(); }}>
            <p><bdi className="code">{chosen.code}</bdi></p>
            <label htmlFor="reason">{t('archive.reason')}</label>
            <input id="reason" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            {chosen.protected && <p>{t('archive.takesTwo')}</p>}
            <p>{t('archive.watchedIsLogged')}</p>
            <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'archive.checkingSeal' : 'archive.openView')}</Button>
          </form>
        </Dialog>
      )}
    </PageShell>
  );
}
