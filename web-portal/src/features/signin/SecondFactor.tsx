import { useState, type ReactNode } from 'react';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, secondFactor } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';

type Begun = Awaited<ReturnType<typeof beginSecondFactor>>;

/** An authenticator beside the password: enrolled with a picture, proved with a code, and ten codes for the day it is lost. */
export function SecondFactor({ onEnrolled }: { onEnrolled: () => void }) {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(secondFactor, []);
  const doing = useDoing(reload);
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<string[]>();
  const [removing, setRemoving] = useState(false);
  const confirm = async (code: string) => {
    const done = await confirmSecondFactor(code);
    setCodes(done.recoveryCodes);
    setBegun(undefined);
  };
  const remove = async (code: string) => {
    await removeSecondFactor(code);
    setCodes(undefined);
    setRemoving(false);
  };
  return (
    <section className="stack">
      <h2>{t('factor.title')}</h2>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      {!value && !problem && <Loading />}
      {codes && (
        <div className="card narrow stack">
          <Notice kind="ok">{t('factor.added')}</Notice>
          <p>{t('factor.recovery')}</p>
          <ol className="recovery-codes" dir="ltr">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ol>
          <div className="acts">
            <Button onClick={() => print()}>{t('ui.print')}</Button>
            <Button kind="primary" onClick={() => { setCodes(undefined); onEnrolled(); }}>{t('factor.kept')}</Button>
          </div>
        </div>
      )}
      {value && !codes && !value.enrolled && !begun && (
        <>
          <p className="quiet">{t('factor.why')}</p>
          {value.required && <Notice kind="due">{t('problem.second-factor-required')}</Notice>}
          <div className="acts"><Button disabled={doing.busy} onClick={() => void doing.run(async () => setBegun(await beginSecondFactor()))}>{t('factor.begin')}</Button></div>
        </>
      )}
      {begun && (
        <div className="card narrow stack">
          <p>{t('factor.scan')}</p>
          <div className="qr" role="img" aria-label={t('factor.picture')} dangerouslySetInnerHTML={{ __html: begun.qrSvg }} />
          <p>{t('factor.type')} <code className="code factor-key" dir="ltr">{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
          <CodeForm act={t('factor.confirm')} busy={doing.busy} onCode={(code) => void doing.run(() => confirm(code))}>
            <Button kind="text" onClick={() => setBegun(undefined)}>{t('ui.cancel')}</Button>
          </CodeForm>
        </div>
      )}
      {value && !codes && value.enrolled && (
        <>
          <p>{t('factor.present', { n: format.number(value.recoveryCodesLeft) })}</p>
          {value.recoveryCodesLeft < 3 && <Notice kind="due">{t('factor.few')}</Notice>}
          {!value.required && !removing && <div className="acts"><Button onClick={() => setRemoving(true)}>{t('factor.remove')}</Button></div>}
          {removing && (
            <div className="card narrow stack">
              <p>{t('factor.removeWhy')}</p>
              <CodeForm act={t('factor.removeDo')} busy={doing.busy} onCode={(code) => void doing.run(() => remove(code))}>
                <Button kind="text" onClick={() => setRemoving(false)}>{t('ui.cancel')}</Button>
              </CodeForm>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function CodeForm({ act, busy, onCode, children }: { act: string; busy: boolean; onCode: (code: string) => void; children: ReactNode }) {
  const [code, setCode] = useState('');
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); onCode(code); }}>
      <CodeField code={code} onCode={setCode} />
      <div className="acts">
        <Button kind="primary" type="submit" disabled={busy}>{act}</Button>
        {children}
      </div>
    </form>
  );
}

/** Six digits, or a recovery code; phones offer what a message brought, keyboards digits first. */
export function CodeField({ code, onCode }: { code: string; onCode: (code: string) => void }) {
  const { t } = useWords();
  return (
    <Field label={t('factor.code')} hint={t('factor.codeHint')}>
      {(field) => <input {...field} name="code" dir="ltr" autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} required maxLength={40} value={code} onChange={(event) => onCode(event.target.value)} />}
    </Field>
  );
}
