import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { causeKey } from './cause';
import { placeText } from './place';
import type { Place } from './timeline';
import { TrackName } from './TrackName';

type View = components['schemas']['ArchiveView'];

interface LanesProps {
  view: View;
  atMillis: number;
  currentParagraph: number | undefined;
  places: readonly Place[];
  onSeek: (millis: number) => void;
}

/** One lane a track: where it has something, where it has a gap and why; below, the minutes as jump points. */
export function Lanes({ view, atMillis, currentParagraph, places, onSeek }: LanesProps) {
  const { t } = useWords();
  const total = Math.max(1, view.durationMillis);
  const percent = (millis: number) => `${Math.min(100, (Math.max(0, millis) / total) * 100)}%`;
  const tracks = view.copies.filter((copy) => copy.kind === 'TRACK');
  const causeOf = (cause: string) => t(causeKey(cause));
  const speakers = [...new Set(view.speech.map(({ person }) => person))];
  const marks = places.filter((place) => place.kind === 'event' || place.kind === 'exhibit' || place.kind === 'bookmark');
  const names = [...new Set(tracks.map((track) => track.track ?? track.name))];
  return (
    <>
      <div className="replay-lanes">
        <span />
        <input
          type="range"
          min={0}
          max={total}
          step={1000}
          value={Math.min(atMillis, total)}
          aria-label={t('replay.place')}
          aria-valuetext={placeText(atMillis)}
          onChange={(event) => onSeek(Number(event.target.value))}
        />
        {names.map((name) => {
          const parts = tracks.filter((track) => (track.track ?? track.name) === name);
          const first = parts[0];
          return (
            <div key={name} style={{ display: 'contents' }}>
              <span className="name" dir="auto">
                {first && <TrackName copy={first} />}
              </span>
              <div className="lane">
                {parts.map((part) => (
                  <span key={part.name} className="present" style={{ left: percent(part.startMillis ?? 0), width: percent(part.durationMillis ?? total) }} />
                ))}
                {view.gaps
                  .filter((gap) => gap.track === undefined || gap.track === name)
                  .map((gap) => (
                    <span
                      key={`${gap.fromMillis}-${gap.cause}`}
                      className="gap"
                      data-cause={gap.cause}
                      title={`${placeText(gap.fromMillis)}–${placeText(gap.toMillis)}: ${causeOf(gap.cause)}`}
                      style={{ left: percent(gap.fromMillis), width: percent(gap.toMillis - gap.fromMillis) }}
                    />
                  ))}
              </div>
            </div>
          );
        })}
        <span className="name" dir="auto">{t('replay.paragraphs')}</span>
        <div className="lane">
          {view.minutes.paragraphs.map((paragraph) => (
            <button
              key={paragraph.number}
              className="paragraph"
              aria-current={paragraph.number === currentParagraph}
              style={{ left: percent(paragraph.elapsedMillis ?? 0) }}
              onClick={() => onSeek(paragraph.elapsedMillis ?? 0)}
            >
              {paragraph.number}
            </button>
          ))}
        </div>
        {speakers.map((person) => (
          <div key={person} style={{ display: 'contents' }}>
            <span className="name" dir="auto"><bdi>{person}</bdi> · {t('replay.speaks')}</span>
            <div className="lane" aria-hidden="true">
              {view.speech.filter((turn) => turn.person === person).map((turn) => (
                <span key={turn.fromMillis} className="turn" style={{ left: percent(turn.fromMillis), width: percent(turn.toMillis - turn.fromMillis) }} onClick={() => onSeek(turn.fromMillis)} />
              ))}
            </div>
          </div>
        ))}
        {marks.length > 0 && (
          <>
            <span className="name" dir="auto">{t('replay.marks')}</span>
            <div className="lane" aria-hidden="true">
              {/* The same places stand as buttons in the list: here they would be hundreds of stops for the keyboard. */}
              {marks.map((mark) => (
                <span key={mark.key} className="mark" data-kind={mark.kind} style={{ left: percent(mark.atMillis) }} onClick={() => onSeek(mark.atMillis)} />
              ))}
            </div>
          </>
        )}
      </div>
      {view.gaps.length > 0 && (
        <ul className="replay-legend">
          {view.gaps.map((gap) => (
            <li key={`${gap.track ?? ''}${gap.fromMillis}${gap.cause}`}>
              <i className="swatch" data-cause={gap.cause} aria-hidden="true" />
              <span>
                {causeOf(gap.cause)} <bdi className="code">{placeText(gap.fromMillis)}–{placeText(gap.toMillis)}</bdi>
                {gap.track && <> · <bdi>{tracks.find((track) => track.track === gap.track)?.person ?? gap.track}</bdi></>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
