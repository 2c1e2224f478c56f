import { createContext, use, useEffect, type ReactNode } from 'react';
import { matchPath, NavLink, useLocation } from 'react-router';
import { LANGUAGES, useWords, type Language } from '../i18n/words';
import type { Key } from '../i18n/en';
import { Icon } from './Icon';

/** What the band and the row of pages show; the app provides it, pages don't. */
export interface Shell {
  who?: { name: string; post: string; place: string };
  pages: { to: string; key: Key }[];
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onLanguage: (language: Language) => void;
  onSignOut?: () => void;
}
export type Theme = 'system' | 'light' | 'dark' | 'contrast';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

const Context = createContext<Shell>({ pages: [], theme: 'system', onTheme: () => undefined, onLanguage: () => undefined });
export const ShellProvider = Context.Provider;

const NAMES: Record<Language, string> = { ur: 'اردو', vi: 'Tiếng Việt', en: 'English' };

/** Band, one row of words, the page. `title` becomes the document's title. */
export function PageShell({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useWords();
  const shell = use(Context);
  const { pathname } = useLocation();
  // Of two pages in the row one may lie below the other: only the one that is open is marked.
  const open = shell.pages.filter(({ to }) => matchPath({ path: to, end: false }, pathname)).sort((one, other) => other.to.length - one.to.length)[0];
  useEffect(() => {
    document.title = `${title} – Kachehri`;
  }, [title]);
  return (
    <>
      <a className="skip" href="#content">{t('ui.skip')}</a>
      <header className="band">
        <NavLink to="/" className="mark"><Icon name="mark" />Kachehri</NavLink>
        {shell.who && <span className="place"><bdi>{shell.who.place}</bdi></span>}
        <span className="end">
          <label className="pick">
            <Icon name="globe" />
            <span className="sr">{t('ui.language')}</span>
            <select value={language} onChange={(event) => shell.onLanguage(event.target.value as Language)}>
              {LANGUAGES.map((one) => <option key={one} value={one} lang={one}>{NAMES[one]}</option>)}
            </select>
          </label>
          <label className="pick">
            <span className="sr">{t('ui.theme')}</span>
            <select value={shell.theme} onChange={(event) => shell.onTheme(event.target.value as Theme)}>
              {THEMES.map((one) => <option key={one} value={one}>{t(`ui.theme.${one}`)}</option>)}
            </select>
          </label>
          {shell.who && <NavLink to="/account" className="who" title={t('account.title')}><bdi>{shell.who.name}</bdi><small>{shell.who.post}</small></NavLink>}
        </span>
      </header>
      {(shell.pages.length > 0 || shell.onSignOut) && (
        <nav className="pages" aria-label={t('nav.main')}>
          {shell.pages.map(({ to, key }) => <NavLink key={to} to={to} end={to !== open?.to}>{t(key)}</NavLink>)}
          <span className="end">
            <NavLink to="/help">{t('ui.help')}</NavLink>
            {shell.onSignOut && <button onClick={shell.onSignOut}>{t('ui.signOut')}</button>}
          </span>
        </nav>
      )}
      <main id="content" className="page" tabIndex={-1}>{children}</main>
    </>
  );
}
