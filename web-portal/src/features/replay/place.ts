/** A place in the record, always hh:mm:ss. */
export function placeText(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  return [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

/** The place that somebody wrote as hh:mm:ss, mm:ss or seconds, in whatever digits; nothing if it is none. */
export function placeOf(text: string): number | undefined {
  const digits = text.trim().replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
  if (!/^\d{1,3}(:[0-5]?\d){0,2}$/.test(digits)) return undefined;
  return digits.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0) * 1000;
}
