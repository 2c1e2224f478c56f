import { useState } from 'react';
import { useWords } from '../../i18n/words';
import type { Key } from '../../i18n/en';
import { causeKey } from './cause';
import { placeText } from './place';
import { KINDS, type Place, type PlaceKind } from './timeline';

interface PlaceListProps {
  places: readonly Place[];
  atMillis: number;
  onSeek: (millis: number) => void;
}

/** The timeline once more as a list, in words: for phones, for those who hear the page, and for whoever looks for one thing. */
export function PlaceList({ places, atMillis, onSeek }: PlaceListProps) {
  const { t } = useWords();
  const [kinds, setKinds] = useState<ReadonlySet<PlaceKind>>(new Set(KINDS));
  const toggle = (kind: PlaceKind) => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    setKinds(next);
  };
  const current = places.findLast((place) => place.atMillis <= atMillis && kinds.has(place.kind));
  return (
    <section aria-labelledby="places">
      <h2 id="places">{t('replay.places')}</h2>
      <fieldset className="replay-kinds">
        <legend className="sr">{t('replay.places')}</legend>
        {KINDS.filter((kind) => places.some((place) => place.kind === kind)).map((kind) => (
          <label key={kind}><input type="checkbox" checked={kinds.has(kind)} onChange={() => toggle(kind)} />{t(`replay.kind.${kind}`)}</label>
        ))}
      </fieldset>
      <ol className="replay-places">
        {places.filter(({ kind }) => kinds.has(kind)).map((place) => (
          <li key={place.key}>
            <button aria-current={place === current} onClick={() => onSeek(place.atMillis)}>
              <bdi className="code">{placeText(place.atMillis)}</bdi>
              <span dir="auto"><Sentence place={place} /></span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Sentence({ place }: { place: Place }) {
  const { t } = useWords();
  const person = 'person' in place && place.person ? <><bdi>{place.person}</bdi>: </> : null;
  switch (place.kind) {
    case 'paragraph': return <>{t('replay.paragraph', { n: place.number })} <bdi>{place.text}</bdi></>;
    case 'speech': return <>{person}{t('replay.speaks')} – {placeText(place.toMillis)}</>;
    case 'event': return <>{person}{t(`event.${place.type}`)}{place.detail && <> (<bdi>{place.detail}</bdi>)</>}</>;
    case 'exhibit': return <>{person}{t(`replay.shows.${place.what}`)}</>;
    case 'gap': return <>{person}{t(causeKey(place.cause) satisfies Key)} – {placeText(place.toMillis)}</>;
    case 'bookmark': return <>{place.author && <><bdi>{place.author}</bdi>: </>}<bdi>{place.note}</bdi></>;
  }
}
