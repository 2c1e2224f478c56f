import { useEffect, useRef, useState } from 'react';
import decodeQR from 'qr/decode.js';
import { openScanner } from '../../call/devices';
import { useWords } from '../../i18n/words';
import { Notice } from '../../ui/Notice';

/** A code that is still held before the camera isn't another scan. */
const SAME_MILLIS = 4000;
/** A pass fills a third of the picture when it is held up; more pixels only cost time. */
const WIDEST = 960;

/** The picture of the camera that looks at the desk; says every code it sees once, and again as long as it isn't taken. */
export function CodeCamera({ onCode }: { onCode: (code: string) => boolean }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [closed, setClosed] = useState(false);
  const told = useRef(onCode);
  told.current = onCode;
  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    const begin = async () => {
      const opened = await openScanner(navigator.mediaDevices);
      if (!opened.ok) { if (!stopped) setClosed(true); return; }
      stream = opened.stream;
      if (stopped || !video.current) { stop(stream); return; }
      video.current.srcObject = stream;
      watch(video.current, () => stopped, (code) => told.current(code));
    };
    void begin();
    return () => { stopped = true; stop(stream); };
  }, []);
  if (closed) return <Notice kind="due">{t('pass.noCamera')}</Notice>;
  return <video ref={video} className="pass-camera" autoPlay muted playsInline aria-label={t('pass.camera')} />;
}

function stop(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** One picture after the other; a new one is looked at when the one before is done with. */
function watch(video: HTMLVideoElement, stopped: () => boolean, onCode: (code: string) => boolean) {
  const pixels = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  let last = '';
  let seen = -Infinity;
  const look = (now: number) => {
    if (stopped()) return;
    const code = codeIn(video, pixels);
    if (code !== undefined) {
      const same = code === last && now - seen <= SAME_MILLIS;
      if (same || onCode(code)) {
        last = code;
        seen = now;
      }
    }
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}

function codeIn(video: HTMLVideoElement, pixels: CanvasRenderingContext2D): string | undefined {
  const scale = Math.min(1, WIDEST / video.videoWidth);
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  if (width === 0 || height === 0) return undefined;
  if (pixels.canvas.width !== width || pixels.canvas.height !== height) Object.assign(pixels.canvas, { width, height });
  pixels.drawImage(video, 0, 0, width, height);
  try {
    return decodeQR(pixels.getImageData(0, 0, width, height));
  } catch {
    // It throws for every picture without a code.
    return undefined;
  }
}
