/** Why something is missing, as the recording's ledger says it. */
const CAUSES = [
  'gap.loss', 'gap.ring-full', 'gap.paused', 'gap.muted', 'gap.camera-off', 'gap.microphone-off', 'gap.layer-off', 'gap.link-down', 'gap.off-record', 'gap.recorder-restart', 'gap.recorder-replaced', 'gap.segment-cut',
] as const;

/** The words for a cause; one that this page doesn't know is still shown, as something missing. */
export function causeKey(cause: string): (typeof CAUSES)[number] | 'gap.other' {
  return CAUSES.find((known) => known === `gap.${cause}`) ?? 'gap.other';
}
