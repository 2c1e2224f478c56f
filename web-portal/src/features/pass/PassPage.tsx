import { useRef, useState, type SyntheticEvent } from 'react';
import { checkPass, loadVisit, units } from '../../api/client';
import { Refused } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';

type Schemas = components['schemas'];

interface Checked {
  check: Schemas['PassCheck'];
  /** Absent when it is a visit of another unit, or the code led nowhere. */
  visit?: Schemas['Visit'];
}

/** A scanner types the code and ends it with Enter; the verdict stands in big words, with what to do next. */
export default function PassPage() {
  const { t, format, words } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const known = useLoaded(units, []);
  const [checked, setChecked] = useState<Checked>();
  const { busy, refused, run } = useDoing(() => field.current?.focus());
  const check = async (event: SyntheticEvent) => {
    event.preventDefault();
    const input = field.current;
    const code = input?.value.trim();
    if (!input || !code || busy) return;
    // Empty at once: the next scan must not be typed behind this one.
    input.value = '';
    setChecked(undefined);
    await run(async () => {
      const answer = await checkPass(code);
      setChecked({ check: answer });
      const visit = answer.subject === undefined ? undefined : await ownVisit(answer.subject);
      if (visit) setChecked({ check: answer, visit });
    });
  };
  const place = known.value?.find((unit) => unit.id === checked?.check.usedUnit);
  return (
    <PageShell title={t('pass.title')}>
      <h1>{t('pass.title')}</h1>
      <form className="stack" onSubmit={(event) => void check(event)}>
        <Field label={t('pass.code')} hint={t('pass.codeHint')}>
          {(attributes) => (
            <input {...attributes} ref={field} name="code" className="code" dir="ltr" autoFocus autoComplete="off" inputMode="numeric" maxLength={2000} />
          )}
        </Field>
        <div><Button kind="primary" type="submit">{t('pass.check')}</Button></div>
      </form>
      {refused && <ProblemNotice problem={refused} />}
      {checked && (
        <Notice kind={checked.check.verdict === 'VALID' ? 'ok' : 'late'}>
          <h2>{t(`pass.${checked.check.verdict}`)}</h2>
          {checked.visit && (
            <p>{checked.visit.number !== undefined && <b>{checked.visit.number} · </b>}<bdi>{checked.visit.person}</bdi></p>
          )}
          {checked.check.usedAt && (
            <p>{t('pass.usedAt', { at: format.dateTime(checked.check.usedAt) })}{place && <> · <bdi>{words(place.name)}</bdi></>}</p>
          )}
          <p>{t(`pass.way.${checked.check.verdict}`)}</p>
        </Notice>
      )}
    </PageShell>
  );
}

async function ownVisit(id: string): Promise<Schemas['Visit'] | undefined> {
  try {
    return await loadVisit(id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return undefined;
  }
}
