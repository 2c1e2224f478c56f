import { useEffect, useRef, useState } from 'react';
import { captionsAddress } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import type { Playback } from './playback';
import { covers } from './sync';

type View = components['schemas']['ArchiveView'];
type Copy = View['copies'][number];

interface ScreensProps {
  view: View;
  copies: readonly Copy[];
  playback: Playback;
  atMillis: number;
  captions: boolean;
  /** A link's time is over, or the line broke: the page asks for new ones. */
  onLost: () => void;
}

/** The chosen copies beside each other, each with the viewer's name over it; sound alone has no tile. */
export function Screens({ view, copies, playback, atMillis, captions, onLost }: ScreensProps) {
  const pictures = copies.filter((copy) => copy.media !== 'AUDIO');
  const current = pictures.filter((copy) => covers(partOf(copy, view), atMillis));
  return (
    <div className="replay-screens" data-tiles={Math.max(1, current.length)}>
      {copies.map((copy) => (
        <Screen
          key={copy.name}
          view={view}
          copy={copy}
          playback={playback}
          shown={current.includes(copy)}
          captioned={captions && copy === current[0]}
          alone={pictures.length === 1}
          onLost={onLost}
        />
      ))}
    </div>
  );
}

function partOf(copy: Copy, view: View) {
  return { name: copy.name, startMillis: copy.startMillis ?? 0, durationMillis: copy.durationMillis ?? view.durationMillis };
}

interface ScreenProps {
  view: View;
  copy: Copy;
  playback: Playback;
  shown: boolean;
  captioned: boolean;
  alone: boolean;
  onLost: () => void;
}

function Screen({ view, copy, playback, shown, captioned, alone, onLost }: ScreenProps) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    return element ? playback.attach(partOf(copy, view), element) : undefined;
    // A new link is the same part: the player stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [playback, copy.name]);
  useEffect(() => {
    const track = video.current?.textTracks?.[0];
    if (track) track.mode = captioned ? 'showing' : 'hidden';
  }, [captioned]);
  return (
    <figure hidden={!shown}>
      <video ref={video} src={copy.address} data-copy={copy.name} preload="auto" playsInline onError={onLost}>
        <track kind="captions" label={t('replay.captions')} src={captionsAddress(view.id, copy.name)} />
      </video>
      <Watermark view={view} />
      {!alone && copy.person && <figcaption><bdi>{copy.person}</bdi></figcaption>}
    </figure>
  );
}

/** Who looks, in which post and when: on every picture, so that a photograph of the screen tells. */
function Watermark({ view }: { view: View }) {
  const { t, format } = useWords();
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="replay-watermark" aria-hidden="true">
      {[0, 1, 2].map((line) => (
        <span key={line}><bdi>{view.viewer}</bdi> · {t(`role.${view.viewerRole}`)} · {format.dateTime(now)}</span>
      ))}
    </div>
  );
}
