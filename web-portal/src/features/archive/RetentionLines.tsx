import { useState } from 'react';
import { placeHold, releaseHold, setRetention } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Status } from '../../ui/Status';
import { ReasonDialog } from '../../ui/ReasonDialog';
import type { Doing } from '../../ui/useDoing';

type Line = components['schemas']['RetentionLine'];
type Class = components['schemas']['RetentionClass'];
type Hold = Line['holds'][number];
type Asked = { what: 'time'; line: Line } | { what: 'hold'; line: Line } | { what: 'release'; line: Line; hold: Hold };

/** Recordings that were looked for, each with its time and its holds, and what can be done to them. */
export function RetentionLines({ lines, classes, actions, nameOf, doing }: { lines: Line[]; actions: readonly string[]; classes: Class[]; nameOf: (code: string) => string; doing: Doing }) {
  const { t, format, words } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const [classCode, setClassCode] = useState('');
  const [workEnded, setWorkEnded] = useState('');
  const ask = (next: Asked) => {
    setClassCode(next.line.classCode);
    setWorkEnded(next.line.workEnded ?? '');
    setAsked(next);
  };
  const act = async (reason: string) => {
    if (!asked) return;
    const id = asked.line.receptionId;
    await doing.run(() =>
      asked.what === 'time' ? setRetention(id, { classCode, reason, ...(workEnded ? { workEnded } : {}) })
      : asked.what === 'hold' ? placeHold(id, reason)
      : releaseHold(asked.hold.id, reason));
    setAsked(undefined);
  };
  return (
    <>
      <ul className="lines">
        {lines.map((line) => (
          <li key={line.receptionId}>
            <span>
              <bdi className="code">{line.code}</bdi> · {format.date(line.day)} · {t(`type.${line.type}`)}
              <small>
                {line.state === 'DESTROYED' ? t('recording.DESTROYED')
                : line.keepUntil ? `${nameOf(line.classCode)}. ${t('retention.until', { day: format.date(line.keepUntil) })}`
                : `${nameOf(line.classCode)}. ${t(line.workEnded ? 'retention.keptForEver' : 'retention.notRunning')}`}
              </small>
              {line.holds.map((hold) => (
                <small key={hold.id}>
                  <Status shape="hold">{t('retention.held')}</Status> <bdi>{hold.reason}</bdi> · <bdi>{hold.placedBy}</bdi> · {format.dateTime(hold.placedAt)}{' '}
                  <Button kind="text" small onClick={() => ask({ what: 'release', line, hold })}>{t('retention.release')}</Button>
                </small>
              ))}
            </span>
            {line.state !== 'DESTROYED' && (
              <span className="acts">
                {actions.includes('setRetention') && <Button small onClick={() => ask({ what: 'time', line })}>{t('retention.setTime')}</Button>}
                <Button small onClick={() => ask({ what: 'hold', line })}>{t('retention.hold')}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <ReasonDialog title={t(`retention.title.${asked.what}`)} act={t('retention.save')} busy={doing.busy} onDo={(reason) => void act(reason)} onClose={() => setAsked(undefined)}>
          <p><bdi className="code">{asked.line.code}</bdi></p>
          {asked.what === 'time' && (
            <>
              <label htmlFor="class">{t('retention.class')}</label>
              <select id="class" value={classCode} onChange={(event) => setClassCode(event.target.value)}>
                {classes.map((one) => <option key={one.code} value={one.code}>{words(one.name)}</option>)}
              </select>
              <label htmlFor="ended">{t('retention.workEnded')}</label>
              <input id="ended" type="date" min={asked.line.day} value={workEnded} onChange={(event) => setWorkEnded(event.target.value)} />
            </>
          )}
        </ReasonDialog>
      )}
    </>
  );
}
