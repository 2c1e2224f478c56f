import { useEffect, useState } from 'react';
import type { KioskVisit } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { chime } from '../../ui/chime';

/** Rings until the person answers, every ten seconds. */
const AGAIN_MILLIS = 10_000;

/** It is my turn, and where to go: large, and with a bell, but for a protected person, whom nobody shall look round to. */
export function Called({ visit }: { visit: KioskVisit }) {
  const { t } = useWords();
  const [coming, setComing] = useState(false);
  const quiet = coming || visit.protected;
  useEffect(() => {
    if (quiet) return undefined;
    const ring = () => {
      chime();
      if ('vibrate' in navigator) navigator.vibrate([400, 200, 400]);
    };
    ring();
    const timer = setInterval(ring, AGAIN_MILLIS);
    return () => clearInterval(timer);
  }, [quiet]);
  return (
    <section className="kiosk-called" role="alert">
      <h2>{t('kiosk.called')}</h2>
      {visit.room !== undefined && <p>{t('kiosk.goToRoom', { n: visit.room })}</p>}
      {!quiet && <Button onClick={() => setComing(true)}>{t('kiosk.coming')}</Button>}
    </section>
  );
}
