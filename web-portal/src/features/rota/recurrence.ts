import type { Words } from '../../i18n/words';

/** RFC 5545's names, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Which of a month's weekdays; -1 is the last. */
export const ORDINALS = [1, 2, 3, 4, -1] as const;
export type Ordinal = (typeof ORDINALS)[number];

/** What the form offers: one weekday, every week or of some weeks of the month. */
export function recurrenceOf(weekday: Weekday, ordinals: readonly Ordinal[] | 'weekly'): string {
  return ordinals === 'weekly' ? `FREQ=WEEKLY;BYDAY=${weekday}` : `FREQ=MONTHLY;BYDAY=${ordinals.map((ordinal) => `${ordinal}${weekday}`).join(',')}`;
}

/** The rule as a person says it; what no sentence is kept for stands as it is written. */
export function ruleWords(recurrence: string, { t, format }: Pick<Words, 't' | 'format'>): string {
  const parts = Object.fromEntries(recurrence.split(';').map((part) => part.split('=', 2) as [string, string]));
  const weekday = (name: string) => format.weekdayName(WEEKDAYS.indexOf(name as Weekday) + 1);
  const interval = Number(parts['INTERVAL'] ?? 1);
  const days = (parts['BYDAY'] ?? '').split(',').filter(Boolean).map((day) => {
    const ordinal = Number(day.slice(0, -2));
    const name = weekday(day.slice(-2));
    return ordinal && ORDINALS.includes(ordinal as Ordinal) ? t(`rota.ordinal.${ordinal as Ordinal}`, { day: name }) : name;
  });
  const monthDays = (parts['BYMONTHDAY'] ?? '').split(',').filter(Boolean);
  if (interval !== 1 || parts['UNTIL'] || monthDays.some((day) => Number(day) < 1)) return recurrence;
  const all = (days.length > 0 ? days : monthDays).join(t('rota.and'));
  if (parts['FREQ'] === 'WEEKLY') return t('rota.everyWeek', { days: all });
  return days.length > 0 ? t('rota.everyMonth', { days: all }) : t('rota.everyMonthOn', { days: all });
}
