import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { archiveView, bookmarks as loadBookmarks } from '../../api/client';
import type { components } from '../../api/schema';
import { languageOf } from '../../i18n/languageOf';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';
import { Bookmarks } from './Bookmarks';
import { ExtractForm } from './ExtractForm';
import { Lanes } from './Lanes';
import { PlaceList } from './PlaceList';
import { Screens } from './Screens';
import { TrackName } from './TrackName';
import { placeText } from './place';
import { nextPlace, placesOf, previousPlace } from './timeline';
import { usePlayback } from './usePlayback';
import { useReplayKeys } from './useReplayKeys';
import './replay.css';

type View = components['schemas']['ArchiveView'];
type Copy = View['copies'][number];

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const KEYS = ['space', 'arrows', 'jl', 'digits', 'frames', 'places', 'speed', 'captions', 'screen', 'bookmark', 'help'] as const;

/** Replay, prove: the seal's verdict in words, then the pictures with the viewer's name over each. */
export default function ReplayPage() {
  const { viewId = '' } = useParams();
  const { t } = useWords();
  const { value: view, problem, reload } = useLoaded(() => archiveView(viewId), [viewId]);

  useEffect(() => {
    // Viewing copies are made after the seal; until they are there the page asks again.
    const timer = view?.copies.length === 0 ? setTimeout(reload, 3000) : undefined;
    return () => clearTimeout(timer);
  }, [view, reload]);

  return (
    <PageShell title={t('replay.title')}>
      {problem && (problem.status === 404
        ? <Notice kind="due">{t('replay.viewOver')}</Notice>
        : <ProblemNotice problem={problem} onAgain={reload} />)}
      {!view && !problem && <Loading />}
      {view && <OpenView view={view} onLost={reload} />}
    </PageShell>
  );
}

/** Which copies are seen and heard: everybody, or the chosen tracks with all their parts. */
function chosenCopies(view: View, chosen: ReadonlySet<string>): Copy[] {
  const tracks = view.copies.filter((copy) => copy.kind === 'TRACK' && chosen.has(copy.track ?? copy.name));
  if (tracks.length > 0) return tracks;
  return view.copies.filter((copy) => copy.kind === 'COMPOSITE').concat(view.copies).slice(0, 1);
}

/** Links are asked for anew at most this often: a file that can't be played must not be asked for all the time. */
const LOST_AGAIN_MILLIS = 30_000;

function OpenView({ view, onLost }: { view: View; onLost: () => void }) {
  const { t, format } = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [captions, setCaptions] = useState(true);
  const [help, setHelp] = useState(false);
  const [asking, setAsking] = useState(false);
  const player = useRef<HTMLDivElement>(null);
  const lostAt = useRef(-LOST_AGAIN_MILLIS);
  const bookmarks = useLoaded(() => loadBookmarks(view.id), [view.id]);
  const { playback, atMillis, playing, speed, seek, toggle, setSpeed, step } = usePlayback(view.id, view.durationMillis);

  const intact = view.seal.verdict === 'INTACT' || view.seal.verdict === 'INTACT_SIGNER_UNKNOWN';
  const copies = chosenCopies(view, chosen);
  const places = placesOf(view, bookmarks.value ?? []);
  const current = view.minutes.paragraphs.findLast((paragraph) => (paragraph.elapsedMillis ?? 0) <= atMillis);
  const tracks = [...new Map(view.copies.filter(({ kind }) => kind === 'TRACK').map((copy) => [copy.track ?? copy.name, copy])).entries()];
  const jump = (place: { atMillis: number } | undefined) => place && seek(place.atMillis);
  const faster = (by: 1 | -1) => setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(speed) + by))] ?? 1);
  const fullScreen = () => void (document.fullscreenElement ? document.exitFullscreen() : player.current?.requestFullscreen());
  useReplayKeys({
    ' ': toggle, k: toggle, j: () => seek(atMillis - 10_000), l: () => seek(atMillis + 10_000),
    ArrowLeft: () => seek(atMillis - 5000), ArrowRight: () => seek(atMillis + 5000), Home: () => seek(0), End: () => seek(view.durationMillis),
    ',': () => step(-1), '.': () => step(1), n: () => jump(nextPlace(places, atMillis)), p: () => jump(previousPlace(places, atMillis)),
    '+': () => faster(1), '-': () => faster(-1), c: () => setCaptions(!captions), f: fullScreen, b: () => document.getElementById('bookmark-note')?.focus(), '?': () => setHelp(true),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), () => seek((view.durationMillis * digit) / 10)])),
  });
  const lost = () => {
    if (performance.now() - lostAt.current < LOST_AGAIN_MILLIS) return;
    lostAt.current = performance.now();
    onLost();
  };
  const choose = (track: string) => {
    const next = new Set(chosen);
    if (!next.delete(track)) next.add(track);
    setChosen(next);
  };
  return (
    <>
      <div className="replay">
        <div>
          <h1><bdi className="code">{view.code}</bdi></h1>
          <p className="quiet">{t('replay.reason')} <bdi>{view.reason}</bdi></p>
          {copies.length > 0 ? (
            <>
              <div className="replay-player" ref={player}>
                <Screens view={view} copies={copies} playback={playback} atMillis={atMillis} captions={captions} onLost={lost} />
                {view.startedAt && (
                  <bdi className="replay-clock code">{format.time(new Date(Date.parse(view.startedAt) + atMillis).toISOString(), true)} · {placeText(atMillis)}</bdi>
                )}
              </div>
              <div className="replay-controls">
                <Button kind="primary" onClick={toggle}>
                  <Icon name={playing ? 'pause' : 'play'} />
                  {t(playing ? 'replay.pause' : 'replay.play')}
                </Button>
                <Button onClick={() => seek(atMillis - 10_000)}>{t('replay.back10')}</Button>
                <Button onClick={() => seek(atMillis + 10_000)}>{t('replay.forward10')}</Button>
                <bdi className="at code">{placeText(atMillis)} / {placeText(view.durationMillis)}</bdi>
                <label>
                  {t('replay.speedOf')}
                  <select value={speed} onChange={(event) => setSpeed(Number(event.target.value))}>
                    {SPEEDS.map((one) => <option key={one} value={one}>{one}×</option>)}
                  </select>
                </label>
                <label className="replay-check"><input type="checkbox" checked={captions} onChange={() => setCaptions(!captions)} />{t('replay.captions')}</label>
                {document.fullscreenEnabled && <Button onClick={fullScreen}>{t('replay.fullScreen')}</Button>}
                <Button kind="text" onClick={() => setHelp(true)}>{t('replay.keys')}</Button>
              </div>
              {tracks.length > 1 && (
                <fieldset className="replay-kinds">
                  <legend>{t('replay.copy')}</legend>
                  <label><input type="checkbox" checked={chosen.size === 0} onChange={() => setChosen(new Set())} />{t('replay.composite')}</label>
                  {tracks.map(([track, copy]) => (
                    <label key={track}>
                      <input type="checkbox" checked={chosen.has(track)} onChange={() => choose(track)} />
                      <TrackName copy={copy} />
                    </label>
                  ))}
                </fieldset>
              )}
              <p><Button onClick={() => setAsking(true)}>{t('extract.ask')}</Button></p>
              {asking && <ExtractForm view={view} atMillis={atMillis} onClose={() => setAsking(false)} />}
              <Lanes view={view} atMillis={atMillis} currentParagraph={current?.number} places={places} onSeek={seek} />
            </>
          ) : (
            intact && <Notice kind="info">{t('replay.copiesNotReady')}</Notice>
          )}
        </div>
        <aside className="replay-side">
          <Notice kind={intact ? 'ok' : 'late'}>
            <b>{t(`seal.${view.seal.verdict}`)}</b>{' '}
            {intact
              ? t('seal.segments', { n: view.seal.intact ?? view.seal.segments, of: view.seal.segments })
              : view.seal.firstDamaged && <bdi className="code">{view.seal.firstDamaged}</bdi>}
            {view.seal.fingerprint && (
              <details>
                <summary>{t('seal.details')}</summary>
                <bdi className="code">{view.seal.fingerprint.slice(0, 47)}</bdi>
              </details>
            )}
          </Notice>
          <section>
            <h2>{t('room.minutes')}</h2>
            {view.minutes.paragraphs.length === 0 && <p className="quiet">{t('replay.noMinutes')}</p>}
            <ol className="replay-minutes">
              {view.minutes.paragraphs.map((paragraph) => (
                <li key={paragraph.number}>
                  <button aria-current={paragraph.number === current?.number} onClick={() => seek(paragraph.elapsedMillis ?? 0)}>
                    <b>{paragraph.number}</b>
                    <span className="record" dir="auto" lang={languageOf(paragraph.text)}>
                      {paragraph.text}
                      <time><bdi className="code">{placeText(paragraph.elapsedMillis ?? 0)}</bdi></time>
                    </span>
                  </button>
                </li>
              ))}
            </ol>
          </section>
          {intact && <PlaceList places={places} atMillis={atMillis} onSeek={seek} />}
          {intact && <Bookmarks viewId={view.id} atMillis={atMillis} list={bookmarks.value ?? []} onChanged={bookmarks.reload} onSeek={seek} />}
          <Notice kind="info">{t('archive.watchedIsLogged')}</Notice>
        </aside>
      </div>
      {help && (
        <Dialog title={t('replay.keys')} onClose={() => setHelp(false)}>
          <ul className="replay-keys">
            {KEYS.map((key) => <li key={key}>{t(`replay.key.${key}`)}</li>)}
          </ul>
          <Button kind="primary" onClick={() => setHelp(false)}>{t('ui.back')}</Button>
        </Dialog>
      )}
    </>
  );
}
