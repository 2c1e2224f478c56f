import { useState } from 'react';
import { auditLines, exportAudit, verifyAudit } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';
import { saveFile } from '../../ui/saveFile';
import { useLoaded } from '../../ui/useLoaded';
import './oversight.css';

type Line = components['schemas']['AuditLine'];
type Verdict = components['schemas']['AuditVerdict'];

const PAGE_LINES = 50;

/** What was done and looked at: read page by page, checked as a whole, handed out for a time. Each of that is in the log itself. */
export default function AuditPage() {
  const { t } = useWords();
  const [before, setBefore] = useState<number>();
  const { value, problem, reload } = useLoaded(() => auditLines(before), [before]);
  const doing = useDoing(reload);
  const [verdict, setVerdict] = useState<Verdict>();
  return (
    <PageShell title={t('audit.title')}>
      <div>
        <h1>{t('audit.title')}</h1>
        <p className="quiet">{t('audit.why')}</p>
      </div>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      <div className="two">
        <section className="stack">
          <h2>{t('audit.lines')}</h2>
          {!value && !problem && <Loading />}
          {value?.length === 0 && <Empty>{t('audit.none')}</Empty>}
          {value && value.length > 0 && <AuditTable lines={value} />}
          <div className="acts">
            {before !== undefined && <Button onClick={() => setBefore(undefined)}>{t('audit.newest')}</Button>}
            {value?.length === PAGE_LINES && <Button onClick={() => setBefore(value.at(-1)?.number)}>{t('audit.older')}</Button>}
          </div>
        </section>
        <aside className="stack side">
          <section className="stack">
            <h2>{t('audit.verify')}</h2>
            <p>{t('audit.verifyWhy')}</p>
            {verdict && <VerdictNotice verdict={verdict} />}
            <div className="acts"><Button disabled={doing.busy} onClick={() => void doing.run(async () => setVerdict(await verifyAudit()))}>{t('audit.verifyDo')}</Button></div>
          </section>
          <ExportForm busy={doing.busy} onExport={(from, to, reason) => void doing.run(async () => saveFile(await exportAudit(from, to, reason), `audit-${from.slice(0, 10)}.jsonl`))} />
        </aside>
      </div>
    </PageShell>
  );
}

function VerdictNotice({ verdict }: { verdict: Verdict }) {
  const { t, format } = useWords();
  return verdict.brokenAt === undefined ? (
    <Notice kind="ok">{t('audit.intact', { n: format.number(verdict.lines) })} <code className="code audit-hash" dir="ltr">{verdict.headHash}</code></Notice>
  ) : (
    <Notice kind="late">{t('audit.broken', { n: format.number(verdict.brokenAt) })}</Notice>
  );
}

function AuditTable({ lines }: { lines: Line[] }) {
  const { t, format } = useWords();
  return (
    <table className="list">
      <thead>
        <tr><th>{t('audit.number')}</th><th>{t('audit.at')}</th><th>{t('audit.who')}</th><th>{t('audit.what')}</th><th>{t('audit.reason')}</th></tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number}>
            <td><bdi>{line.number}</bdi></td>
            <td data-label={t('audit.at')}>{format.dateTime(line.at)}</td>
            <td data-label={t('audit.who')}><bdi>{line.actor}</bdi></td>
            <td data-label={t('audit.what')}><bdi className="code" dir="ltr">{line.action}</bdi><small className="audit-subject"><bdi dir="ltr">{[line.subject, ...Object.entries(line.detail).map(([name, text]) => `${name}: ${text}`)].join(' · ')}</bdi></small></td>
            <td data-label={t('audit.reason')} dir="auto">{line.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ExportForm({ busy, onExport }: { busy: boolean; onExport: (from: string, to: string, reason: string) => void }) {
  const { t } = useWords();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const submit = () => {
    // Whole days of this device's zone; the last one is included.
    const end = new Date(`${to}T00:00:00`);
    end.setDate(end.getDate() + 1);
    onExport(new Date(`${from}T00:00:00`).toISOString(), end.toISOString(), reason.trim());
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>{t('audit.export')}</h2>
      <p>{t('audit.exportWhy')}</p>
      <Field label={t('archive.from')}>{(field) => <input {...field} name="from" type="date" dir="ltr" required value={from} max={to || undefined} onChange={(event) => setFrom(event.target.value)} />}</Field>
      <Field label={t('archive.to')}>{(field) => <input {...field} name="to" type="date" dir="ltr" required value={to} min={from || undefined} onChange={(event) => setTo(event.target.value)} />}</Field>
      <Field label={t('archive.reason')}>{(field) => <input {...field} name="reason" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}</Field>
      <div className="acts"><Button type="submit" disabled={busy}>{t('audit.exportDo')}</Button></div>
    </form>
  );
}
