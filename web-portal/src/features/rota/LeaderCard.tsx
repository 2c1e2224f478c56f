import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Status } from '../../ui/Status';
import { Hours } from './Hours';
import { ruleWords } from './recurrence';

type Month = components['schemas']['RotaMonth'];
type Rule = components['schemas']['RotaRule'];

/** A leader's rule and what the law counts of this month. */
export function LeaderCard({ leader, duty, onPlan }: { leader: Month['leaders'][number]; duty: Month['duty']; onPlan: (() => void) | undefined }) {
  const wordsOf = useWords();
  const { t, words, format } = wordsOf;
  const rule = ({ recurrence, begins, ends, form, from }: Rule) => (
    <>
      <bdi>{ruleWords(recurrence, wordsOf)}</bdi> · <Hours begins={begins} ends={ends} /> · {t(`rota.form.${form}`)} · {t('rota.since', { date: format.date(from) })}
    </>
  );
  const { report } = leader;
  return (
    <section className="card stack">
      <div className="head">
        <h2><bdi>{leader.name}</bdi></h2>
        {onPlan && <Button small onClick={onPlan}>{t('rota.setRule')}</Button>}
      </div>
      <p>{leader.rule ? rule(leader.rule) : t('rota.noRule')}</p>
      {leader.next && <p>{t('rota.then')} {rule(leader.next)}</p>}
      {report && (
        <dl className="rota-figures">
          <div><dt>{t('rota.due')}</dt><dd>{format.number(report.due)}</dd></div>
          <div><dt>{t('rota.inPerson')}</dt><dd>{format.number(report.inPerson)}</dd></div>
          <div><dt>{t('rota.online')}</dt><dd>{format.number(report.online)}</dd></div>
          <div><dt>{t('rota.byDeputy')}</dt><dd>{format.number(report.byDeputy)}</dd></div>
          <div><dt>{t('rota.ahead')}</dt><dd>{format.number(report.ahead)}</dd></div>
        </dl>
      )}
      {report && report.due > 0 && (
        <p><Status shape={report.lacking > 0 ? 'due' : 'done'}>{report.lacking > 0 ? t('rota.lackingCount', { n: format.number(report.lacking) }) : t('rota.enough')}</Status></p>
      )}
      <p className="quiet">
        {duty ? <>{t(`rota.duty.${duty.per}`, { n: duty.days })} <bdi>{words(duty.law)}</bdi></> : t('rota.noDuty')}
      </p>
    </section>
  );
}
