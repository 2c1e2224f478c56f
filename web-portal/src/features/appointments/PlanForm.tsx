import { useState } from 'react';
import { scheduleAppointment } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Choices, Field } from '../../ui/Field';
import type { Doing } from '../../ui/useDoing';
import { dayOf } from '../../ui/days';

type View = components['schemas']['Appointment'];
type Span = components['schemas']['Span'];

const LENGTHS = ['30', '45', '60', '90', '120'] as const;

/** When, where and with whom; who and what is busy on that day stands beside. */
export function PlanForm({ view, doing, onDay }: { view: View; doing: Doing; onDay: (day: string) => void }) {
  const { t } = useWords();
  const { line } = view;
  const [time, setTime] = useState(line.startsAt ? new Date(line.startsAt).toTimeString().slice(0, 5) : '09:00');
  const [minutes, setMinutes] = useState<string>(line.startsAt && line.endsAt ? String((Date.parse(line.endsAt) - Date.parse(line.startsAt)) / 60_000) : '60');
  const [room, setRoom] = useState(line.roomId ?? view.rooms[0]?.room.id);
  const [posts, setPosts] = useState<string[]>(view.posts.length > 0 ? view.posts : view.candidates.filter((one) => one.role === 'CHAIR').slice(0, 1).map((one) => one.id));
  const [interpreter, setInterpreter] = useState(view.interpreter ?? '');
  const [lawyer, setLawyer] = useState(view.lawyer ?? '');
  const submit = () => {
    if (!room || posts.length === 0) return;
    const plan = {
      startsAt: new Date(`${view.day}T${time}`).toISOString(), minutes: Number(minutes), roomId: room, posts,
      ...(interpreter.trim() ? { interpreter: interpreter.trim() } : {}), ...(lawyer.trim() ? { lawyer: lawyer.trim() } : {}),
    };
    void doing.run(() => scheduleAppointment(line.id, plan));
  };
  return (
    <form className="stack card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>{t('appointment.plan')}</h2>
      <Field label={t('appointment.day')}>
        {(attributes) => <input {...attributes} name="day" type="date" dir="ltr" required min={dayOf(new Date())} value={view.day} onChange={(event) => { if (event.target.value) onDay(event.target.value); }} />}
      </Field>
      <Field label={t('today.time')}>
        {(attributes) => <input {...attributes} name="time" type="time" dir="ltr" required step={300} value={time} onChange={(event) => setTime(event.target.value)} />}
      </Field>
      <Field label={t('appointment.length')}>
        {(attributes) => (
          <select {...attributes} name="minutes" value={minutes} onChange={(event) => setMinutes(event.target.value)}>
            {[...new Set([...LENGTHS, minutes])].map((one) => <option key={one} value={one}>{t('appointment.minutes', { n: one })}</option>)}
          </select>
        )}
      </Field>
      <Choices legend={t('appointment.room')} name="room" values={view.rooms.map((one) => one.room.id)} chosen={room} onChoose={setRoom} label={(id) => t('board.room', { n: view.rooms.find((one) => one.room.id === id)?.room.name ?? id })} />
      {view.rooms.map((one) => <Busy key={one.room.id} who={t('board.room', { n: one.room.name })} spans={one.busy} />)}
      <fieldset className="field">
        <legend>{t('appointment.people')}</legend>
        {view.candidates.map((one) => (
          <label key={one.id} className="choice">
            <input type="checkbox" name="post" value={one.id} checked={posts.includes(one.id)} onChange={(event) => setPosts(event.target.checked ? [...posts, one.id] : posts.filter((id) => id !== one.id))} />
            <span>
              <bdi>{one.name}</bdi>
              <small>{t(`role.${one.role}`)}</small>
              <Busy spans={one.busy} />
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={t('role.INTERPRETER')} optional>
        {(attributes) => <input {...attributes} name="interpreter" dir="auto" maxLength={120} value={interpreter} onChange={(event) => setInterpreter(event.target.value)} />}
      </Field>
      <Field label={t('role.LAWYER')} optional>
        {(attributes) => <input {...attributes} name="lawyer" dir="auto" maxLength={120} value={lawyer} onChange={(event) => setLawyer(event.target.value)} />}
      </Field>
      <div className="acts"><Button kind="primary" type="submit" disabled={doing.busy || posts.length === 0}>{t('appointment.planDo')}</Button></div>
    </form>
  );
}

/** When somebody or something has no time on that day. */
function Busy({ who, spans }: { who?: string; spans: Span[] }) {
  const { t, format } = useWords();
  if (spans.length === 0) return null;
  const times = spans.map((span) => format.times(span.from, span.to)).join(', ');
  return <small className="busy">{who && `${who}: `}{t('appointment.busy', { times })}</small>;
}
