import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';

type Tested = NonNullable<components['schemas']['Reception']['preCall']>;
type Measured = NonNullable<components['schemas']['Reception']['quality']>;

/** How well everybody could take part, as it is kept with the reception. */
export function LineHistory({ quality = [], preCall = [] }: { quality: Measured | undefined; preCall: Tested | undefined }) {
  const { t, format } = useWords();
  if (quality.length === 0 && preCall.length === 0) return null;
  return (
    <details className="card">
      <summary>{t('line.title')}</summary>
      <p className="quiet">{t('line.explained')}</p>
      {preCall.map((one) => (
        <p key={one.participant}>
          <bdi>{one.name}</bdi>: {t('line.before', { time: format.time(one.testedAt), score: format.number(one.score), loss: format.number(Math.round(one.loss * 1000) / 10), delay: format.number(Math.round(one.roundTripMillis)) })}
        </p>
      ))}
      {quality.length > 0 && <div className="table-scroll" tabIndex={0} role="region" aria-label={t('line.title')}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{t('line.person')}</th>
              <th scope="col">{t('line.mean')}</th>
              <th scope="col">{t('line.lowest')}</th>
              <th scope="col">{t('line.worstMinute')}</th>
            </tr>
          </thead>
          <tbody>
            {quality.map((one) => (
              <tr key={one.participant}>
                <th scope="row"><bdi>{one.name}</bdi></th>
                <td>{format.number(one.mean)}</td>
                <td>{format.number(one.lowest)}</td>
                <td>{format.time(one.worstMinute)} ({format.number(one.worstMinuteMean)})</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>}
    </details>
  );
}
