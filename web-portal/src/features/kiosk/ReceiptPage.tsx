import { useEffect, useState } from 'react';
import { kioskReceipt } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { LegalClock } from '../../ui/LegalClock';
import { KioskFrame } from './KioskFrame';

type Receipt = components['schemas']['Receipt'];

/** What was asked, who answers, by when and why. */
export function ReceiptPage({ onLeave }: { onLeave: () => void }) {
  const { t, words } = useWords();
  const [receipt, setReceipt] = useState<Receipt>();
  useEffect(() => {
    const load = () => kioskReceipt().then(setReceipt, () => undefined); // not concluded yet: the sentence below says so
    void load();
    const timer = setInterval(() => void load(), 5000);
    return () => clearInterval(timer);
  }, []);
  return (
    <KioskFrame acts={<Button kind="primary" onClick={onLeave}>{t('receipt.finished')}</Button>}>
      <h1>{t('receipt.title')}</h1>
      {receipt ? (
        <article className="kiosk-receipt">
          <p><b><bdi className="code">{receipt.ticket ?? receipt.reception}</bdi></b></p>
          <p className="record" dir="auto">{receipt.asked}</p>
          {receipt.answer && <p className="record" dir="auto">{receipt.answer}</p>}
          {receipt.competentUnit && <p>{t('receipt.whoAnswers')} <b><bdi>{words(receipt.competentUnit)}</bdi></b></p>}
          {receipt.clock && <LegalClock clock={receipt.clock} />}
        </article>
      ) : (
        <p>{t('receipt.notYet')}</p>
      )}
    </KioskFrame>
  );
}
