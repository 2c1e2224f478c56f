import { describe, expect, it } from 'vitest';
import { formats, type Language } from '../../i18n/format';
import type { Key } from '../../i18n/en';
import { translate } from '../../i18n/words';
import { recurrenceOf, ruleWords } from './recurrence';

const say = (language: Language, recurrence: string) => ruleWords(recurrence, { t: (key: Key, parameters) => translate(language, key, parameters), format: formats(language) });

describe('a rule', () => {
  it.each([
    [recurrenceOf('TH', 'weekly'), 'every Thursday', 'Thứ Năm hằng tuần'],
    [recurrenceOf('TU', [1, 3]), 'every first Tuesday and third Tuesday of the month', 'Thứ Ba thứ nhất và Thứ Ba thứ ba hằng tháng'],
    [recurrenceOf('FR', [-1]), 'every last Friday of the month', 'Thứ Sáu cuối cùng hằng tháng'],
    ['FREQ=MONTHLY;BYMONTHDAY=5,20', 'on the 5 and 20 of every month', 'ngày 5 và 20 hằng tháng'],
  ])('%s is said as a person says it', (recurrence, english, vietnamese) => {
    expect(say('en', recurrence)).toBe(english);
    expect(say('vi', recurrence)).toBe(vietnamese);
    expect(say('ur', recurrence)).not.toContain('{');
  });

  it('that no sentence is kept for stands as it is written', () => {
    expect(say('en', 'FREQ=WEEKLY;BYDAY=TH;INTERVAL=2')).toBe('FREQ=WEEKLY;BYDAY=TH;INTERVAL=2');
  });
});
