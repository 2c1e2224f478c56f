import { useState } from 'react';
import { Link } from 'react-router';
import { approvals, decideApproval } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Shape } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';

type Approval = components['schemas']['Approval'];

const SHAPES: Record<Approval['state'], Shape> = { WAITING: 'wait', APPROVED: 'done', REFUSED: 'late', EXPIRED: 'gone' };

/** Nobody decides on a list or an extract without reading what it holds. */
const PAGES = { export: '/archive/extracts', destroy: '/archive/retention' } as const;

/** What takes two persons: questions of others that wait for my word, then my own. Nothing is shown when there are none. */
export function Approvals() {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(approvals, [], 15_000);
  const [chosen, setChosen] = useState<Approval>();
  const [answer, setAnswer] = useState('');
  const [refused, setRefused] = useState<Problem>();
  const decide = async (approved: boolean) => {
    if (!chosen) return;
    try {
      await decideApproval(chosen.id, approved, answer.trim());
      setRefused(undefined);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
    }
    setChosen(undefined);
    setAnswer('');
    reload();
  };
  const asked = value?.asked.filter((one) => one.state !== 'EXPIRED').slice(0, 5) ?? [];
  const shown = refused ?? problem;
  if (!shown && asked.length === 0 && (value?.waiting.length ?? 0) === 0) return null;
  return (
    <section className="approvals" aria-labelledby="approvals">
      <h2 id="approvals">{t('approval.title')}</h2>
      {shown && <ProblemNotice problem={shown} onAgain={reload} />}
      <ul className="lines">
        {value?.waiting.map((one) => (
          <li key={one.id}>
            <span>
              <b>{t(`approval.${one.action}`)}</b> <bdi className="code">{one.label}</bdi>
              <br /><bdi>{one.askedBy}</bdi>: <bdi>{one.reason}</bdi>
            </span>
            {one.action === 'viewSealed'
              ? <Button onClick={() => setChosen(one)}>{t('approval.answer')}</Button>
              : <Link to={PAGES[one.action]}>{t('approval.seeList')}</Link>}
          </li>
        ))}
        {asked.map((one) => (
          <li key={one.id}>
            <span>
              {t(`approval.${one.action}`)} <bdi className="code">{one.label}</bdi>
              {one.answer && <><br /><bdi>{one.answer}</bdi></>}
            </span>
            <span>
              <Status shape={SHAPES[one.state]}>{t(`approval.${one.state}`)}</Status>
              <br /><small>{one.decidedBy && <><bdi>{one.decidedBy}</bdi> · </>}{t('approval.until', { at: format.dateTime(one.until) })}</small>
            </span>
          </li>
        ))}
      </ul>
      {chosen && (
        <Dialog title={t(`approval.${chosen.action}`)} onClose={() => setChosen(undefined)}>
          <form onSubmit={(event) => { event.preventDefault(); void decide(true); }}>
            <p><bdi className="code">{chosen.label}</bdi></p>
            <p><bdi>{chosen.askedBy}</bdi>: <bdi>{chosen.reason}</bdi></p>
            <label htmlFor="answer">{t('approval.why')}</label>
            <input id="answer" dir="auto" maxLength={500} value={answer} onChange={(event) => setAnswer(event.target.value)} />
            <p>{t('approval.isLogged')}</p>
            <div className="acts">
              <Button kind="primary" type="submit">{t('approval.agree')}</Button>
              <Button onClick={() => void decide(false)}>{t('approval.refuse')}</Button>
              <Button kind="text" onClick={() => setChosen(undefined)}>{t('ui.cancel')}</Button>
            </div>
          </form>
        </Dialog>
      )}
    </section>
  );
}
