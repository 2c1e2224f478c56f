import { useState } from 'react';
import { planRota } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choices, Field } from '../../ui/Field';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { ORDINALS, recurrenceOf, WEEKDAYS, type Ordinal, type Weekday } from './recurrence';

const HOW_OFTEN = ['WEEK', 'MONTH'] as const;
const FORMS = ['IN_PERSON', 'ONLINE'] as const;

interface RuleDialogProps {
  unitId: string;
  leader: components['schemas']['RotaMonth']['leaders'][number];
  today: string;
  onDone: () => void;
  onClose: () => void;
}

/** A new rule from a day on: a weekday, every week or of some weeks of the month. */
export function RuleDialog({ unitId, leader, today, onDone, onClose }: RuleDialogProps) {
  const { t, format } = useWords();
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const [often, setOften] = useState<(typeof HOW_OFTEN)[number]>('MONTH');
  const [weekday, setWeekday] = useState<Weekday>('TH');
  const [ordinals, setOrdinals] = useState<readonly Ordinal[]>([1, 3]);
  const [from, setFrom] = useState(tomorrow);
  const [begins, setBegins] = useState(leader.rule?.begins.slice(0, 5) ?? '07:30');
  const [ends, setEnds] = useState(leader.rule?.ends.slice(0, 5) ?? '11:30');
  const [form, setForm] = useState<(typeof FORMS)[number]>(leader.rule?.form ?? 'IN_PERSON');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const plan = async () => {
    setBusy(true);
    try {
      await planRota(unitId, { postId: leader.postId, recurrence: recurrenceOf(weekday, often === 'WEEK' ? 'weekly' : ordinals), from, begins, ends, form });
      onDone();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
      setBusy(false);
    }
  };
  const toggle = (ordinal: Ordinal) => setOrdinals((before) => ORDINALS.filter((one) => (one === ordinal) !== before.includes(one)));
  return (
    <Dialog title={t('rota.setRule')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void plan(); }}>
        <p><bdi>{leader.name}</bdi></p>
        {refused && <ProblemNotice problem={refused} />}
        <Choices legend={t('rota.often')} name="often" values={HOW_OFTEN} chosen={often} onChoose={setOften} label={(one) => t(`rota.often.${one}`)} />
        <Field label={t('rota.weekday')}>
          {(attributes) => (
            <select {...attributes} name="weekday" value={weekday} onChange={(event) => setWeekday(event.target.value as Weekday)}>
              {WEEKDAYS.map((one, index) => <option key={one} value={one}>{format.weekdayName(index + 1)}</option>)}
            </select>
          )}
        </Field>
        {often === 'MONTH' && (
          <fieldset className="field">
            <legend>{t('rota.which')}</legend>
            {ORDINALS.map((one) => (
              <label key={one} className="choice">
                <input type="checkbox" checked={ordinals.includes(one)} onChange={() => toggle(one)} />
                <span>{t(`rota.ordinal.${one}`, { day: format.weekdayName(WEEKDAYS.indexOf(weekday) + 1) })}</span>
              </label>
            ))}
          </fieldset>
        )}
        <div className="rota-hours">
          <Field label={t('rota.begins')}>{(attributes) => <input {...attributes} type="time" name="begins" required value={begins} onChange={(event) => setBegins(event.target.value)} />}</Field>
          <Field label={t('rota.ends')}>{(attributes) => <input {...attributes} type="time" name="ends" required value={ends} onChange={(event) => setEnds(event.target.value)} />}</Field>
        </div>
        <Choices legend={t('rota.form')} name="form" values={FORMS} chosen={form} onChoose={setForm} label={(one) => t(`rota.form.${one}`)} />
        <Field label={t('rota.from')} hint={t('rota.fromHint')}>{(attributes) => <input {...attributes} type="date" name="from" required value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <div className="acts">
          <Button kind="primary" type="submit" disabled={busy || (often === 'MONTH' && ordinals.length === 0)}>{t('rota.plan')}</Button>
          <Button kind="text" onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
