import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { exhibitOf } from './timeline';

type Copy = components['schemas']['ArchiveView']['copies'][number];

/** Whose track it is, and what it shows. */
export function TrackName({ copy }: { copy: Copy }) {
  const { t } = useWords();
  const exhibit = exhibitOf(copy.track);
  return (
    <span><bdi>{copy.person ?? copy.track ?? copy.name}</bdi> · {t(copy.media === 'AUDIO' ? 'replay.sound' : exhibit ? `replay.${exhibit}` : 'replay.picture')}</span>
  );
}
