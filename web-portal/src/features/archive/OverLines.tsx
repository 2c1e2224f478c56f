import { useState } from 'react';
import { proposeDestruction } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Status } from '../../ui/Status';
import { ReasonDialog } from '../../ui/ReasonDialog';
import type { Doing } from '../../ui/useDoing';

type Line = components['schemas']['RetentionLine'];

/** Whose time is over: chosen for a list that a second person decides on. Nothing is chosen beforehand; what is held can't be. */
export function OverLines({ lines, mayPropose, nameOf, doing }: { lines: Line[]; mayPropose: boolean; nameOf: (code: string) => string; doing: Doing }) {
  const { t, format } = useWords();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const propose = async (reason: string) => {
    if (await doing.run(() => proposeDestruction(reason, [...chosen]))) setChosen([]);
    setAsking(false);
  };
  return (
    <section className="stack">
      <h2>{t('retention.over')}</h2>
      <table className="list">
        <thead>
          <tr><th>{t('archive.reception')}</th><th>{t('retention.class')}</th><th>{t('retention.workEnded')}</th><th>{t('retention.keptUntil')}</th></tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.receptionId}>
              <td>
                <label className="retention-choice">
                  <input
                    type="checkbox"
                    disabled={line.bar !== undefined || !mayPropose}
                    checked={chosen.includes(line.receptionId)}
                    onChange={(event) => setChosen(event.target.checked ? [...chosen, line.receptionId] : chosen.filter((id) => id !== line.receptionId))}
                  />
                  <bdi className="code">{line.code}</bdi>
                </label>
                {line.bar && <div><Status shape="hold">{t(`retention.bar.${line.bar}`)}</Status></div>}
              </td>
              <td>{nameOf(line.classCode)}</td>
              <td className="retention-whole" data-label={t('retention.workEnded')}>{line.workEnded && format.date(line.workEnded)}</td>
              <td className="retention-whole" data-label={t('retention.keptUntil')}>{line.keepUntil && format.date(line.keepUntil)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayPropose && <div className="acts">
        <Button kind="primary" disabled={chosen.length === 0 || doing.busy} onClick={() => setAsking(true)}>
          {t('retention.propose', { n: format.number(chosen.length) })}
        </Button>
      </div>}
      {asking && (
        <ReasonDialog title={t('retention.proposeTitle')} act={t('retention.ask')} busy={doing.busy} onDo={(reason) => void propose(reason)} onClose={() => setAsking(false)}>
          <p>{t('retention.proposeWhy')}</p>
        </ReasonDialog>
      )}
    </section>
  );
}
