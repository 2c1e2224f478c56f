import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { appointment, arriveForAppointment, endAppointment, invite, postponeAppointment, refuseAppointment, repeatAppointment, units } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { dayOf } from '../../ui/days';
import { Dialog } from '../../ui/Dialog';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useDoing, type Doing } from '../../ui/useDoing';
import { useLoaded } from '../../ui/useLoaded';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { VisitSlip } from '../../ui/VisitSlip';
import { ApproveForm } from './ApproveForm';
import { GroupForm } from './GroupForm';
import { PlanForm } from './PlanForm';
import { appointmentShape } from './shapes';
import { TriageForm } from './TriageForm';

type View = components['schemas']['Appointment'];
type Ending = 'POSTPONED' | 'REFERRED' | 'CANCELLED' | 'REFUSED';

/** One appointment: what it is about, what was done, and the one thing to be done next. */
export default function AppointmentPage() {
  const { appointmentId = '' } = useParams();
  const { t, words, format } = useWords();
  const [day, setDay] = useState<string>();
  const loaded = useLoaded(() => appointment(appointmentId, day), [appointmentId, day]);
  const allUnits = useLoaded(units, []);
  const doing = useDoing(loaded.reload);
  const [registered, setRegistered] = useState<components['schemas']['RegisteredVisit']>();
  if (registered) return <VisitSlip registered={registered} />;
  const view = loaded.value;
  const unitName = (id: string) => words(allUnits.value?.find((unit) => unit.id === id)?.name ?? { ur: id, vi: id, en: id });
  return (
    <PageShell title={view?.line.code ?? t('appointments.title')}>
      {loaded.problem && <ProblemNotice problem={loaded.problem} onAgain={loaded.reload} />}
      {!view && !loaded.problem && <Loading />}
      {view && (
        <div className="two">
          <div className="stack">
            <div className="head">
              <div>
                <p className="quiet"><Link to="/appointments">{t('appointments.title')}</Link> · <bdi className="code">{view.line.code}</bdi></p>
                <h1><bdi>{view.line.person}</bdi></h1>
              </div>
              <Status shape={appointmentShape(view.line.state)}>{t(`appointment.${view.line.state}`)}</Status>
            </div>
            {view.line.startsAt && view.line.endsAt && (
              <p><b>{format.weekday(dayOf(new Date(view.line.startsAt)))} {format.times(view.line.startsAt, view.line.endsAt)}</b> · <bdi>{words(view.line.pointName)}</bdi> · {t('board.room', { n: view.rooms.find((one) => one.room.id === view.line.roomId)?.room.name ?? '' })}</p>
            )}
            <Hints view={view} />
            <section>
              <h2>{t(`type.${view.line.type}`)}</h2>
              <p dir="auto">{view.line.content}</p>
              <p dir="auto"><b>{t('case.wish')}:</b> {view.wish}</p>
              <p className="quiet">{view.units.map(unitName).join(' · ')}{view.line.wishedOn && ` · ${t('appointments.wished')}: ${format.date(view.line.wishedOn)}`}</p>
            </section>
            {view.group.length > 0 && <p><b>{t('group.speak')}:</b> {view.group.filter((signer) => signer.speaks).map((signer) => signer.name).join(' · ')}</p>}
            {view.alike.length > 0 && (
              <section className="stack">
                <h2>{t('appointment.alike')}</h2>
                <ul className="lines">
                  {view.alike.map((one) => (
                    <li key={one.at}>
                      <span>
                        <bdi>{one.person}</bdi> · {format.date(one.at)}
                        <small dir="auto">{one.content}</small>
                        <small>{one.reasons.map((reason) => t(`alike.${reason}`)).join(' · ')}</small>
                      </span>
                      <b>{format.number(one.score)}</b>
                    </li>
                  ))}
                </ul>
                <p className="quiet">{t('appointment.alikeHint')}</p>
              </section>
            )}
            <section>
              <h2>{t('appointment.steps')}</h2>
              <ul className="lines">
                {view.steps.map((step) => (
                  <li key={step.at + step.kind}>
                    <span>
                      {t(`appointmentStep.${step.kind}`)}
                      {step.note && <small dir="auto">{step.note}</small>}
                    </span>
                    <small><bdi>{step.by}</bdi> · {format.dateTime(step.at)}</small>
                  </li>
                ))}
              </ul>
            </section>
          </div>
          <aside className="stack side">
            {doing.refused && <ProblemNotice problem={doing.refused} />}
            <Next view={view} doing={doing} unitName={unitName} onDay={setDay} onArrived={setRegistered} />
          </aside>
        </div>
      )}
    </PageShell>
  );
}

/** What the officer should know before deciding. */
function Hints({ view }: { view: View }) {
  const { t } = useWords();
  return (
    <>
      {view.line.protected && <Notice kind="protected">{t('register.protectedNote')}</Notice>}
      {view.overLevel && <Notice kind="info">{t('appointment.overLevel')}</Notice>}
      {view.representatives !== undefined && <Notice kind="info">{t('appointment.crowd', { people: String(view.people), n: String(view.representatives) })}</Notice>}
    </>
  );
}

/** The one next act, and the ways out. */
function Next({ view, doing, unitName, onDay, onArrived }: {
  view: View;
  doing: Doing;
  unitName: (id: string) => string;
  onDay: (day: string) => void;
  onArrived: (registered: components['schemas']['RegisteredVisit']) => void;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [ending, setEnding] = useState<Ending>();
  const [moving, setMoving] = useState(false);
  const [slip, setSlip] = useState<components['schemas']['KioskLink']>();
  const { id, state } = view.line;
  const may = (action: string) => view.actions.includes(action);
  const open = state === 'REQUESTED' || state === 'TRIAGED' || state === 'APPROVED' || state === 'SCHEDULED';
  const end = async (reason: string) => {
    if (!ending) return;
    const how = ending;
    const done = await doing.run(() => (how === 'POSTPONED' ? postponeAppointment(id, reason) : how === 'REFUSED' ? refuseAppointment(id, reason) : endAppointment(id, how, reason)));
    if (done) setEnding(undefined);
  };
  const ways: Ending[] = [
    ...(state === 'SCHEDULED' && may('scheduleAppointment') ? ['POSTPONED' as const] : []),
    ...(open && may('triageAppointment') ? ['REFERRED' as const, 'CANCELLED' as const] : []),
    ...(open && may('approveAppointment') ? ['REFUSED' as const] : []),
  ];
  return (
    <>
      {(state === 'REQUESTED' || state === 'TRIAGED') && may('triageAppointment') && <TriageForm key={state} view={view} doing={doing} unitName={unitName} />}
      {open && view.representatives !== undefined && view.group.length === 0 && may('triageAppointment') && <GroupForm view={view} doing={doing} />}
      {state === 'TRIAGED' && may('approveAppointment') && <ApproveForm id={id} doing={doing} />}
      {state === 'TRIAGED' && !may('approveAppointment') && <p>{t('appointment.waitsForChair')}</p>}
      {state === 'APPROVED' && may('scheduleAppointment') && <PlanForm view={view} doing={doing} onDay={onDay} />}
      {state === 'SCHEDULED' && may('registerVisit') && (
        <Button kind="primary" disabled={doing.busy} onClick={() => void doing.run(async () => onArrived(await arriveForAppointment(id)))}>{t('appointment.arrived')}</Button>
      )}
      {state === 'SCHEDULED' && (
        <>
          <p>{t(view.told ? 'invitation.told' : 'invitation.notTold')}</p>
          <Button disabled={doing.busy} onClick={() => void doing.run(async () => setSlip(await invite(id)))}>{t('invitation.slip')}</Button>
        </>
      )}
      {slip && (
        <Dialog title={t('invitation.title')} onClose={() => setSlip(undefined)}>
          <p><bdi className="code">{view.line.code}</bdi></p>
          <div className="qr" role="img" aria-label={t('invitation.title')} dangerouslySetInnerHTML={{ __html: slip.qrSvg }} />
          <p><a className="code" href={slip.url} target="_blank" rel="noreferrer">{t('invitation.link')}</a></p>
          <div className="acts">
            <Button kind="primary" onClick={() => print()}>{t('ui.print')}</Button>
            <Button kind="text" onClick={() => setSlip(undefined)}>{t('ui.back')}</Button>
          </div>
        </Dialog>
      )}
      {state === 'SCHEDULED' && may('scheduleAppointment') && !moving && <Button onClick={() => setMoving(true)}>{t('appointment.move')}</Button>}
      {state === 'SCHEDULED' && moving && <PlanForm view={view} doing={doing} onDay={onDay} />}
      {ways.length > 0 && (
        <div className="acts">
          {ways.map((way) => <Button key={way} kind="text" onClick={() => setEnding(way)}>{t(`appointmentEnd.${way}`)}</Button>)}
        </div>
      )}
      {!open && may('requestAppointment') && (
        <Button disabled={doing.busy} onClick={() => void doing.run(async () => void navigate(`/appointments/${(await repeatAppointment(id)).id}`))}>{t('appointment.again')}</Button>
      )}
      {ending && (
        <ReasonDialog title={t(`appointmentEnd.${ending}`)} act={t(`appointmentEnd.${ending}`)} stop={ending !== 'POSTPONED'} busy={doing.busy} onDo={(reason) => void end(reason)} onClose={() => setEnding(undefined)}>
          <p>{t('appointment.endHint')}</p>
        </ReasonDialog>
      )}
    </>
  );
}
