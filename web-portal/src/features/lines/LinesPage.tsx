import { useRef } from 'react';
import { health, metrics } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { LineOrders } from './LineOrders';
import { measuresOf } from './measures';

const LOOK_MILLIS = 4000;

/** The words of the option stand in the server's warning, in every version of it. */
const LOSS_OPTION = '--loss-injection';

/** What goes on at the bridge, and what an administrator may do about one participant's line. Names nobody: numbers of seats only. */
export default function LinesPage() {
  const { t, format } = useWords();
  const lostBefore = useRef<number>(undefined);
  const { value, problem, reload } = useLoaded(
    async () => {
      const [well, exposition] = await Promise.all([health(), metrics()]);
      const now = measuresOf(exposition);
      const losing = lostBefore.current !== undefined && now.lostOnPurpose > lostBefore.current;
      lostBefore.current = now.lostOnPurpose;
      return { ...now, losing, mayLose: well.warnings?.some((warning) => warning.includes(LOSS_OPTION)) ?? false };
    },
    [],
    LOOK_MILLIS,
  );
  return (
    <PageShell title={t('lines.title')}>
      <h1>{t('lines.title')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.losing && <Notice kind="late">{t('lines.losing')}</Notice>}
      {value?.mayLose && !value.losing && <Notice kind="due">{t('lines.trial')}</Notice>}
      {value && (
        <div className="two">
          <div className="stack">
            <p>{t('lines.lead')}</p>
            {value.rooms === 0 ? <Empty>{t('lines.nobody')}</Empty> : <LineOrders mayLose={value.mayLose} />}
          </div>
          <aside className="stack side">
            <h2>{t('lines.now')}</h2>
            <ul className="lines">
              <li><span>{t('lines.rooms')}</span><b>{format.number(value.rooms)}</b></li>
              <li><span>{t('lines.connections')}</span><b>{format.number(value.connections)}</b></li>
              {value.mayLose && <li><span>{t('lines.lostNow')}</span><b>{format.number(value.lostOnPurpose)}</b></li>}
            </ul>
          </aside>
        </div>
      )}
    </PageShell>
  );
}
