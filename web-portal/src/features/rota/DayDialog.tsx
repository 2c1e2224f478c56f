import { useState } from 'react';
import { markRotaDay, moveRotaDay } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choices, Field } from '../../ui/Field';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { Hours } from './Hours';
import { standing } from './MonthTable';

type Held = components['schemas']['Held'];
const HELD: readonly Held[] = ['IN_PERSON', 'ONLINE', 'BY_DEPUTY'];

interface DayDialogProps {
  unitId: string;
  leader: components['schemas']['RotaMonth']['leaders'][number];
  day: components['schemas']['RotaDay'];
  today: string;
  mayKeep: boolean;
  onDone: () => void;
  onClose: () => void;
}

/** One day: what is known of it; who keeps the rota says that it was held, or moves it. */
export function DayDialog({ unitId, leader, day, today, mayKeep, onDone, onClose }: DayDialogProps) {
  const { t, format } = useWords();
  const [held, setHeld] = useState<Held | undefined>(day.held);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
      onDone();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
      setBusy(false);
    }
  };
  const { shape, key } = standing(day, today);
  return (
    <Dialog title={format.weekday(day.day)} onClose={onClose}>
      <div className="stack">
        <p>
          <bdi>{leader.name}</bdi> · <Hours begins={day.begins} ends={day.ends} /> · {t(`rota.form.${day.form}`)}<br />
          <Status shape={shape}>{t(key)}</Status>
        </p>
        {day.moved && <p>{t('days.moved', { date: format.weekday(day.planned) })}: {day.moved === 'HOLIDAY' ? t('days.holiday') : <bdi>{day.reason}</bdi>}</p>}
        {refused && <ProblemNotice problem={refused} />}
        {mayKeep && day.day <= today && (
          <form onSubmit={(event) => { event.preventDefault(); if (held) void run(() => markRotaDay(unitId, { postId: leader.postId, planned: day.planned, held })); }}>
            <Choices legend={t('rota.how')} name="held" values={HELD} chosen={held} onChoose={setHeld} label={(one) => t(`rota.held.${one}`)} hint={(one) => (one === 'BY_DEPUTY' ? t('rota.deputyHint') : undefined)} />
            <div className="acts"><Button kind="primary" type="submit" disabled={busy || !held}>{t('rota.mark')}</Button></div>
          </form>
        )}
        {mayKeep && day.day >= today && !day.held && (
          <form onSubmit={(event) => { event.preventDefault(); void run(() => moveRotaDay(unitId, { postId: leader.postId, planned: day.planned, to, reason: reason.trim() })); }}>
            <Field label={t('rota.moveTo')}>{(attributes) => <input {...attributes} type="date" name="to" required min={today} value={to} onChange={(event) => setTo(event.target.value)} />}</Field>
            <Field label={t('rota.reason')} hint={t('rota.reasonHint')}>{(attributes) => <input {...attributes} name="reason" dir="auto" required minLength={3} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />}</Field>
            <div className="acts"><Button kind={day.day === today ? 'plain' : 'primary'} type="submit" disabled={busy}>{t('rota.move')}</Button></div>
          </form>
        )}
        <div className="acts"><Button kind="text" onClick={onClose}>{t('ui.back')}</Button></div>
      </div>
    </Dialog>
  );
}
