import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';

/** A shared kiosk forgets after 60 s without a touch and warns 20 s before (WCAG 2.2.1). */
export const IDLE_SECONDS = 60;
export const WARNING_SECONDS = 20;

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'touchstart'] as const;

/** Watches for a touch; asks "still here?", then forgets. Paused while the person waits for, or sits in, the reception. */
export function Forgets({ paused, onForget, children }: { paused: boolean; onForget: () => void; children: ReactNode }) {
  const { t } = useWords();
  const [left, setLeft] = useState(IDLE_SECONDS);
  useEffect(() => {
    if (paused) return undefined;
    const alive = () => setLeft(IDLE_SECONDS);
    alive();
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive);
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive);
    };
  }, [paused]);
  const over = !paused && left <= 0;
  useEffect(() => {
    if (over) onForget();
  }, [over, onForget]);
  return (
    <>
      {children}
      {!paused && left <= WARNING_SECONDS && left > 0 && (
        <div className="kiosk-forgets" role="alertdialog" aria-label={t('kiosk.stillHere')}>
          <h1>{t('kiosk.stillHere')}</h1>
          <p>{t('kiosk.forgetsIn', { n: left })}</p>
          <Button kind="primary" autoFocus onClick={() => setLeft(IDLE_SECONDS)}>{t('kiosk.yesHere')}</Button>
        </div>
      )}
    </>
  );
}
