import { useState } from 'react';
import { checkRoom } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Field';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';

type Verdict = components['schemas']['RoomVerdict'];

/** What somebody in the room can tell; clock and recorders the server knows. */
const ITEMS = ['CAMERA', 'MICROPHONE', 'ECHO', 'DISPLAY', 'LINE', 'SCANNER', 'PAPERS', 'BACKUP_LINE'] as const;
const VERDICTS = ['GOOD', 'POOR', 'FAILED', 'NOT_THERE'] as const;

/** The technician's check list of a room, signed with their name. */
export function CheckForm({ line, onDone }: { line: components['schemas']['RoomLine']; onDone: () => void }) {
  const { t, words } = useWords();
  const doing = useDoing(() => undefined);
  const [verdicts, setVerdicts] = useState<Partial<Record<(typeof ITEMS)[number], Verdict>>>({});
  const [notes, setNotes] = useState<Partial<Record<(typeof ITEMS)[number], string>>>({});
  const complete = ITEMS.every((item) => verdicts[item] !== undefined);
  const sign = async () => {
    const findings = ITEMS.flatMap((item) => {
      const verdict = verdicts[item];
      const note = notes[item]?.trim();
      return verdict ? [{ item, verdict, ...(note ? { note } : {}) }] : [];
    });
    if (await doing.run(() => checkRoom(line.room.pointId, line.room.id, findings))) onDone();
  };
  return (
    <PageShell title={t('rooms.check')}>
      <form className="narrow stack" onSubmit={(event) => { event.preventDefault(); if (complete) void sign(); }}>
        <h1><bdi>{words(line.pointName)}</bdi> · {t('board.room', { n: line.room.name })}</h1>
        {doing.refused && <ProblemNotice problem={doing.refused} />}
        <p>{t('rooms.checkHint')}</p>
        {ITEMS.map((item) => (
          <div key={item}>
            <Choices legend={t(`roomItem.${item}`)} name={item} values={VERDICTS} chosen={verdicts[item]} onChoose={(verdict) => setVerdicts({ ...verdicts, [item]: verdict })} label={(verdict) => t(`roomVerdict.${verdict}`)} />
            {(verdicts[item] === 'POOR' || verdicts[item] === 'FAILED') && (
              <label>{t('rooms.note')} <input name={`${item}-note`} dir="auto" maxLength={300} value={notes[item] ?? ''} onChange={(event) => setNotes({ ...notes, [item]: event.target.value })} /></label>
            )}
          </div>
        ))}
        <div className="acts">
          <Button kind="primary" type="submit" disabled={!complete || doing.busy}>{t('rooms.sign')}</Button>
          <Button kind="text" onClick={onDone}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </PageShell>
  );
}
