/** From–to, which reads from the left in every script. */
export function Hours({ begins, ends }: { begins: string; ends: string }) {
  return <bdi className="code">{begins.slice(0, 5)}–{ends.slice(0, 5)}</bdi>;
}
