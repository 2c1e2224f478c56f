import { useState } from 'react';
import { nameGroup } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import type { Doing } from '../../ui/useDoing';

/** Who signed the mandate, and who of them speaks for all. */
export function GroupForm({ view, doing }: { view: components['schemas']['Appointment']; doing: Doing }) {
  const { t } = useWords();
  const [text, setText] = useState(view.group.map((signer) => signer.name).join('\n'));
  const [speakers, setSpeakers] = useState(view.group.filter((signer) => signer.speaks).map((signer) => signer.name));
  const signers = text.split('\n').map((name) => name.trim()).filter((name) => name !== '');
  const most = view.representatives ?? 0;
  return (
    <form className="stack card" onSubmit={(event) => { event.preventDefault(); void doing.run(() => nameGroup(view.line.id, signers, speakers)); }}>
      <h2>{t('group.title')}</h2>
      <Field label={t('group.signers')} hint={t('group.signersHint', { n: String(signers.length), all: String(view.people) })}>
        {(attributes) => <textarea {...attributes} name="signers" dir="auto" rows={6} maxLength={50_000} value={text} onChange={(event) => { setText(event.target.value); setSpeakers([]); }} />}
      </Field>
      {signers.length === view.people && (
        <fieldset className="field">
          <legend>{t('group.speakers', { n: String(most) })}</legend>
          {signers.map((name) => (
            <label key={name} className="choice">
              <input type="checkbox" name="speaker" checked={speakers.includes(name)} disabled={!speakers.includes(name) && speakers.length >= most} onChange={(event) => setSpeakers(event.target.checked ? [...speakers, name] : speakers.filter((one) => one !== name))} />
              <bdi>{name}</bdi>
            </label>
          ))}
        </fieldset>
      )}
      <div className="acts"><Button kind="primary" type="submit" disabled={doing.busy || speakers.length === 0}>{t('group.do')}</Button></div>
    </form>
  );
}
