import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { acknowledgeNotice, kioskCheck, kioskVisit, openKiosk, type KioskVisit } from '../../api/client';
import { Refused } from '../../api/problem';
import { useWords } from '../../i18n/words';
import { DeviceCheck } from './DeviceCheck';
import { Forgets } from './Forgets';
import { beginForgetting, finishForgetting, isForgetting, openedAnew } from './forgetting';
import { KioskFrame } from './KioskFrame';
import { ReceiptPage } from './ReceiptPage';
import { RecordingNotice } from './RecordingNotice';
import { Waiting } from './Waiting';
import './kiosk.css';

/** The place in the queue changes when somebody is called; three seconds is sooner than anyone looks up. */
const POLL_MILLIS = 3000;

/**
 * The citizen's page from the queue number to the receipt. The link's token is in the fragment, so no server log ever holds it; a new token is a
 * new page, with nothing of the person before.
 */
export function KioskPage({ seat }: { seat: (waiting: (callForHelp: () => void) => ReactNode, onEnded: () => void) => ReactNode }) {
  const { t, setLanguage } = useWords();
  const { hash } = useLocation();
  const [visit, setVisit] = useState<KioskVisit>();
  const [refusal, setRefusal] = useState<Refused>();
  const [left, setLeft] = useState(() => !hash && isForgetting());

  const forget = useCallback(() => {
    beginForgetting();
    setVisit(undefined);
    setLeft(true);
  }, []);
  useEffect(() => (left ? finishForgetting() : undefined), [left]);

  useEffect(() => {
    if (left) return;
    const token = hash.slice(1);
    const opening = token ? openKiosk(token) : kioskVisit();
    // The used token leaves the address, so that "back" and the next person find nothing.
    if (token) history.replaceState(null, '', location.pathname);
    opening.then(
      (opened) => {
        openedAnew();
        setVisit(opened);
        setLanguage(opened.language);
      },
      (error: unknown) => {
        if (error instanceof Refused) setRefusal(error);
        else throw error;
      },
    );
    // Once, with the address the page was opened with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const shown = visit !== undefined && !left;
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setInterval(() => {
      kioskVisit().then(setVisit, () => undefined); // a weak line: the last known place stays on the screen
    }, POLL_MILLIS);
    return () => clearInterval(timer);
  }, [shown]);

  if (left) return <KioskFrame><h1>{t('kiosk.goodbye')}</h1><p>{t('kiosk.forgotten')}</p></KioskFrame>;
  if (refusal) {
    return (
      <KioskFrame>
        <h1>{t(refusal.status === 409 ? 'kiosk.linkUsed' : 'kiosk.linkUnknown')}</h1>
        <p>{t('kiosk.goToDesk')}</p>
      </KioskFrame>
    );
  }
  if (!visit) return <KioskFrame><p>{t('ui.loading')}</p></KioskFrame>;
  const live = visit.noticeAcknowledged && visit.receptionId !== undefined && visit.state !== 'DONE';
  return (
    <Forgets paused={live} onForget={forget}>
      {visit.state === 'DONE' || visit.state === 'GONE' ? (
        <ReceiptPage onLeave={forget} />
      ) : !visit.cameraReady && !visit.microphoneReady ? (
        <DeviceCheck onDone={async (camera, microphone) => setVisit(await kioskCheck(camera, microphone))} />
      ) : !visit.noticeAcknowledged ? (
        <RecordingNotice onUnderstood={async (language) => setVisit(await acknowledgeNotice(visit.noticeVersion, language, 'SELF'))} />
      ) : live ? (
        seat(
          (callForHelp) => <Waiting visit={visit} onHelp={callForHelp} />,
          () => void kioskVisit().then(setVisit),
        )
      ) : (
        <Waiting visit={visit} />
      )}
    </Forgets>
  );
}
