import { describe, expect, it } from 'vitest';
import { formats } from './format';
import { languageOf } from './languageOf';

const [en, vi, ur] = [formats('en'), formats('vi'), formats('ur')];

describe('days', () => {
  it('stay the same day in every zone', () => {
    expect(en.date('2026-01-01')).toBe('1 Jan 2026');
    expect(en.date('2026-12-31T23:59:59+07:00')).toBe('31 Dec 2026');
  });
});

describe('times', () => {
  const instant = new Date(2026, 10, 26, 9, 5, 7).toISOString();
  it('have 24 hours and Western digits', () => {
    for (const format of [en, vi, ur]) {
      expect(format.time(instant)).toBe('09:05');
      expect(format.time(instant, true)).toBe('09:05:07');
    }
    expect(en.time(new Date(2026, 0, 1, 0, 3).toISOString())).toBe('00:03');
  });
  it('follow the date', () => {
    expect([en, vi, ur].map((format) => format.dateTime(instant))).toEqual(['26 Nov 2026, 09:05', '26/11/2026, 09:05', '26 نومبر 2026، 09:05']);
  });
});

describe('the language of a run of words', () => {
  it('is told by its letters', () => {
    expect(['پیرا 2 سے اتفاق ہے', 'Đồng ý với đề xuất', 'Under rule 8', ''].map(languageOf)).toEqual(['ur', 'vi', 'en', 'en']);
  });
});
