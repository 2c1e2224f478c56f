export type Language = 'ur' | 'vi' | 'en';

/** Western digits in all three languages; the Gregorian calendar; 24 hours. */
const TAGS: Record<Language, string> = { en: 'en-GB', vi: 'vi-VN', ur: 'ur-PK-u-nu-latn-ca-gregory' };

export interface Formats {
  date: (day: string) => string;
  weekday: (day: string) => string;
  shortDate: (day: string) => string;
  /** Of `2026-11`, in words. */
  month: (month: string) => string;
  /** 1 is Monday. */
  weekdayName: (weekday: number) => string;
  /** `seconds`: with seconds, as places in a record need. */
  time: (instant: string, seconds?: boolean) => string;
  /** From when to when, read from the left in every language, as clocks are. */
  times: (from: string, to: string) => string;
  dateTime: (instant: string) => string;
  number: (value: number) => string;
}

/** A day without a time belongs to no zone; an instant is shown in the zone of this device, which is the point's. */
export function formats(language: Language): Formats {
  const tag = TAGS[language];
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  const numeric: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
  const written: Intl.DateTimeFormatOptions = { day: 'numeric', month: language === 'ur' ? 'long' : 'short', year: 'numeric' };
  const full = language === 'vi' ? numeric : written;
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const noon = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00Z`);
  // Urdu and English dates stand without commas: 26 نومبر 2026.
  const plain = (text: string) => text.replace(/[،,]/g, '');
  const date = (day: string) => plain(of({ ...full, timeZone: 'UTC' }).format(noon(day)));
  return {
    date,
    weekday: (day) => `${of({ weekday: language === 'en' ? 'short' : 'long', timeZone: 'UTC' }).format(noon(day))}${language === 'vi' ? ',' : ''} ${date(day)}`,
    shortDate: (day) => of({ day: 'numeric', month: language === 'en' ? 'short' : 'numeric', timeZone: 'UTC' }).format(noon(day)),
    month: (month) => of({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(`${month}-01`)).replace(/^./, (first) => first.toLocaleUpperCase(tag)),
    // Day `weekday` of January 2024, which began with a Monday.
    weekdayName: (weekday) => of({ weekday: 'long', timeZone: 'UTC' }).format(noon(`2024-01-0${weekday}`)),
    time: (instant, seconds = false) => of({ ...clock, ...(seconds ? { second: '2-digit' } : {}) }).format(new Date(instant)),
    times: (from, to) => `\u2066${of(clock).format(new Date(from))}–${of(clock).format(new Date(to))}\u2069`,
    number: (value) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(value),
    dateTime: (instant) => `${plain(of(full).format(new Date(instant)))}${language === 'ur' ? '،' : ','} ${of(clock).format(new Date(instant))}`,
  };
}
