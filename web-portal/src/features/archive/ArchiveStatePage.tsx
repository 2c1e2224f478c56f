import { archiveState } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Shape } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { Recorders } from './Recorders';

type State = components['schemas']['RecordingState'];
type Report = components['schemas']['ArchiveReport'];

const SHAPES: Record<State, Shape> = {
  EXPECTED: 'wait', WRITING: 'live', SEALED: 'hold', ARCHIVED: 'done', VERIFIED: 'done', DAMAGED: 'late', DESTROYED: 'gone',
};
const STATES = Object.keys(SHAPES) as State[];

const LOOK_MILLIS = 30_000;
const GIGABYTE = 1_000_000_000;

/** Whether every recording is where it should be: for who keeps the archive, and who has to trust it. Nothing of what was said is in it. */
export default function ArchiveStatePage() {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(archiveState, [], LOOK_MILLIS);
  return (
    <PageShell title={t('nav.archiveState')}>
      <h1>{t('nav.archiveState')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value && (
        <div className="two">
          <div className="stack">
            {value.late.length === 0 ? (
              <Notice kind="ok">{t('archiveState.nothingLate')}</Notice>
            ) : (
              <section className="stack">
                <h2>{t('archiveState.late')}</h2>
                <table className="list">
                  <thead>
                    <tr><th>{t('archive.reception')}</th><th>{t('archive.state')}</th><th>{t('archiveState.since')}</th></tr>
                  </thead>
                  <tbody>
                    {value.late.map((line) => (
                      <tr key={line.receptionId}>
                        <td><bdi className="code">{line.code}</bdi><Cause text={line.trouble} /></td>
                        <td><Status shape="late">{t(`recording.${line.state}`)}</Status></td>
                        <td>{format.dateTime(line.since)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )}
            <Recorders />
            <Checked title={t('archiveState.fixity')} report={value.fixity} />
            <Checked title={t('archiveState.reconciliation')} report={value.reconciliation} />
          </div>
          <aside className="stack side">
            <h2>{t('archiveState.recordings')}</h2>
            <ul className="lines">
              {STATES.map((state) => (
                <li key={state}>
                  <Status shape={SHAPES[state]}>{t(`recording.${state}`)}</Status>
                  <b>{format.number(value.recordings[state] ?? 0)}</b>
                </li>
              ))}
              <li><span>{t('archiveState.unsealed')}</span><b>{format.number(value.unsealed)}</b></li>
            </ul>
            <h2>{t('archiveState.stores')}</h2>
            {value.stores.length === 0 && <p>{t('archiveState.noStores')}</p>}
            <ul className="lines">
              {value.stores.map((store) => (
                <li key={store.name}>
                  <span>
                    <bdi dir="ltr">{store.name}</bdi>
                    {store.waiting > 0 && <small>{t('archiveState.waiting', { n: format.number(store.waiting) })}</small>}
                  </span>
                  <b>{t('archiveState.kept', { n: format.number(store.copies), gigabytes: format.number(store.bytes / GIGABYTE) })}</b>
                </li>
              ))}
            </ul>
            {value.stores.length > 0 && <p>{t(value.encrypted ? 'archiveState.encrypted' : 'archiveState.plain')}</p>}
            <p>{value.lastList ? t('archiveState.lastList', { day: format.date(value.lastList) }) : t('archiveState.noList')}</p>
          </aside>
        </div>
      )}
    </PageShell>
  );
}

/** What went wrong, as the machine says it: for who mends it. */
function Cause({ text }: { text?: string }) {
  const { t } = useWords();
  if (!text) return null;
  return (
    <details>
      <summary>{t('archiveState.cause')}</summary>
      <p lang="en" dir="ltr">{text}</p>
    </details>
  );
}

function Checked({ title, report }: { title: string; report?: Report }) {
  const { t, format } = useWords();
  return (
    <section className="stack">
      <h2>{title}</h2>
      {!report && <p>{t('archiveState.notYet')}</p>}
      {report && (
        <p>
          {report.endedAt
            ? t('archiveState.checked', { when: format.dateTime(report.endedAt), n: format.number(report.checked) })
            : t('archiveState.goesOn', { when: format.dateTime(report.beganAt), n: format.number(report.checked) })}
        </p>
      )}
      {report?.findings.length === 0 && report.endedAt && <p><Status shape="done">{t('archiveState.allThere')}</Status></p>}
      {report && report.findings.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('archive.reception')}</th><th>{t('archiveState.finding')}</th><th>{t('archiveState.place')}</th><th>{t('archive.state')}</th></tr>
          </thead>
          <tbody>
            {report.findings.map((finding, index) => (
              // A report is never reordered, and two of its lines may say the same.
              <tr key={index}>
                <td><bdi className="code">{finding.code}</bdi></td>
                <td>{t(`finding.${finding.what}`)}<Cause text={finding.detail} /></td>
                <td>{finding.place ? <bdi dir="ltr">{finding.place}</bdi> : t('archiveState.here')}</td>
                <td><Status shape={finding.repaired ? 'done' : 'late'}>{t(finding.repaired ? 'archiveState.repaired' : 'archiveState.open')}</Status></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
