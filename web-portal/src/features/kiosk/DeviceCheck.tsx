import { useEffect, useRef, useState } from 'react';
import { closeDevices, openDevices, watchLevel, type OpenedDevices } from '../../call/devices';
import { answerLineTest, beginLineTest, endLineTest } from '../../api/client';
import { testLine } from '../../call/lineTest';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Status } from '../../ui/Status';
import { KioskFrame } from './KioskFrame';

/** A voice, not a fan: a quarter of the bar. */
const HEARD = 0.25;

type Line = 'testing' | 'good' | 'fair' | 'poor' | 'unknown';

/** As docs/media/quality.md names the scores. */
function lineFor(score: number | undefined): Line {
  if (score === undefined) return 'unknown';
  if (score >= 80) return 'good';
  return score >= 50 ? 'fair' : 'poor';
}

const LINE_SHAPES = { testing: 'wait', good: 'done', fair: 'due', poor: 'due', unknown: 'off' } as const;

/** Over the bridge and back, as the room would. */
const BROWSER = {
  newPeer: () => new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' }),
  begin: beginLineTest,
  answer: answerLineTest,
  end: endLineTest,
  wait: (millis: number) => new Promise<void>((done) => setTimeout(done, millis)),
};

/** See myself, hear myself; meanwhile the line is tried, for which nobody has to wait. The camera is let go of as soon as the page is left. */
export function DeviceCheck({ onDone }: { onDone: (camera: boolean, microphone: boolean) => Promise<void> }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [opened, setOpened] = useState<OpenedDevices>();
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const [line, setLine] = useState<Line>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let stopMeter = (): void => undefined;
    let gone = false;
    const left = new AbortController();
    void openDevices(navigator.mediaDevices as MediaDevices | undefined).then((result) => {
      if (result.ok) stream = result.stream;
      if (gone) {
        closeDevices(stream);
        return;
      }
      setOpened(result);
      if (stream) {
        if (video.current) video.current.srcObject = stream;
        stopMeter = watchLevel(stream, (loud) => {
          setLevel(loud);
          if (loud > HEARD) setHeard(true);
        });
        setLine('testing');
        // Whatever goes wrong is a line that isn't known; the way into the room stays open.
        void testLine(stream, BROWSER, left.signal)
          .catch(() => undefined)
          .then((score) => !left.signal.aborted && setLine(lineFor(score)));
      }
    });
    return () => {
      gone = true;
      left.abort();
      stopMeter();
      closeDevices(stream);
    };
  }, [tries]);
  const camera = opened?.ok === true && opened.stream.getVideoTracks().length > 0;
  const microphone = opened?.ok === true && opened.stream.getAudioTracks().length > 0;
  return (
    <KioskFrame
      acts={
        <>
          <Button kind="primary" disabled={!camera && !microphone} onClick={() => void onDone(camera, microphone)}>
            {t('check.goOn')}
          </Button>
          <Button onClick={() => setTries(tries + 1)}>{t('devices.retry')}</Button>
        </>
      }
    >
      <h1>{t('check.title')}</h1>
      <div className="kiosk-mirror"><video ref={video} autoPlay playsInline muted aria-label={t('check.yourPicture')} /></div>
      {opened?.ok === false && <Notice kind="due">{t(`devices.${opened.trouble}`)}</Notice>}
      <p aria-live="polite">{t(heard ? 'check.heard' : 'check.sayYourName')}</p>
      <div className="kiosk-level" role="meter" aria-label={t('check.yourVoice')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(level * 100)}>
        <div style={{ transform: `scaleX(${level})` }} />
      </div>
      {line && (
        <p className="kiosk-line" data-line={line} role="status">
          <Status shape={LINE_SHAPES[line]}>{t(`check.line.${line}`)}</Status>
        </p>
      )}
    </KioskFrame>
  );
}
