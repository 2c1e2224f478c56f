import { useState } from 'react';
import { decideApproval, extracts, linkExtract, makeExtract } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Shape } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { placeText } from './place';
import './replay.css';

type Extract = components['schemas']['Extract'];

/** Somebody else answers, and making one takes its time: the page follows. */
const FOLLOW_MILLIS = 5000;

const SHAPES = { WAITING: 'wait', REFUSED: 'gone', EXPIRED: 'off', ASKED: 'here', MAKING: 'live', READY: 'done', FAILED: 'late' } as const satisfies Record<string, Shape>;

/** While it waits or was refused the answer counts, afterwards how far it is. */
const stateOf = ({ approval, progress }: Extract) => (approval.state === 'APPROVED' ? progress : approval.state);

/** What was asked to be handed out: who agrees, how far it is, who got it. */
export default function ExtractsPage() {
  const { t, format } = useWords();
  const { value: lines, problem, reload } = useLoaded(extracts, [], FOLLOW_MILLIS);
  const [refusing, setRefusing] = useState<Extract>();
  const [answer, setAnswer] = useState('');
  const [failed, setFailed] = useState<Problem>();
  const act = async (what: () => Promise<unknown>) => {
    try {
      await what();
      setFailed(undefined);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(error.problem);
    }
    reload();
  };
  const download = async (id: string) => location.assign((await linkExtract(id)).url);
  return (
    <PageShell title={t('extract.title')}>
      <h1>{t('extract.title')}</h1>
      {(failed ?? problem) && <ProblemNotice problem={(failed ?? problem)!} />}
      {!lines && !problem && <Loading />}
      {lines?.length === 0 && <Empty>{t('extract.none')}</Empty>}
      {lines && lines.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('archive.reception')}</th><th>{t('extract.reason')}</th><th>{t('extract.masked')}</th><th>{t('archive.state')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>
                  <bdi className="code">{line.code}</bdi>
                  <small><bdi className="code">{placeText(line.fromMillis)}–{placeText(line.toMillis)}</bdi></small>
                </td>
                <td>
                  <bdi>{line.approval.reason}</bdi>
                  <small><bdi>{line.approval.askedBy}</bdi> · {format.dateTime(line.approval.askedAt)}</small>
                  {line.citizenPass !== undefined && <small>{t('extract.ownFor', { n: `\u2068${line.citizenPass}\u2069` })}</small>}
                </td>
                <td>
                  {line.masked.map(({ peer, alias, voice }) => <small key={peer}><bdi>{alias}</bdi> · {t(`extract.treat.${voice}`)}</small>)}
                  {line.masked.length === 0 && t('extract.nobodyMasked')}
                </td>
                <td>
                  <Status shape={SHAPES[stateOf(line)]}>{t(`extract.state.${stateOf(line)}`)}</Status>
                  {line.approval.decidedBy !== undefined && <small><bdi>{line.approval.decidedBy}</bdi></small>}
                  {line.approval.answer !== undefined && <small><bdi>{line.approval.answer}</bdi></small>}
                  {line.downloads.map(({ name, at }) => <small key={at}>{t('extract.downloaded', { name: `\u2068${name}\u2069`, at: format.dateTime(at) })}</small>)}
                </td>
                <td>
                  {line.mayDecide && (
                    <>
                      <Button kind="text" onClick={() => void act(() => decideApproval(line.approval.id, true, ''))}>{t('extract.approve')}</Button>{' '}
                      <Button kind="text" onClick={() => setRefusing(line)}>{t('extract.refuse')}</Button>
                    </>
                  )}
                  {line.own && (stateOf(line) === 'ASKED' || stateOf(line) === 'FAILED') && (
                    <Button kind="text" onClick={() => void act(() => makeExtract(line.id))}>{t('extract.make')}</Button>
                  )}
                  {line.own && stateOf(line) === 'READY' && (
                    <Button kind="text" onClick={() => void act(() => download(line.id))}>{t('extract.download')}</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {refusing && (
        <Dialog title={t('extract.whyRefuse')} onClose={() => setRefusing(undefined)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setRefusing(undefined);
              void act(() => decideApproval(refusing.approval.id, false, answer.trim()));
            }}
          >
            <p><bdi className="code">{refusing.code}</bdi></p>
            <label htmlFor="answer">{t('extract.answer')}</label>
            <input id="answer" dir="auto" required minLength={3} maxLength={500} value={answer} onChange={(event) => setAnswer(event.target.value)} />
            <Button kind="primary" type="submit">{t('extract.refuse')}</Button>
          </form>
        </Dialog>
      )}
    </PageShell>
  );
}
