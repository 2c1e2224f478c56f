import type { ReactNode } from 'react';
import { LANGUAGES, useWords } from '../../i18n/words';
import { Icon } from '../../ui/Icon';

const NAMES = { ur: 'اردو', vi: 'Tiếng Việt', en: 'English' } as const;

/** Band with the point and the three languages, body, acts at the foot. */
export function KioskFrame({ point, children, acts }: { point?: string; children: ReactNode; acts?: ReactNode }) {
  const { t, language, setLanguage } = useWords();
  return (
    <div className="kiosk">
      <header className="kiosk-head">
        <span className="place">
          <Icon name="mark" />
          <bdi>{point ?? 'Kachehri'}</bdi>
        </span>
        <span className="kiosk-languages" role="group" aria-label={t('ui.language')}>
          {LANGUAGES.map((one) => (
            <button key={one} lang={one} aria-pressed={one === language} onClick={() => setLanguage(one)}>
              {NAMES[one]}
            </button>
          ))}
        </span>
      </header>
      <main className="kiosk-body">{children}</main>
      {acts && <footer className="kiosk-acts">{acts}</footer>}
    </div>
  );
}
