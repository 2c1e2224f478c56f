import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { findRecordings, openView } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Shape } from '../../ui/Status';
import './replay.css';

type Line = components['schemas']['RecordingLine'];

const SHAPES: Record<Line['state'], Shape> = {
  EXPECTED: 'wait', WRITING: 'live', SEALED: 'done', ARCHIVED: 'done', VERIFIED: 'done', DAMAGED: 'late', DESTROYED: 'gone',
};

/** Find a reception, state a reason, then see it. */
export default function ArchivePage() {
  const { t, format } = useWords();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [lines, setLines] = useState<Line[]>();
  const [chosen, setChosen] = useState<Line>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refused = (error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    setProblem(error.problem);
  };
  const asked = useRef('');
  const find = (q: string) => {
    asked.current = q;
    findRecordings(q).then((found) => {
      setLines(found);
      setProblem(undefined);
    }, refused);
  };
  // Once, with everything the post may see; afterwards the form asks.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => find(''), []);
  useEffect(() => {
    // What is being made goes on by itself.
    if (!lines?.some((line) => line.copiesPercent !== undefined)) return undefined;
    const timer = setTimeout(() => find(asked.current), 5_000);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lines]);
  const open = async () => {
    if (!chosen) return;
    setBusy(true);
    try {
      const view = await openView(chosen.receptionId, reason.trim());
      await navigate(`/archive/${view.id}`);
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
      <p><Link to="/archive/retention">{t('retention.title')}</Link></p>
      {problem && <ProblemNotice problem={problem} />}
      <form role="search" className="search" onSubmit={(event) => { event.preventDefault(); find(query); }}>
        <label htmlFor="find">{t('archive.find')}</label>
        <input id="find" dir="auto" maxLength={200} value={query} onChange={(event) => setQuery(event.target.value)} />
        <Button type="submit">{t('archive.search')}</Button>
      </form>
      {lines?.length === 0 && <Empty>{t('archive.nothing')}</Empty>}
      {lines && lines.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('archive.reception')}</th><th>{t('archive.day')}</th><th>{t('archive.person')}</th><th>{t('archive.type')}</th><th>{t('archive.state')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.receptionId}>
                <td><bdi className="code">{line.code}</bdi></td>
                <td>{format.date(line.day)}</td>
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
      {chosen && (
        <Dialog title={t('archive.reasonTitle')} onClose={() => setChosen(undefined)}>
          <form onSubmit={(event) => { event.preventDefault(); void open(); }}>
            <p><bdi className="code">{chosen.code}</bdi></p>
            <label htmlFor="reason">{t('archive.reason')}</label>
            <input id="reason" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            <p>{t('archive.watchedIsLogged')}</p>
            <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'archive.checkingSeal' : 'archive.openView')}</Button>
          </form>
        </Dialog>
      )}
    </PageShell>
  );
}
