import { useState } from 'react';
import { endSignIn, endSignIns, ownSignIns, type OwnSignIn } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import { OwnPasskeys } from './OwnPasskeys';
import { OwnPassword } from './OwnPassword';
import { SecondFactor } from './SecondFactor';
import './signin.css';

/** What an official looks after themselves: their password, passkeys and second factor, and where they are signed in. */
export default function AccountPage({ needsNewPassword, onEnrolled, onSignedOut }: { needsNewPassword: boolean; onEnrolled: () => void; onSignedOut: () => void }) {
  const { t } = useWords();
  return (
    <PageShell title={t('account.title')}>
      <h1>{t('account.title')}</h1>
      <OwnPassword required={needsNewPassword} onChanged={onEnrolled} />
      <OwnPasskeys onAdded={onEnrolled} />
      <SecondFactor onEnrolled={onEnrolled} />
      <OwnSignIns onSignedOut={onSignedOut} />
    </PageShell>
  );
}

function OwnSignIns({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useWords();
  const { value, problem, reload } = useLoaded(ownSignIns, []);
  const doing = useDoing(reload);
  const [asking, setAsking] = useState(false);
  return (
    <section className="stack">
      <h2>{t('account.signIns')}</h2>
      <p className="quiet">{t('account.signInsWhy')}</p>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      {!value && !problem && <Loading />}
      {value && <SignInTable lines={value} busy={doing.busy} onEnd={(id) => void doing.run(() => endSignIn(id))} />}
      <div className="acts">
        <Button onClick={() => setAsking(true)}>{t('account.everywhere')}</Button>
      </div>
      {asking && (
        <Dialog title={t('account.everywhereTitle')} onClose={() => setAsking(false)}>
          <p>{t('account.everywhereWhy')}</p>
          <div className="acts">
            <Button
              kind="stop"
              disabled={doing.busy}
              onClick={() => void doing.run(async () => { await endSignIns(); onSignedOut(); }).then(() => setAsking(false))}
            >
              {t('account.everywhereDo')}
            </Button>
            <Button kind="text" onClick={() => setAsking(false)}>{t('ui.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function SignInTable({ lines, busy, onEnd }: { lines: OwnSignIn[]; busy: boolean; onEnd: (id: string) => void }) {
  const { t, words, format } = useWords();
  const device = ({ browser, system }: OwnSignIn) =>
    browser && system ? t('account.device', { browser: `\u2068${browser}\u2069`, system: `\u2068${system}\u2069` }) : (browser ?? system ?? t('account.unknownDevice'));
  return (
    <table className="list">
      <thead>
        <tr><th>{t('account.where')}</th><th>{t('account.post')}</th><th>{t('account.since')}</th><th>{t('account.used')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td><b>{device(line)}</b></td>
            <td data-label={t('account.post')}>{t(`role.${line.post.role}`)}, <bdi>{words(line.post.unit.name)}</bdi></td>
            <td data-label={t('account.since')}>{format.dateTime(line.since)}</td>
            <td data-label={t('account.used')}>{format.dateTime(line.usedAt)}</td>
            <td>{line.current ? <Status shape="here">{t('account.here')}</Status> : <Button kind="text" disabled={busy} onClick={() => onEnd(line.id)}>{t('account.end')}</Button>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
