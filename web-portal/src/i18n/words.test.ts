import { describe, expect, it } from 'vitest';
import policy from '../../../identity/access/src/test/resources/policy.txt?raw';
import { en, type Key } from './en';
import { formats } from './format';
import { ur } from './ur';
import { vi } from './vi';
import { translate } from './words';

const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('the catalogues', () => {
  it('have a word for everything the policy table allows', () => {
    const table = policy.replace(/^#.*$/gm, '');
    const actions = [...table.matchAll(/ (\w+)/g)].map(([, word]) => `action.${word}`);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });
  it.each(Object.keys(en) as Key[])('%s asks for the same parameters in the three languages', (key) => {
    expect(holes(vi[key])).toEqual(holes(en[key]));
    expect(holes(ur[key])).toEqual(holes(en[key]));
  });
  it('keep Western digits in Urdu', () => {
    expect(Object.entries(ur).filter(([, text]) => /[\u0660-\u0669\u06F0-\u06F9]/.test(text))).toEqual([]);
  });
  it('leave an unknown parameter visible instead of an empty place', () => {
    expect(translate('en', 'clock.left')).toBe('{n} days left');
  });
});

describe('dates', () => {
  it.each([
    ['en', '26 Nov 2026', 'Thu 26 Nov 2026', '26 Nov'],
    ['vi', '26/11/2026', 'Thứ Năm, 26/11/2026', '26/11'],
    ['ur', '26 نومبر 2026', 'جمعرات 26 نومبر 2026', '26/11'],
  ] as const)('stand in %s as a reader there writes them', (language, date, weekday, short) => {
    const format = formats(language);
    expect(format.date('2026-11-26')).toBe(date);
    expect(format.weekday('2026-11-26')).toBe(weekday);
    expect(format.shortDate('2026-11-26')).toBe(short);
  });
});
