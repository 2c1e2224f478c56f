import { describe, expect, it } from 'vitest';
import { addDays, weekOf } from './days';

describe('a week', () => {
  it('begins on Monday, whatever day is asked', () => {
    expect(weekOf('2026-11-23')[0]).toBe('2026-11-23');
    expect(weekOf('2026-11-29')).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']);
  });
  it('goes over the end of a year', () => {
    expect(weekOf('2027-01-01')[0]).toBe('2026-12-28');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
});
