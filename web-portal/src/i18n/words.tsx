import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en, type Catalogue, type Key } from './en';
import { formats, type Formats, type Language } from './format';
import { ur } from './ur';
import { vi } from './vi';

export type { Language };
export const LANGUAGES: readonly Language[] = ['ur', 'vi', 'en'];

const CATALOGUES: Record<Language, Catalogue> = { en, vi, ur };
const STORED = 'kachehri.language';

export interface Words {
  language: Language;
  setLanguage: (language: Language) => void;
  /** The words for a key; `{name}` is replaced by the parameter. */
  t: (key: Key, parameters?: Record<string, string | number>) => string;
  /** One of three names that came from the server. */
  words: (names: { ur?: string; vi?: string; en?: string }) => string;
  format: Formats;
}

export function translate(language: Language, key: Key, parameters: Record<string, string | number> = {}): string {
  return CATALOGUES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

const Context = createContext<Words | undefined>(undefined);

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  const wanted = [stored, ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return LANGUAGES.find((language) => wanted.find((tag) => LANGUAGES.some((one) => one === tag)) === language) ?? 'en';
}

export function WordsProvider({ children, initial }: { children: ReactNode; initial?: Language }) {
  const [language, setLanguage] = useState<Language>(() => initial ?? preferred());
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = language === 'ur' ? 'rtl' : 'ltr';
    localStorage.setItem(STORED, language);
  }, [language]);
  const value = useMemo<Words>(
    () => ({
      language,
      setLanguage,
      t: (key, parameters) => translate(language, key, parameters),
      words: (names) => names[language] ?? names.en ?? '',
      format: formats(language),
    }),
    [language],
  );
  return <Context value={value}>{children}</Context>;
}

export function useWords(): Words {
  const words = use(Context);
  if (!words) throw new Error('useWords outside WordsProvider');
  return words;
}
