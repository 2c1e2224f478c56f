import { useState } from 'react';
import { resetSecondFactor } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';

const NOTHING = () => undefined;

/** What an administrator does for officials who can't help themselves. */
export default function AccountsPage() {
  const { t } = useWords();
  const doing = useDoing(NOTHING);
  const [login, setLogin] = useState('');
  const [reason, setReason] = useState('');
  const [done, setDone] = useState(false);
  const submit = async () => {
    setDone(false);
    if (!(await doing.run(() => resetSecondFactor(login, reason.trim())))) return;
    setDone(true);
    setLogin('');
    setReason('');
  };
  return (
    <PageShell title={t('accounts.title')}>
      <h1>{t('accounts.title')}</h1>
      <form className="card narrow stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <h2>{t('accounts.lost')}</h2>
        <p>{t('accounts.lostWhy')}</p>
        {doing.refused && <ProblemNotice problem={doing.refused} />}
        {done && <Notice kind="ok">{t('accounts.done')}</Notice>}
        <Field label={t('signIn.login')}>{(field) => <input {...field} name="login" dir="ltr" autoComplete="off" required maxLength={80} value={login} onChange={(event) => setLogin(event.target.value)} />}</Field>
        <Field label={t('archive.reason')}>{(field) => <input {...field} name="reason" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}</Field>
        <div className="acts"><Button type="submit" disabled={doing.busy}>{t('accounts.reset')}</Button></div>
      </form>
    </PageShell>
  );
}
