import { useState } from 'react';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { KioskFrame } from './KioskFrame';
import { useReadAloud } from '../../ui/useReadAloud';

/** The notice of recording: shown, read aloud where a voice exists, acknowledged. */
export function RecordingNotice({ onUnderstood }: { onUnderstood: (language: 'ur' | 'vi' | 'en') => Promise<void> }) {
  const { t, language } = useWords();
  const { speak, able } = useReadAloud();
  const [busy, setBusy] = useState(false);
  return (
    <KioskFrame
      acts={
        <>
          <Button
            kind="primary"
            disabled={busy}
            onClick={() => {
              setBusy(true);
              void onUnderstood(language).finally(() => setBusy(false));
            }}
          >
            {t('kiosk.understood')}
          </Button>
          {able && (
            <Button onClick={() => speak(t('kiosk.recordingNotice'))}>
              <Icon name="sound" />
              {t('kiosk.hearPage')}
            </Button>
          )}
        </>
      }
    >
      <h1>{t('kiosk.noticeTitle')}</h1>
      <p className="kiosk-notice large"><span className="dot" aria-hidden="true" />{t('kiosk.recordingNotice')}</p>
      <p>{t('kiosk.noticeLaw')}</p>
    </KioskFrame>
  );
}
