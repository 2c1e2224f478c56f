/** What the page reads of `/metrics` (docs/operations/metrics.md), summed over the shards. */
export interface Measures {
  rooms: number;
  connections: number;
  lostOnPurpose: number;
}

export function measuresOf(exposition: string): Measures {
  const sum = (name: string, label = '') =>
    exposition
      .split('\n')
      .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return {
    rooms: sum('kachehri_shard_rooms'),
    connections: sum('kachehri_shard_transports'),
    lostOnPurpose: sum('kachehri_shard_dropped_total', 'reason="injected_'),
  };
}
