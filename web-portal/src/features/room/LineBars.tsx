import type { Quality } from '../../api/live';
import { useWords } from '../../i18n/words';

type Measured = Quality['participants'][number];

/** As docs/media/quality.md names the scores. */
export function wordFor(score: number): 'good' | 'fair' | 'poor' {
  if (score >= 80) return 'good';
  return score >= 50 ? 'fair' : 'poor';
}

/** How well somebody's line carries: three bars for the eye, a word for the ear, the figures for who points at it. */
export function LineBars({ measured }: { measured: Measured | undefined }) {
  const { t, format } = useWords();
  if (!measured) return null;
  const word = wordFor(measured.score);
  const lit = { good: 3, fair: 2, poor: 1 }[word];
  const figures = [
    measured.loss === undefined ? [] : [t('line.loss', { n: format.number(Math.round(measured.loss * 1000) / 10) })],
    measured.roundTripMillis === undefined ? [] : [t('line.delay', { n: format.number(measured.roundTripMillis) })],
    measured.frozen === undefined ? [] : [t('line.frozen', { n: format.number(Math.round(measured.frozen * 1000) / 10) })],
  ].flat();
  const whole = [t(`line.${word}`), ...figures].join(' · ');
  return (
    <span className="line-bars" data-quality={word} data-score={measured.score} role="img" aria-label={t(`line.${word}`)} title={whole}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {[0, 1, 2].map((bar) => <rect key={bar} className={bar < lit ? 'lit' : undefined} x={3 + bar * 7} y={15 - bar * 6} width="4" height={6 + bar * 6} rx="1" />)}
      </svg>
    </span>
  );
}
