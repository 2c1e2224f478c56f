import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { archiveView, copyAddress, watched } from '../../api/client';
import type { components } from '../../api/schema';
import { languageOf } from '../../i18n/languageOf';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { Lanes } from './Lanes';
import { placeText } from './place';
import { WatchedRanges } from './watchedRanges';
import './replay.css';

type View = components['schemas']['ArchiveView'];

/** What was watched is sent at least this often, so that closing the page loses at most this much of the log. */
const REPORT_MILLIS = 5000;

/** Replay, prove: the seal's verdict in words, then the picture with the viewer's name over it. */
export default function ReplayPage() {
  const { viewId = '' } = useParams();
  const { t, format } = useWords();
  const [view, setView] = useState<View>();
  const [copyName, setCopyName] = useState<string>();
  const [atMillis, setAtMillis] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState(1);
  const video = useRef<HTMLVideoElement>(null);
  const [ranges] = useState(() => new WatchedRanges());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      void archiveView(viewId).then((loaded) => {
        setView(loaded);
        // Viewing copies are made after the seal; until they are there the page asks again.
        if (loaded.copies.length === 0) timer = setTimeout(load, 3000);
      });
    load();
    return () => clearTimeout(timer);
  }, [viewId]);

  const copy = view?.copies.find((one) => one.name === copyName) ?? view?.copies.find((one) => one.kind === 'COMPOSITE') ?? view?.copies[0];
  const offset = copy?.startMillis ?? 0;
  const shown = copy?.name;

  useEffect(() => {
    if (!shown) return undefined;
    const report = () => {
      for (const range of ranges.take()) void watched(viewId, { copy: shown, ...range });
    };
    const timer = setInterval(report, REPORT_MILLIS);
    addEventListener('pagehide', report);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', report);
      report();
    };
  }, [viewId, shown, ranges]);

  if (!view) return <PageShell title={t('replay.title')}><Loading /></PageShell>;
  const intact = view.seal.verdict === 'INTACT' || view.seal.verdict === 'INTACT_SIGNER_UNKNOWN';
  const seek = (millis: number) => {
    if (!video.current) return;
    video.current.currentTime = Math.max(0, (millis - offset) / 1000);
    setAtMillis(millis);
  };
  const current = view.minutes.paragraphs.findLast((paragraph) => (paragraph.elapsedMillis ?? 0) <= atMillis);
  return (
    <PageShell title={t('replay.title')}>
      <div className="replay">
        <div>
          <h1><bdi className="code">{view.code}</bdi></h1>
          <p className="quiet">{t('replay.reason')} <bdi>{view.reason}</bdi></p>
          {copy ? (
            <>
              <div className="replay-player">
                <video
                  key={copy.name}
                  ref={video}
                  src={copyAddress(viewId, copy.name)}
                  data-copy={copy.name}
                  preload="auto"
                  playsInline
                  onPlay={() => setPlaying(true)}
                  onPause={() => setPlaying(false)}
                  onSeeking={() => ranges.jump()}
                  onTimeUpdate={(event) => {
                    const millis = Math.round(event.currentTarget.currentTime * 1000) + offset;
                    ranges.at(millis);
                    setAtMillis(millis);
                  }}
                >
                  <track kind="captions" />
                </video>
                <div className="replay-watermark" aria-hidden="true">
                  {[0, 1, 2].map((line) => (
                    <span key={line}>{view.viewer} · {format.dateTime(view.openedAt)}</span>
                  ))}
                </div>
                {view.startedAt && (
                  <bdi className="replay-clock code">{format.time(view.startedAt, true)} + {placeText(atMillis)}</bdi>
                )}
              </div>
              <div className="replay-controls">
                <Button kind="primary" onClick={() => (playing ? video.current?.pause() : void video.current?.play())}>
                  <Icon name={playing ? 'pause' : 'play'} />
                  {t(playing ? 'replay.pause' : 'replay.play')}
                </Button>
                <Button onClick={() => seek(atMillis - 10_000)}>{t('replay.back10')}</Button>
                <Button onClick={() => seek(atMillis + 10_000)}>{t('replay.forward10')}</Button>
                <bdi className="at code">{placeText(atMillis)} / {placeText(view.durationMillis)}</bdi>
                <Button
                  onClick={() => {
                    const next = rate === 1 ? 1.5 : rate === 1.5 ? 2 : 1;
                    setRate(next);
                    if (video.current) video.current.playbackRate = next;
                  }}
                >
                  {t('replay.speed', { n: rate })}
                </Button>
                <label>
                  {t('replay.copy')}{' '}
                  <select value={copy.name} onChange={(event) => setCopyName(event.target.value)}>
                    {view.copies.map((one) => (
                      <option key={one.name} value={one.name}>
                        {one.kind === 'COMPOSITE' ? t('replay.composite') : `${one.person ?? one.track ?? one.name} · ${t(one.media === 'AUDIO' ? 'replay.sound' : 'replay.picture')}`}
                        {one.part !== undefined && one.part > 1 ? ` (${one.part})` : ''}
                      </option>
                    ))}
                  </select>
                </label>
              </div>
              <Lanes view={view} atMillis={atMillis} currentParagraph={current?.number} onSeek={seek} />
            </>
          ) : (
            <Notice kind="info">{t('replay.copiesNotReady')}</Notice>
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
          <Notice kind="info">{t('archive.watchedIsLogged')}</Notice>
        </aside>
      </div>
    </PageShell>
  );
}
