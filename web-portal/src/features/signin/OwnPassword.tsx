import { useState } from 'react';
import { changePassword } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';

const NOTHING = () => undefined;

/** One's own password: changed by its owner, and chosen at once where an administrator has handed one out. */
export function OwnPassword({ required, onChanged }: { required: boolean; onChanged: () => void }) {
  const { t } = useWords();
  const doing = useDoing(NOTHING);
  const [open, setOpen] = useState(required);
  const [old, setOld] = useState('');
  const [wanted, setWanted] = useState('');
  const [done, setDone] = useState(false);
  const submit = async () => {
    if (!(await doing.run(() => changePassword(old, wanted)))) return;
    setOld('');
    setWanted('');
    setDone(true);
    setOpen(false);
    onChanged();
  };
  return (
    <section className="stack">
      <h2>{t('signIn.password')}</h2>
      {required && <Notice kind="due">{t('problem.password-change-required')}</Notice>}
      {done && <Notice kind="ok">{t('password.done')}</Notice>}
      {!open && <div className="acts"><Button onClick={() => { setDone(false); setOpen(true); }}>{t('password.change')}</Button></div>}
      {open && (
        <form className="card narrow stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          {doing.refused && <ProblemNotice problem={doing.refused} />}
          <Field label={t(required ? 'password.handedOut' : 'password.old')}>{(field) => <input {...field} name="old" type="password" dir="ltr" autoComplete="current-password" required maxLength={200} value={old} onChange={(event) => setOld(event.target.value)} />}</Field>
          <Field label={t('password.wanted')} hint={t('password.wantedHint')}>{(field) => <input {...field} name="wanted" type="password" dir="ltr" autoComplete="new-password" required minLength={12} maxLength={200} value={wanted} onChange={(event) => setWanted(event.target.value)} />}</Field>
          <div className="acts">
            <Button kind="primary" type="submit" disabled={doing.busy}>{t('password.do')}</Button>
            {!required && <Button kind="text" onClick={() => setOpen(false)}>{t('ui.cancel')}</Button>}
          </div>
        </form>
      )}
    </section>
  );
}
