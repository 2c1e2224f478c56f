import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { conclude, previewConclusion, reception as loadReception, units as loadUnits, type Conclude } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Choices, Field } from '../../ui/Field';
import { LegalClock } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { LineHistory } from './LineHistory';

type Schemas = components['schemas'];
const HANDLINGS = ['ACCEPTED', 'RETURNED_GUIDED', 'TRANSFERRED', 'ANSWERED'] as const;

/** Answer or date, who is competent; shows what will be issued before it is. */
export default function ConcludePage() {
  const { receptionId = '' } = useParams();
  const { t, words } = useWords();
  const reception = useLoaded(() => loadReception(receptionId), [receptionId]);
  const units = useLoaded(loadUnits, []);
  const [handling, setHandling] = useState<Conclude['handling']>();
  const [answer, setAnswer] = useState('');
  const [unitId, setUnitId] = useState('');
  const [note, setNote] = useState('');
  const [preview, setPreview] = useState<Schemas['ConclusionPreview']>();
  const [concluded, setConcluded] = useState<Schemas['Conclusion']>();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const asked: Conclude | undefined = handling && {
    handling,
    answer: answer.trim() || '–',
    ...(unitId ? { competentUnitId: unitId } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  };
  useEffect(() => {
    if (!asked) return undefined;
    let current = true;
    previewConclusion(receptionId, asked).then(
      (loaded) => current && setPreview(loaded),
      (refusal: unknown) => {
        if (!(refusal instanceof Refused)) throw refusal;
        if (current) setProblem(refusal.problem);
      },
    );
    return () => {
      current = false;
    };
    // The dates depend on the handling and the unit, not on the words of the answer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [receptionId, handling, unitId]);

  if (!reception.value) {
    return <PageShell title={t('conclude.title')}>{reception.problem ? <ProblemNotice problem={reception.problem} onAgain={reception.reload} /> : <Loading />}</PageShell>;
  }
  if (concluded) return <Concluded conclusion={concluded} />;

  const submit = async () => {
    setTried(true);
    if (!asked || answer.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    try {
      setConcluded(await conclude(receptionId, asked));
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      setProblem(refusal.problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <PageShell title={t('conclude.title')}>
      <div className="two">
        <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <div>
            <h1>{t('conclude.title')}</h1>
            <p className="quiet"><bdi className="code">{reception.value.code}</bdi> · <bdi>{reception.value.person}</bdi> · {t(`type.${reception.value.type}`)}</p>
          </div>
          {problem && <ProblemNotice problem={problem} />}
          <section className="card stack">
            <p className="record" dir="auto">{reception.value.content}</p>
            <p className="record" dir="auto"><b>{reception.value.wish}</b></p>
          </section>
          <Choices
            legend={t('conclude.handling')}
            name="handling"
            values={HANDLINGS}
            chosen={handling}
            onChoose={setHandling}
            error={tried && !handling ? t('register.chooseType') : undefined}
            label={(value) => t(`conclude.${value}`)}
          />
          <Field label={t('conclude.answer')} error={tried && answer.trim() === '' ? t('register.missing') : undefined}>
            {(attributes) => <textarea {...attributes} name="answer" className="record" dir="auto" rows={4} maxLength={4000} value={answer} onChange={(event) => setAnswer(event.target.value)} />}
          </Field>
          <Field label={t('conclude.unit')} optional>
            {(attributes) => (
              <select {...attributes} name="unit" value={unitId} onChange={(event) => setUnitId(event.target.value)}>
                <option value="">{preview ? words(preview.competentUnit.name) : '–'}</option>
                {(units.value ?? []).map((unit) => <option key={unit.id} value={unit.id}>{words(unit.name)}</option>)}
              </select>
            )}
          </Field>
          <Field label={t('conclude.note')} optional>
            {(attributes) => <input {...attributes} name="note" dir="auto" maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />}
          </Field>
          <div className="acts">
            <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'conclude.busy' : 'conclude.do')}</Button>
            <Link to={`/room/${receptionId}/minutes`}>{t('conclude.minutesFirst')}</Link>
          </div>
        </form>
        <aside className="stack side" aria-live="polite">
          <h2>{t('conclude.preview')}</h2>
          {preview ? (
            <>
              <p>{t('case.unit')}: <b><bdi>{words(preview.competentUnit.name)}</bdi></b></p>
              {preview.clocks.map((clock) => <LegalClock key={clock.ruleCode} clock={clock} />)}
            </>
          ) : (
            <p className="quiet">{t('conclude.previewHint')}</p>
          )}
          <LineHistory quality={reception.value.quality} preCall={reception.value.preCall} />
        </aside>
      </div>
    </PageShell>
  );
}

function Concluded({ conclusion }: { conclusion: Schemas['Conclusion'] }) {
  const { t } = useWords();
  const { ticket, bookRow } = conclusion;
  return (
    <PageShell title={t('conclude.done')}>
      <article className="narrow stack">
        <h1>{t('conclude.done')}</h1>
        <p>{t('conclude.doneText')}</p>
        <p>{t('conclude.ticket')}: <Link to={`/cases/${ticket.id}`}><bdi className="code" data-ticket={ticket.id}>{ticket.number}</bdi></Link></p>
        <p>{t('conclude.bookRow')}: <b data-book-row>{bookRow.number}</b></p>
        {ticket.clocks.map((clock) => <LegalClock key={clock.ruleCode} clock={clock} />)}
        <p><Link to="/today">{t('ui.home')}</Link></p>
      </article>
    </PageShell>
  );
}
