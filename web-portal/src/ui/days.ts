const DAY_MILLIS = 86_400_000;

/** Days are written 2026-11-23 and have no zone. */
const written = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The day of an instant in the zone of this device, which is the point's. */
export function dayOf(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

export function addDays(day: string, days: number): string {
  return written(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLIS);
}

/** The seven days from Monday on in which the day lies. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}
