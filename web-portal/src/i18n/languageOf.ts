import type { Language } from './format';

/** Which language a run of data is in, so that faces and voices switch with it. Scripts tell Urdu apart, marked vowels Vietnamese. */
export function languageOf(text: string): Language {
  if (/[\u0600-\u06FF]/.test(text)) return 'ur';
  return /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/.test(text) ? 'vi' : 'en';
}
