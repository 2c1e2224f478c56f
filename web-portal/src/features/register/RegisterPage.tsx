import { useState } from 'react';
import { useNavigate } from 'react-router';
import { registerVisit, requestAppointment, today, type RegisterVisit } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { LANGUAGES, useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { ErrorSummary } from '../../ui/ErrorSummary';
import { Choices, Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { dayOf } from '../../ui/days';
import { missing, type Draft } from './draft';
import { VisitSlip } from '../../ui/VisitSlip';

const TYPES = ['COMPLAINT', 'DENUNCIATION', 'PETITION', 'FEEDBACK'] as const;
const PAPERS = ['NATIONAL_ID', 'PASSPORT', 'NONE'] as const;
const LEVELS = ['PROVINCE', 'CENTRAL'] as const;
const WHEN = ['today', 'later'] as const;
const NAMES = { ur: 'اردو', vi: 'Tiếng Việt', en: 'English' } as const;

/** One column: the person, then the matter, then today or another day; then the number with its QR, or the appointment. */
export default function RegisterPage() {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const day = useLoaded(today, []);
  const empty: Draft = { name: '', address: '', idNumber: '', phone: '', language, content: '', wish: '', respondent: '', settledBy: '', people: '1', levels: ['PROVINCE', 'CENTRAL'], when: 'today', wishedOn: '' };
  const [draft, setDraft] = useState<Draft>(empty);
  const [tries, setTries] = useState(0);
  const tried = tries > 0;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [registered, setRegistered] = useState<components['schemas']['RegisteredVisit']>();
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const lacking = missing(draft);
  const error = (field: keyof Draft) => (tried && lacking.some((one) => one === field) ? t(field === 'type' || field === 'idKind' ? 'register.chooseType' : 'register.missing') : undefined);

  const submit = async () => {
    setTries((count) => count + 1);
    if (lacking.length > 0 || !day.value || !draft.type || !draft.idKind) return;
    setBusy(true);
    setProblem(undefined);
    const visit: RegisterVisit = {
      pointId: day.value.point.id,
      language: draft.language,
      levels: draft.levels,
      citizen: {
        name: draft.name.trim(), address: draft.address.trim(), idKind: draft.idKind,
        ...(draft.idNumber.trim() ? { idNumber: draft.idNumber.trim() } : {}), ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
      },
      matter: {
        type: draft.type, content: draft.content.trim(), wish: draft.wish.trim(), people: Number(draft.people) || 1,
        ...(draft.respondent.trim() ? { respondent: draft.respondent.trim() } : {}), ...(draft.settledBy.trim() ? { settledBy: draft.settledBy.trim() } : {}),
      },
    };
    try {
      if (draft.when === 'today') setRegistered(await registerVisit(visit));
      else void navigate(`/appointments/${(await requestAppointment({ ...visit, ...(draft.wishedOn ? { wishedOn: draft.wishedOn } : {}) })).id}`);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      setProblem(refusal.problem);
    } finally {
      setBusy(false);
    }
  };

  if (registered) return <VisitSlip registered={registered} onAnother={() => { setRegistered(undefined); setDraft(empty); setTries(0); }} />;
  const text = (field: 'name' | 'address' | 'respondent' | 'settledBy', label: string, optional = false, maxLength = 300) => (
    <Field label={label} error={error(field)} optional={optional}>
      {(attributes) => <input {...attributes} name={field} dir="auto" maxLength={maxLength} value={draft[field]} onChange={(event) => set({ [field]: event.target.value })} />}
    </Field>
  );
  return (
    <PageShell title={t('register.title')}>
      <form className="narrow stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <h1>{t('register.title')}</h1>
        {tried && lacking.length > 0 && <ErrorSummary title={t('ui.fixFields')} round={tries} fields={lacking.map((name) => ({ name, label: t(`register.${name}`) }))} />}
        {problem && <ProblemNotice problem={problem} />}
        {day.problem && <ProblemNotice problem={day.problem} onAgain={day.reload} />}
        <h2>{t('register.person')}</h2>
        {text('name', t('register.name'), false, 120)}
        {text('address', t('register.address'))}
        <Choices legend={t('register.idKind')} name="idKind" values={PAPERS} chosen={draft.idKind} onChoose={(idKind) => set({ idKind })} error={error('idKind')} label={(kind) => t(`register.id.${kind}`)} hint={(kind) => (kind === 'NONE' ? t('register.noDocument') : undefined)} />
        {draft.idKind !== undefined && draft.idKind !== 'NONE' && (
          <Field label={t('register.idNumber')}>
            {(attributes) => <input {...attributes} name="idNumber" dir="ltr" maxLength={40} value={draft.idNumber} onChange={(event) => set({ idNumber: event.target.value })} />}
          </Field>
        )}
        <Field label={t('register.phone')} optional>
          {(attributes) => <input {...attributes} name="phone" dir="ltr" inputMode="tel" maxLength={40} value={draft.phone} onChange={(event) => set({ phone: event.target.value })} />}
        </Field>
        <Choices legend={t('register.language')} name="language" values={LANGUAGES} chosen={draft.language} onChoose={(chosen) => set({ language: chosen })} label={(one) => NAMES[one]} />
        <h2>{t('register.matter')}</h2>
        <Choices legend={t('register.type')} name="type" values={TYPES} chosen={draft.type} onChoose={(type) => set({ type })} error={error('type')} label={(type) => t(`type.${type}`)} hint={(type) => t(`typeHint.${type}`)} />
        {draft.type === 'DENUNCIATION' && <Notice kind="protected">{t('register.protectedNote')}</Notice>}
        <Field label={t('register.content')} error={error('content')}>
          {(attributes) => <textarea {...attributes} name="content" dir="auto" rows={4} maxLength={4000} value={draft.content} onChange={(event) => set({ content: event.target.value })} />}
        </Field>
        <Field label={t('register.wish')} error={error('wish')}>
          {(attributes) => <textarea {...attributes} name="wish" dir="auto" rows={2} maxLength={1000} value={draft.wish} onChange={(event) => set({ wish: event.target.value })} />}
        </Field>
        {text('respondent', t('register.respondent'), true, 200)}
        {text('settledBy', t('register.settledBy'), true, 200)}
        <Field label={t('register.people')}>
          {(attributes) => <input {...attributes} name="people" dir="ltr" inputMode="numeric" maxLength={5} value={draft.people} onChange={(event) => set({ people: event.target.value.replace(/\D/g, '') })} />}
        </Field>
        <fieldset className="field">
          <legend>{t('register.levels')}</legend>
          {LEVELS.map((level) => (
            <label key={level} className="choice">
              <input
                type="checkbox"
                checked={draft.levels.includes(level)}
                onChange={(event) => set({ levels: LEVELS.filter((one) => (one === level ? event.target.checked : draft.levels.includes(one))) })}
              />
              {t(`register.level.${level}`)}
            </label>
          ))}
        </fieldset>
        <Choices legend={t('register.when')} name="when" values={WHEN} chosen={draft.when} onChoose={(when) => set({ when })} label={(when) => t(`register.when.${when}`)} />
        {draft.when === 'later' && (
          <Field label={t('register.wishedOn')} optional>
            {(attributes) => <input {...attributes} name="wishedOn" type="date" dir="ltr" min={dayOf(new Date())} value={draft.wishedOn} onChange={(event) => set({ wishedOn: event.target.value })} />}
          </Field>
        )}
        <div className="acts">
          <Button kind="primary" type="submit" disabled={busy}>{t(busy ? 'register.busy' : draft.when === 'today' ? 'register.do' : 'register.ask')}</Button>
        </div>
      </form>
    </PageShell>
  );
}
