import { useState } from 'react';
import { officialLeaves, officials, registerOfficial, resetPassword, resetSecondFactor } from '../../api/client';
import type { components } from '../../api/schema';
import type { Language } from '../../i18n/format';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { Status } from '../../ui/Status';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import './oversight.css';

type Official = components['schemas']['OfficialEntry'];
type Act = 'password' | 'factor' | 'left';

const LANGUAGES: Language[] = ['vi', 'ur', 'en'];

/** Who has an account, and what an administrator does for officials who can't help themselves. */
export default function AccountsPage() {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [sought, setSought] = useState('');
  const { value, problem, reload } = useLoaded(() => officials(sought), [sought]);
  const doing = useDoing(reload);
  const [asked, setAsked] = useState<{ act: Act; official: Official }>();
  const [registering, setRegistering] = useState(false);
  const [handedOut, setHandedOut] = useState<{ name: string; password: string }>();
  const [done, setDone] = useState(false);
  const act = async (reason: string) => {
    if (!asked) return;
    const { official } = asked;
    setDone(false);
    setHandedOut(undefined);
    const ok = await doing.run(async () => {
      if (asked.act === 'password') setHandedOut({ name: official.name, password: (await resetPassword(official.id, reason)).password });
      else if (asked.act === 'factor') await resetSecondFactor(official.login, reason);
      else await officialLeaves(official.id, reason);
    });
    setDone(ok && asked.act !== 'password');
    setAsked(undefined);
  };
  return (
    <PageShell title={t('accounts.title')}>
      <div className="head">
        <h1>{t('accounts.title')}</h1>
        <Button onClick={() => setRegistering(true)}>{t('accounts.new')}</Button>
      </div>
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      {done && <Notice kind="ok">{t('accounts.done')}</Notice>}
      {handedOut && (
        <Notice kind="ok">
          <p>{t('accounts.handedOut', { name: `\u2068${handedOut.name}\u2069` })}</p>
          <p><code className="code big-code">{handedOut.password}</code></p>
        </Notice>
      )}
      <form className="acts" role="search" onSubmit={(event) => { event.preventDefault(); setSought(text.trim()); }}>
        <label htmlFor="sought">{t('accounts.find')}</label>
        <input id="sought" name="text" className="account-sought" dir="auto" maxLength={80} value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit">{t('accounts.findDo')}</Button>
      </form>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.length === 0 && <Empty>{t('accounts.none')}</Empty>}
      {value && value.length > 0 && <OfficialTable lines={value} onAct={(one, official) => setAsked({ act: one, official })} />}
      {asked && (
        <ReasonDialog title={t(`accounts.${asked.act}Title`)} act={t(`accounts.${asked.act}Do`)} stop={asked.act === 'left'} busy={doing.busy} onDo={(reason) => void act(reason)} onClose={() => setAsked(undefined)}>
          <p><b><bdi>{asked.official.name}</bdi></b></p>
          <p>{t(`accounts.${asked.act}Why`)}</p>
        </ReasonDialog>
      )}
      {registering && <RegisterDialog onClose={() => setRegistering(false)} onDone={(one) => { setHandedOut(one); setDone(false); setRegistering(false); reload(); }} />}
    </PageShell>
  );
}

function OfficialTable({ lines, onAct }: { lines: Official[]; onAct: (act: Act, official: Official) => void }) {
  const { t, words } = useWords();
  return (
    <table className="list">
      <thead>
        <tr><th>{t('accounts.name')}</th><th>{t('signIn.login')}</th><th>{t('accounts.posts')}</th><th>{t('factor.title')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
      </thead>
      <tbody>
        {lines.map((official) => (
          <tr key={official.id}>
            <td><b><bdi>{official.name}</bdi></b></td>
            <td data-label={t('signIn.login')}><span className="code">{official.login}</span></td>
            <td data-label={t('accounts.posts')}>
              {official.posts.length === 0 && <span className="quiet">{t('accounts.noPost')}</span>}
              {official.posts.map((post) => <div key={post.id}>{t(`role.${post.role}`)}, <bdi>{words(post.unit.name)}</bdi>{post.charge !== 'APPOINTED' && ` (${t(`charge.${post.charge}`)})`}</div>)}
            </td>
            <td data-label={t('factor.title')}>{official.secondFactor ? <Status shape="done">{t('accounts.factor')}</Status> : <Status shape="off">{t('accounts.noFactor')}</Status>}</td>
            <td className="account-acts">
              <Button kind="text" small onClick={() => onAct('password', official)}>{t('accounts.password')}</Button>
              {official.secondFactor && <Button kind="text" small onClick={() => onAct('factor', official)}>{t('accounts.lost')}</Button>}
              <Button kind="text" small onClick={() => onAct('left', official)}>{t('accounts.left')}</Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RegisterDialog({ onDone, onClose }: { onDone: (handedOut: { name: string; password: string }) => void; onClose: () => void }) {
  const { t } = useWords();
  const doing = useDoing(() => undefined);
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [language, setLanguage] = useState<Language>('vi');
  const register = async () => {
    const { password } = await registerOfficial({ login: login.trim(), name: name.trim(), language });
    onDone({ name: name.trim(), password });
  };
  return (
    <Dialog title={t('accounts.newTitle')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void doing.run(register); }}>
        {doing.refused && <ProblemNotice problem={doing.refused} />}
        <p className="quiet">{t('accounts.newWhy')}</p>
        <Field label={t('accounts.name')}>{(field) => <input {...field} name="name" dir="auto" autoComplete="off" required maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label={t('signIn.login')} hint={t('accounts.loginHint')}>{(field) => <input {...field} name="login" dir="ltr" autoComplete="off" required minLength={2} maxLength={80} pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" value={login} onChange={(event) => setLogin(event.target.value)} />}</Field>
        <Field label={t('accounts.language')}>
          {(field) => (
            <select {...field} name="language" value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
              {LANGUAGES.map((one) => <option key={one} value={one}>{t(`accounts.language.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <div className="acts">
          <Button kind="primary" type="submit" disabled={doing.busy}>{t('accounts.newDo')}</Button>
          <Button kind="text" onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
