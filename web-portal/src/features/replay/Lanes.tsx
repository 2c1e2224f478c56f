import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { placeText } from './place';

type View = components['schemas']['ArchiveView'];

/** Why something is missing, as the recording's ledger says it. */
const CAUSES = ['gap.loss', 'gap.ring-full', 'gap.paused', 'gap.muted', 'gap.camera-off', 'gap.microphone-off', 'gap.layer-off', 'gap.link-down', 'gap.off-record', 'gap.recorder-restart', 'gap.recorder-replaced', 'gap.segment-cut'] as const;

interface LanesProps {
  view: View;
  atMillis: number;
  currentParagraph: number | undefined;
  onSeek: (millis: number) => void;
}

/** One lane a track: where it has something, where it has a gap and why; below, the minutes as jump points. */
export function Lanes({ view, atMillis, currentParagraph, onSeek }: LanesProps) {
  const { t } = useWords();
  const total = Math.max(1, view.durationMillis);
  const percent = (millis: number) => `${Math.min(100, (Math.max(0, millis) / total) * 100)}%`;
  const tracks = view.copies.filter((copy) => copy.kind === 'TRACK');
  const causeOf = (cause: string) => t(CAUSES.find((known) => known === `gap.${cause}`) ?? 'gap.other');
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
                {first?.person ?? name} · {t(first?.media === 'AUDIO' ? 'replay.sound' : 'replay.picture')}
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
        <span className="name">{t('replay.paragraphs')}</span>
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
