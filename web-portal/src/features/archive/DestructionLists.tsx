import { useState } from 'react';
import { carryOutDestruction, decideApproval } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Status, type Shape } from '../../ui/Status';
import { ReasonDialog } from '../../ui/ReasonDialog';
import type { Doing } from '../../ui/useDoing';

type List = components['schemas']['DestructionList'];

const SHAPES: Record<List['state'], Shape> = { WAITING: 'wait', APPROVED: 'due', REFUSED: 'off', EXPIRED: 'gone' };

/** Lists of what shall be or was destroyed: proposed by one, decided by another, and then for ever what is left of it, to be printed as the minutes of the destruction. */
export function DestructionLists({ lists, actions, nameOf, doing }: { lists: List[]; actions: readonly string[]; nameOf: (code: string) => string; doing: Doing }) {
  const { t, format } = useWords();
  const [asked, setAsked] = useState<{ what: 'agree' | 'refuse' | 'carryOut'; list: List }>();
  const decide = async (approved: boolean, answer: string) => {
    if (asked) await doing.run(() => decideApproval(asked.list.approvalId, approved, answer));
    setAsked(undefined);
  };
  const carryOut = async () => {
    if (asked) await doing.run(() => carryOutDestruction(asked.list.id));
    setAsked(undefined);
  };
  return (
    <section className="stack">
      <h2>{t('retention.lists')}</h2>
      {lists.length === 0 && <p>{t('retention.noLists')}</p>}
      {lists.map((list) => (
        <article key={list.id} className="card stack">
          <div className="head">
            <h3><bdi className="code">{list.number}</bdi></h3>
            {list.carriedOut ? <Status shape="done">{t('retention.carriedOut', { when: format.dateTime(list.carriedOut) })}</Status> : <Status shape={SHAPES[list.state]}>{t(`retention.list.${list.state}`)}</Status>}
          </div>
          <p>
            <bdi>{list.reason}</bdi><br />
            {t('retention.proposedBy')} <bdi>{list.proposedBy}</bdi>, {format.dateTime(list.proposedAt)}
            {list.decidedBy && <><br />{t('retention.decidedBy')} <bdi>{list.decidedBy}</bdi>{list.answer && <>: <bdi>{list.answer}</bdi></>}</>}
          </p>
          <table className="list">
            <thead>
              <tr><th>{t('archive.reception')}</th><th>{t('retention.class')}</th><th>{t('retention.keptUntil')}</th><th>{t('archive.state')}</th></tr>
            </thead>
            <tbody>
              {list.items.map((item) => (
                <tr key={item.receptionId}>
                  <td>
                    <bdi className="code">{item.code}</bdi>
                    {item.manifestSha256 && <details><summary>{t('retention.hash')}</summary><code dir="ltr">{item.manifestSha256}</code></details>}
                  </td>
                  <td>{nameOf(item.classCode)}<small><bdi lang="en" dir="ltr">{item.legalReference}</bdi></small></td>
                  <td className="retention-whole" data-label={t('retention.keptUntil')}>{item.keepUntil && format.date(item.keepUntil)}</td>
                  <td>
                    {item.destroyedAt && item.places === 0 && <Status shape="gone">{t('recording.DESTROYED')}</Status>}
                    {item.destroyedAt && item.places !== 0 && <Status shape="wait">{t('retention.places', { n: format.number(item.places ?? 0) })}</Status>}
                    {item.keptBecause && <Status shape="hold">{t(`retention.bar.${item.keptBecause}`)}</Status>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {!list.carriedOut && !list.mine && list.state === 'WAITING' && actions.includes('approveDestruction') && (
            <div className="acts">
              <Button kind="stop" onClick={() => setAsked({ what: 'agree', list })}>{t('retention.agree')}</Button>
              <Button onClick={() => setAsked({ what: 'refuse', list })}>{t('retention.refuse')}</Button>
            </div>
          )}
          {!list.carriedOut && list.mine && list.state === 'APPROVED' && (
            <div className="acts">
              <Button kind="stop" onClick={() => setAsked({ what: 'carryOut', list })}>{t('retention.carryOut')}</Button>
              <span>{t('retention.inForce', { when: format.dateTime(list.until) })}</span>
            </div>
          )}
        </article>
      ))}
      {asked && asked.what !== 'carryOut' && (
        <ReasonDialog title={t(`retention.${asked.what}`)} act={t(`retention.${asked.what}`)} stop={asked.what === 'agree'} busy={doing.busy} onDo={(reason) => void decide(asked.what === 'agree', reason)} onClose={() => setAsked(undefined)}>
          <p><bdi className="code">{asked.list.number}</bdi>: {t('retention.count', { n: format.number(asked.list.items.length) })}</p>
        </ReasonDialog>
      )}
      {asked?.what === 'carryOut' && (
        <Dialog title={t('retention.carryOut')} onClose={() => setAsked(undefined)}>
          <p>{t('retention.forGood')}</p>
          <div className="acts">
            <Button kind="stop" disabled={doing.busy} onClick={() => void carryOut()}>{t('retention.carryOut')}</Button>
            <Button kind="text" onClick={() => setAsked(undefined)}>{t('ui.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
