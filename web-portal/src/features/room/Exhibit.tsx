import type { Participant, Purpose } from '../../api/live';
import { useWords } from '../../i18n/words';
import { Icon } from '../../ui/Icon';
import { Picture, Sound, type OnShown } from './Tile';

interface ExhibitProps {
  participant: Participant;
  purpose: Extract<Purpose, 'screen' | 'document'>;
  own: boolean;
  picture: MediaStream;
  sound?: MediaStream;
  onShown: OnShown;
}

/** A screen or papers: the whole picture, never cut, under the name of who shows it. */
export function Exhibit({ participant, purpose, own, picture, sound, onShown }: ExhibitProps) {
  const { t, words } = useWords();
  const name = participant.point ? words(participant.point) : participant.name;
  return (
    <figure className="tile" data-exhibit={purpose}>
      <Picture stream={picture} participant={participant.id} purpose={purpose} hidden={false} onShown={own ? undefined : onShown} />
      {sound && <Sound stream={sound} participant={participant.id} />}
      <figcaption className="plate">
        <Icon name={purpose === 'screen' ? 'screen' : 'paper'} />
        <b>{t(purpose === 'screen' ? 'room.screenOf' : 'room.papersOf', { name })}</b>
      </figcaption>
    </figure>
  );
}
