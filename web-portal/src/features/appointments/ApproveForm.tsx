import { useState } from 'react';
import { approveAppointment } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Choices, Field } from '../../ui/Field';
import type { Doing } from '../../ui/useDoing';

const REASONS = ['COMPLEX_AND_FAR_APART', 'CANNOT_MEET_IN_PERSON', 'EPIDEMIC_OR_DISASTER'] as const;

/** The leader who will chair says yes, with the legal reason. */
export function ApproveForm({ id, doing }: { id: string; doing: Doing }) {
  const { t } = useWords();
  const [reason, setReason] = useState<components['schemas']['OnlineReason']>();
  const [note, setNote] = useState('');
  return (
    <form className="stack card" onSubmit={(event) => { event.preventDefault(); if (reason) void doing.run(() => approveAppointment(id, reason, note.trim())); }}>
      <h2>{t('appointment.approve')}</h2>
      <Choices legend={t('appointment.onlineReason')} name="onlineReason" values={REASONS} chosen={reason} onChoose={setReason} label={(one) => t(`onlineReason.${one}`)} />
      <Field label={t('conclude.note')} optional>
        {(attributes) => <textarea {...attributes} name="note" dir="auto" rows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <div className="acts"><Button kind="primary" type="submit" disabled={doing.busy || !reason}>{t('appointment.approveDo')}</Button></div>
    </form>
  );
}
