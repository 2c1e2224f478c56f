import { useEffect, useState } from 'react';
import { useWords } from '../i18n/words';

/** Nothing for 300 ms, then the page's own lines in grey, after 3 s a sentence. */
export function Loading() {
  const { t } = useWords();
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), 300), setTimeout(() => setStage(2), 3000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (stage === 0) return null;
  return (
    <div className="loading" role="status">
      {[72, 90, 64].map((width) => <i key={width} style={{ inlineSize: `${width}%` }} />)}
      {stage === 2 && <p>{t('ui.loading')}</p>}
    </div>
  );
}
