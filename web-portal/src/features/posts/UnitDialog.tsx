import { useState } from 'react';
import { foundUnit, renameUnit } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';

type Unit = components['schemas']['Unit'];

/** What may stand below what; the server has the last word. */
const BELOW: Record<Unit['kind'], Exclude<Unit['kind'], 'CENTRAL'>[]> = {
  CENTRAL: ['PROVINCE', 'DEPARTMENT', 'MOBILE'],
  PROVINCE: ['COMMUNE', 'DEPARTMENT', 'DISTRICT_HIST', 'MOBILE'],
  COMMUNE: ['DEPARTMENT', 'MOBILE'],
  DEPARTMENT: [],
  DISTRICT_HIST: [],
  MOBILE: [],
};
const LANGUAGES = ['vi', 'ur', 'en'] as const;
const COUNTRIES = ['VN', 'PK'] as const;
const NOTHING = () => undefined;

export const mayHaveUnitsBelow = (unit: Unit) => BELOW[unit.kind].length > 0;

/** A unit's names in the three languages: of the unit itself, or of a new one below it. */
export function UnitDialog({ unit, below, onDone, onClose }: { unit: Unit; below: boolean; onDone: (unitId: string) => void; onClose: () => void }) {
  const { t, words } = useWords();
  const doing = useDoing(NOTHING);
  const kinds = BELOW[unit.kind];
  const [kind, setKind] = useState(kinds[0]);
  const [country, setCountry] = useState(unit.country);
  const [name, setName] = useState(below ? { ur: '', vi: '', en: '' } : unit.name);
  const submit = async () => {
    let id = unit.id;
    const done = await doing.run(async () => {
      id = (below && kind ? await foundUnit({ parentId: unit.id, kind, country, name }) : await renameUnit(unit.id, name)).id;
    });
    if (done) onDone(id);
  };
  return (
    <Dialog title={t(below ? 'units.newTitle' : 'units.nameTitle')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {doing.refused && <ProblemNotice problem={doing.refused} />}
        {below && (
          <>
            <p>{t('units.below')} <b><bdi>{words(unit.name)}</bdi></b></p>
            <Field label={t('units.kind')}>
              {(field) => <select {...field} name="kind" value={kind} onChange={(event) => setKind(kinds.find((one) => one === event.target.value))}>{kinds.map((one) => <option key={one} value={one}>{t(`units.kind.${one}`)}</option>)}</select>}
            </Field>
            <Field label={t('units.country')} hint={t('units.countryHint')}>
              {(field) => <select {...field} name="country" value={country} onChange={(event) => setCountry(event.target.value as Unit['country'])}>{COUNTRIES.map((one) => <option key={one} value={one}>{t(`units.country.${one}`)}</option>)}</select>}
            </Field>
          </>
        )}
        {LANGUAGES.map((language) => (
          <Field key={language} label={t(`units.name.${language}`)}>
            {(field) => <input {...field} name={language} lang={language} dir={language === 'ur' ? 'rtl' : 'ltr'} required maxLength={120} value={name[language]} onChange={(event) => setName({ ...name, [language]: event.target.value })} />}
          </Field>
        ))}
        <div className="acts">
          <Button kind="primary" type="submit" disabled={doing.busy}>{t(below ? 'units.newDo' : 'units.nameDo')}</Button>
          <Button kind="text" onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
