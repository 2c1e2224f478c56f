import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/words';
import { Button } from './Button';
import { Dialog } from './Dialog';

interface ReasonDialogProps {
  title: string;
  /** What the button says. */
  act: string;
  /** For good: it looks so. */
  stop?: boolean;
  busy: boolean;
  onDo: (reason: string) => void;
  onClose: () => void;
  children: ReactNode;
}

/** Before something grave is done somebody says why; that goes into the audit. */
export function ReasonDialog({ title, act, stop = false, busy, onDo, onClose, children }: ReasonDialogProps) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); onDo(reason.trim()); }}>
        {children}
        <label htmlFor="why">{t('archive.reason')}</label>
        <input id="why" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        <div className="acts">
          <Button kind={stop ? 'stop' : 'primary'} type="submit" disabled={busy}>{act}</Button>
          <Button kind="text" onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
