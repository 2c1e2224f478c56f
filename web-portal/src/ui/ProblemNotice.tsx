import type { Problem } from '../api/problem';
import { en, type Key } from '../i18n/en';
import { useWords } from '../i18n/words';
import { Button } from './Button';
import { Notice } from './Notice';

/** What is said of a refusal: what the catalogue has for its type, else that it could not be done. */
export function wordOf(problem: Problem): Key {
  const word = `problem.${problem.type}`;
  return Object.hasOwn(en, word) ? (word as Key) : 'ui.failed';
}

/** What happened, what is safe, what to do, a number to tell. */
export function ProblemNotice({ problem, onAgain }: { problem: Problem; onAgain?: () => void }) {
  const { t } = useWords();
  const role = problem.role?.split(',')[0]?.trim();
  const sentence =
    problem.status === 0 ? t('ui.offline')
    : problem.status === 403 && role ? t('ui.notAllowed', { role: t(`role.${role}` as 'role.CHAIR') })
    : problem.status === 404 ? t('ui.notFound')
    : t(wordOf(problem));
  return (
    <Notice kind="due">
      {sentence} {problem.reference && <>{t('ui.tell', { n: `\u2068${problem.reference}\u2069` })} </>}
      {onAgain && <Button small onClick={onAgain}>{t('ui.again')}</Button>}
    </Notice>
  );
}
