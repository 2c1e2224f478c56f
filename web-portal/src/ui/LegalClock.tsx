import type { components } from '../api/schema';
import { useWords } from '../i18n/words';
import { Status, type Shape } from './Status';

export type Clock = components['schemas']['Clock'];

const SHAPES: Record<Clock['status'], Shape> = { RUNNING: 'here', DUE_SOON: 'due', RED: 'late', OVERDUE: 'late', SUSPENDED: 'hold', MET: 'done' };

/** Shape and days, for a row of a list. */
export function ClockStatus({ clock }: { clock: Clock }) {
  const { t } = useWords();
  return <Status shape={SHAPES[clock.status]}>{daysText(clock, t)}</Status>;
}

function daysText(clock: Clock, t: ReturnType<typeof useWords>['t']): string {
  if (clock.status === 'MET') return t('clock.met');
  if (clock.status === 'SUSPENDED') return t('clock.suspended');
  if (clock.daysLeft < 0) return t('clock.overdue', { n: -clock.daysLeft });
  if (clock.daysLeft === 0) return t('clock.today');
  return clock.daysLeft === 1 ? t('clock.leftOne') : t('clock.left', { n: clock.daysLeft });
}

/** The due date large, the days with their shape, a bar from start to due, and one sentence that says why. */
export function LegalClock({ clock }: { clock: Clock }) {
  const { t, format } = useWords();
  const event = clock.event === 'RECEIPT' || clock.event === 'ACCEPTANCE' ? clock.event : 'OTHER';
  const share = Math.min(1, Math.max(0, clock.share));
  return (
    <section className="clock" data-status={clock.status}>
      <p className="clock-due">{t('clock.due', { date: format.weekday(clock.due) })}</p>
      <ClockStatus clock={clock} />
      <div className="clock-bar" aria-hidden="true">
        <i style={{ inlineSize: `${share * 100}%` }} />
        <b style={{ insetInlineStart: `${share * 100}%` }} />
      </div>
      <p className="clock-ends" aria-hidden="true">
        <bdi>{format.shortDate(clock.startedOn)}</bdi>
        <bdi>{format.shortDate(clock.due)}</bdi>
      </p>
      <p>
        {t(clock.unit === 'WORKING_DAY' ? 'clock.whyWorking' : 'clock.why', { n: clock.days, date: format.date(clock.startedOn), event: t(`clock.event.${event}`) })}
        {clock.daysNotCounted ? `; ${t('clock.notCounted', { n: clock.daysNotCounted })}` : ''}.
      </p>
      <p className="quiet">{t('clock.rule', { code: `\u2068${clock.ruleCode}\u2069`, version: `\u2068${clock.ruleVersion}\u2069` })}</p>
    </section>
  );
}
