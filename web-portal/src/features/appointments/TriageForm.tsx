import { useState } from 'react';
import { triageAppointment } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Choices, Field } from '../../ui/Field';
import type { Doing } from '../../ui/useDoing';

/** What it is, and whose. */
export function TriageForm({ view, doing, unitName }: { view: components['schemas']['Appointment']; doing: Doing; unitName: (id: string) => string }) {
  const { t } = useWords();
  const [unit, setUnit] = useState(view.competentUnitId);
  const [finding, setFinding] = useState('');
  const submit = () => {
    if (unit) void doing.run(() => triageAppointment(view.line.id, { competentUnitId: unit, finding: finding.trim() }));
  };
  return (
    <form className="stack card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>{t('appointment.triage')}</h2>
      <Choices legend={t('case.unit')} name="competent" values={view.units} chosen={unit} onChoose={setUnit} label={unitName} />
      <Field label={t('appointment.finding')}>
        {(attributes) => <textarea {...attributes} name="finding" dir="auto" rows={3} required minLength={3} maxLength={1000} value={finding} onChange={(event) => setFinding(event.target.value)} />}
      </Field>
      <div className="acts"><Button kind="primary" type="submit" disabled={doing.busy || !unit}>{t('appointment.triageDo')}</Button></div>
    </form>
  );
}
