/** A place in the record, always hh:mm:ss. */
export function placeText(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  return [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
