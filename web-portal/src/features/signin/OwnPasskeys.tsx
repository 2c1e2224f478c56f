import { useState } from 'react';
import { ownPasskeys, removePasskey, signInWays } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import { makePasskey, passkeysWork } from './passkey';

/** Passkeys on one's devices, where server and browser can have them. */
export function OwnPasskeys({ onAdded }: { onAdded: () => void }) {
  const ways = useLoaded(signInWays, []);
  return ways.value?.passkeys && passkeysWork() ? <Passkeys onAdded={onAdded} /> : null;
}

function Passkeys({ onAdded }: { onAdded: () => void }) {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(ownPasskeys, []);
  const doing = useDoing(reload);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const [made, setMade] = useState<boolean>();
  const add = async () => {
    setMade(undefined);
    const ok = await doing.run(async () => setMade(await makePasskey(name.trim())));
    if (!ok) return;
    setNaming(false);
    setName('');
    onAdded();
  };
  return (
    <section className="stack">
      <h2>{t('passkey.title')}</h2>
      <p className="quiet">{t('passkey.why')}</p>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {doing.refused && <ProblemNotice problem={doing.refused} />}
      {made === true && <Notice kind="ok">{t('passkey.added')}</Notice>}
      {made === false && <Notice kind="due">{t('passkey.notMade')}</Notice>}
      {value && value.length > 0 && (
        <ul className="lines">
          {value.map((key) => (
            <li key={key.id}>
              <span>
                <b><bdi>{key.name}</bdi></b>
                <small>{t('passkey.since', { at: format.dateTime(key.addedAt) })}{key.usedAt && ` · ${t('passkey.used', { at: format.dateTime(key.usedAt) })}`}</small>
              </span>
              <Button kind="text" disabled={doing.busy} onClick={() => void doing.run(() => removePasskey(key.id))}>{t('passkey.remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      {!naming && <div className="acts"><Button onClick={() => setNaming(true)}>{t('passkey.add')}</Button></div>}
      {naming && (
        <form className="card narrow stack" onSubmit={(event) => { event.preventDefault(); void add(); }}>
          <Field label={t('passkey.name')} hint={t('passkey.nameHint')}>{(field) => <input {...field} name="passkey" dir="auto" autoComplete="off" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
          <div className="acts">
            <Button kind="primary" type="submit" disabled={doing.busy}>{t('passkey.do')}</Button>
            <Button kind="text" onClick={() => setNaming(false)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </section>
  );
}
