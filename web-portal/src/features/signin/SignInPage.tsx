import { useEffect, useState } from 'react';
import { beginProviderSignIn, signIn, signInByProvider, signInWays, type Me } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { enterByPasskey, passkeysWork } from './passkey';
import { CodeField } from './SecondFactor';

export function SignInPage({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const [unlocked, setUnlocked] = useState(true);
  const ways = useLoaded(signInWays, []);
  const submit = async () => {
    setBusy(true);
    setRefused(undefined);
    try {
      onSignedIn(await signIn(login, password, code));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.problem.type === 'second-factor-needed') setAsked(true);
      setRefused(error.problem);
    } finally {
      setBusy(false);
    }
  };
  const enter = async (way: () => Promise<Me | undefined>) => {
    setBusy(true);
    setRefused(undefined);
    setUnlocked(true);
    try {
      const me = await way();
      if (me) onSignedIn(me);
      else setUnlocked(false);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
    } finally {
      setBusy(false);
    }
  };
  const toProvider = async () => {
    setBusy(true);
    try {
      location.assign((await beginProviderSignIn()).address);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
      setBusy(false);
    }
  };
  useEffect(() => {
    const back = takeWhatCameBack();
    if (back) void enter(() => signInByProvider(back));
    // Once: the address has forgotten it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <PageShell title={t('signIn.title')}>
      <div className="card sign-in stack">
        <h1>{t('signIn.title')}</h1>
        <p className="quiet">{t('product.tagline')}</p>
        {!unlocked && <Notice kind="due">{t('passkey.notUnlocked')}</Notice>}
        {refused && (refused.type === 'second-factor-needed' ? <Notice kind="info">{t('problem.second-factor-needed')}</Notice> : <ProblemNotice problem={refused} />)}
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field label={t('signIn.login')}>
            {(field) => <input {...field} name="login" dir="ltr" autoComplete="username" required maxLength={80} value={login} onChange={(event) => setLogin(event.target.value)} />}
          </Field>
          <Field label={t('signIn.password')}>
            {(field) => <input {...field} name="password" type="password" dir="ltr" autoComplete="current-password" required maxLength={200} value={password} onChange={(event) => setPassword(event.target.value)} />}
          </Field>
          {asked && <CodeField code={code} onCode={setCode} />}
          <div className="acts">
            <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'signIn.busy' : 'signIn.do')}</Button>
            {ways.value?.passkeys && passkeysWork() && <Button disabled={busy} onClick={() => void enter(enterByPasskey)}>{t('passkey.signIn')}</Button>}
            {ways.value?.provider && <Button disabled={busy} onClick={() => void toProvider()}>{t('signIn.provider', { name: `\u2068${ways.value.provider}\u2069` })}</Button>}
          </div>
        </form>
      </div>
    </PageShell>
  );
}

/** The code and state that a provider sent with the browser; gone from the address, which others may read, before they are used. */
function takeWhatCameBack(): { code: string; state: string; iss?: string } | undefined {
  if (location.pathname !== '/sign-in/back') return undefined;
  const query = new URLSearchParams(location.search);
  history.replaceState(null, '', '/sign-in');
  const [code, state, iss] = [query.get('code'), query.get('state'), query.get('iss')];
  // Who said no there brings no code: the server refuses it as it refuses a wrong one.
  return query.size > 0 ? { code: code ?? '-', state: state ?? '-', ...(iss ? { iss } : {}) } : undefined;
}
