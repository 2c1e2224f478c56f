import type { KioskVisit } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon, type IconName } from '../../ui/Icon';
import { Called } from './Called';
import { KioskFrame } from './KioskFrame';
import { RowOfPeople } from './RowOfPeople';
import { useReadAloud } from '../../ui/useReadAloud';

const STEPS: [IconName, 'kiosk.stepListen' | 'kiosk.stepRoom' | 'kiosk.stepHeard' | 'kiosk.stepReceipt'][] = [
  ['sound', 'kiosk.stepListen'],
  ['door', 'kiosk.stepRoom'],
  ['screen', 'kiosk.stepHeard'],
  ['paper', 'kiosk.stepReceipt'],
];

/** Know my place and the honest wait. The row of people says it without a word. */
export function Waiting({ visit, onHelp }: { visit: KioskVisit; onHelp?: () => void }) {
  const { t, words } = useWords();
  const { speak, speaking, able } = useReadAloud();
  const place = visit.protected ? t('kiosk.protectedWait') : t('kiosk.peopleBefore', { n: visit.peopleBefore });
  const few = visit.peopleBefore === 0 ? t('kiosk.peopleNone') : visit.peopleBefore === 1 ? t('kiosk.peopleOne') : t('kiosk.people', { n: visit.peopleBefore });
  const people = visit.protected ? place : few;
  const wait = visit.waiting ? t('kiosk.waitRange', { least: visit.waiting.least, most: visit.waiting.most }) : t('kiosk.waitUnknown');
  return (
    <KioskFrame
      point={words(visit.point)}
      acts={
        <>
          {able && (
            <Button kind="primary" onClick={() => speak([t('kiosk.yourNumber'), visit.number ?? '', place, wait].join('. '))}>
              <Icon name="sound" />
              {t(speaking ? 'kiosk.reading' : 'kiosk.hearPage')}
            </Button>
          )}
          {onHelp && (
            <Button onClick={onHelp}>
              <Icon name="hand" />
              {t('kiosk.callForHelp')}
            </Button>
          )}
        </>
      }
    >
      <div className="kiosk-you" data-alias={visit.number === undefined}>
        <div>
          <h1>{t(visit.protected ? 'kiosk.yourAlias' : 'kiosk.yourNumber')}</h1>
          <p className="quiet">{t('kiosk.pleaseSit')}</p>
        </div>
        {visit.number !== undefined ? (
          <bdi className="kiosk-number">{visit.number}</bdi>
        ) : (
          <bdi className="kiosk-alias code">{visit.alias}</bdi>
        )}
      </div>
      {visit.state === 'CALLED' && <Called visit={visit} />}
      {!visit.protected && visit.number !== undefined && <RowOfPeople number={visit.number} before={visit.peopleBefore} />}
      <dl className="kiosk-facts" aria-live="polite">
        <div><dt>{t('kiosk.before')}</dt><dd>{people}</dd></div>
        <div><dt>{t('kiosk.expected')}</dt><dd>{wait}</dd></div>
      </dl>
      <ol className="kiosk-steps">
        {STEPS.map(([icon, key]) => (
          <li key={key}>
            <span className="round"><Icon name={icon} /></span>
            {t(key)}
          </li>
        ))}
      </ol>
      <p className="kiosk-notice"><span className="dot" aria-hidden="true" />{t('kiosk.recordingNotice')}</p>
    </KioskFrame>
  );
}
