import { useRef, useState, type SyntheticEvent } from 'react';
import { passesUsedAgain, units } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { CodeCamera } from './CodeCamera';
import { usePassCheck, type Checked } from './usePassCheck';
import './pass.css';

/** A scanner types the code and ends it with Enter, or the camera sees it; the verdict stands in big words, with what to do next. */
export default function PassPage() {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState(false);
  const unitName = useUnitNames();
  const { checked, busy, refused, waiting, surprises, learned, check, believeSigner } = usePassCheck();
  const scanned = (code: string) => {
    if (busy || !code) return false;
    void check(code).then(() => field.current?.focus());
    return true;
  };
  const typed = (event: SyntheticEvent) => {
    event.preventDefault();
    const input = field.current!;
    const code = input.value.trim();
    // Empty at once: the next scan must not be typed behind this one.
    input.value = '';
    scanned(code);
  };
  return (
    <PageShell title={t('pass.title')}>
      <div className="head">
        <h1>{t('pass.title')}</h1>
        <Button onClick={() => setCamera(!camera)}><Icon name="camera" />{t(camera ? 'pass.cameraOff' : 'pass.cameraOn')}</Button>
      </div>
      <div className="pass">
        <form className="stack" onSubmit={typed}>
          <Field label={t('pass.code')} hint={t('pass.codeHint')}>
            {(attributes) => (
              <input {...attributes} ref={field} name="code" className="code" dir="ltr" autoFocus autoComplete="off" inputMode="numeric" maxLength={2000} />
            )}
          </Field>
          <div><Button kind="primary" type="submit">{t('pass.check')}</Button></div>
        </form>
        {camera && <CodeCamera onCode={scanned} />}
        {refused && <ProblemNotice problem={refused} />}
        {checked && <VerdictNotice key={checked.scan} checked={checked} unitName={unitName} />}
        {waiting > 0 && <Notice kind="due">{t('pass.waiting', { n: waiting })}</Notice>}
        {surprises.map((each) => <Notice key={`${each.passId ?? ''}${each.at}`} kind="late"><Surprise at={each.at} verdict={each.verdict} /></Notice>)}
        {learned === 'unable' && <Notice kind="due">{t('pass.unable')}</Notice>}
        {learned === 'otherSigner' && (
          <Notice kind="due"><p>{t('pass.otherSigner')}</p><Button small onClick={() => void believeSigner()}>{t('pass.believeSigner')}</Button></Notice>
        )}
        <UsedAgain round={waiting + surprises.length} unitName={unitName} />
      </div>
    </PageShell>
  );
}

function Surprise({ at, verdict }: { at: string; verdict: Checked['verdict'] }) {
  const { t, format } = useWords();
  return <>{t('pass.surprise', { at: format.dateTime(at), verdict: t(`pass.${verdict}`) })}</>;
}

function VerdictNotice({ checked, unitName }: { checked: Checked; unitName: UnitName }) {
  const { t, format } = useWords();
  const place = checked.usedUnit && unitName(checked.usedUnit);
  return (
    <Notice kind={checked.verdict === 'VALID' ? 'ok' : 'late'}>
      <h2 data-verdict={checked.verdict}>{t(`pass.${checked.verdict}`)}</h2>
      {checked.visit && (
        <p>{checked.visit.number !== undefined && <b>{checked.visit.number} · </b>}<bdi>{checked.visit.person}</bdi></p>
      )}
      {checked.usedAt && <p>{t('pass.usedAt', { at: format.dateTime(checked.usedAt) })}{place && <> · <bdi>{place}</bdi></>}</p>}
      <p>{t(`pass.way.${checked.verdict}`)}</p>
      {checked.away && <p>{t('pass.away')}</p>}
    </Notice>
  );
}

/** Both offices see it, so that they can ask each other who was who. */
function UsedAgain({ round, unitName }: { round: number; unitName: UnitName }) {
  const { t, format } = useWords();
  const again = useLoaded(passesUsedAgain, [round]);
  if (!again.value || again.value.length === 0) return null;
  return (
    <section>
      <h2>{t('pass.usedAgain')}</h2>
      <p className="quiet">{t('pass.usedAgainWay')}</p>
      <ul className="lines">
        {again.value.map((pass) => (
          <li key={pass.passId + pass.againAt}>
            <span>{format.dateTime(pass.usedAt)} · <bdi>{unitName(pass.usedUnit)}</bdi></span>
            <span>{format.dateTime(pass.againAt)} · <bdi>{unitName(pass.againUnit)}</bdi></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type UnitName = (id: string) => string | undefined;

function useUnitNames(): UnitName {
  const { words } = useWords();
  const known = useLoaded(units, []);
  return (id) => {
    const unit = known.value?.find((each) => each.id === id);
    return unit && words(unit.name);
  };
}
