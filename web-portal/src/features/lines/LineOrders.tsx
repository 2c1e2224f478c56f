import { useState } from 'react';
import { dumpCapture, injectLoss, startCapture, stopCapture, type Line, type Loss } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { Key } from '../../i18n/en';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choices, Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { saveFile } from '../../ui/saveFile';

/** The bridge's refusals (docs/operations/lines.md) in plain words. */
const REFUSALS: Record<string, Key> = {
  'no such peer': 'lines.no.peer', 'too many captures': 'lines.no.many', 'nothing is captured': 'lines.no.kept',
};

const plainWords = ({ type, title }: Problem): Key | undefined => (type.endsWith('loss-injection-off') ? 'lines.no.off' : REFUSALS[title]);

/** The room's whole address is what somebody reads out or pastes; the id alone does as well. */
const receptionOf = (text: string): string => /\/room\/([^/?#\s]+)/.exec(text)?.[1] ?? text.trim();

/** Vietnamese writes 2,5. */
const decimal = (text: string) => Number(text.trim().replace(',', '.'));

const EMPTY = { reception: '', seat: '1', reason: '', percent: '', burst: '' };
type Name = keyof typeof EMPTY;
type Outcome = { done: string } | { problem: Problem };

/** Keep, take away or lose the packets of one line. */
export function LineOrders({ mayLose }: { mayLose: boolean }) {
  const { t, format } = useWords();
  const [typed, setTyped] = useState(EMPTY);
  const [direction, setDirection] = useState<Loss['direction']>('up');
  const [missing, setMissing] = useState<Partial<Record<Name, Key>>>({});
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const line: Line = { receptionId: receptionOf(typed.reception), participant: `p${Number(typed.seat)}` };
  const seat = format.number(Number(typed.seat));
  const reason = typed.reason.trim();
  const percent = decimal(typed.percent);
  const burst = typed.burst === '' ? undefined : decimal(typed.burst);

  /** Whether everything an order needs is there; what isn't is named above its field. */
  const whole = (losing: boolean): boolean => {
    const lacks: Partial<Record<Name, Key>> = {
      ...(line.receptionId === '' ? { reception: 'lines.receptionMissing' } : {}),
      ...(/^p[1-9][0-9]{0,2}$/.test(line.participant) ? {} : { seat: 'lines.seatMissing' }),
      ...(reason.length < 3 ? { reason: 'lines.reasonMissing' } : {}),
      ...(losing && !(percent > 0 && percent <= 100) ? { percent: 'lines.percentMissing' } : {}),
      ...(losing && burst !== undefined && !(burst >= 1 && burst <= 1000) ? { burst: 'lines.burstMissing' } : {}),
    };
    setMissing(lacks);
    return Object.keys(lacks).length === 0;
  };
  const order = async (obey: () => Promise<string>) => {
    setBusy(true);
    setOutcome(undefined);
    try {
      setOutcome({ done: await obey() });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setOutcome({ problem: error.problem });
    } finally {
      setBusy(false);
    }
  };
  const keep = () => order(async () => {
    await startCapture(line, reason);
    return t('lines.kept', { seat });
  });
  const save = () => order(async () => {
    const packets = await dumpCapture(line, reason);
    const file = `${line.participant}-${Math.floor(Date.now() / 1000)}.pcapng`;
    saveFile(packets, file);
    return t('lines.saved', { file: `\u2066${file}\u2069` });
  });
  const stop = () => order(async () => {
    await stopCapture(line);
    return t('lines.stopped', { seat });
  });
  const lose = () => order(async () => {
    setAsking(false);
    const { seed } = await injectLoss(line, { direction, percent, ...(burst === undefined ? {} : { meanBurst: burst }), reason });
    return t('lines.lost', { seat, percent: format.number(percent), seed });
  });
  const endLoss = () => order(async () => {
    await injectLoss(line, { direction: 'up', percent: 0, reason });
    await injectLoss(line, { direction: 'down', percent: 0, reason });
    return t('lines.ended', { seat });
  });

  const input = (name: Name, attributes: { id: string }, numeric = false) => (
    <input
      {...attributes}
      name={name}
      dir={name === 'reason' ? 'auto' : 'ltr'}
      inputMode={numeric ? 'decimal' : 'text'}
      maxLength={numeric ? 6 : 500}
      autoComplete="off"
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  const error = (name: Name) => missing[name] && t(missing[name]);
  const refusal = outcome && 'problem' in outcome ? plainWords(outcome.problem) : undefined;
  return (
    <>
      <section className="card stack">
        <h2>{t('lines.which')}</h2>
        <Field label={t('lines.reception')} hint={t('lines.receptionHint')} error={error('reception')}>{(attributes) => input('reception', attributes)}</Field>
        <Field label={t('lines.seat')} hint={t('lines.seatHint')} error={error('seat')}>{(attributes) => input('seat', attributes, true)}</Field>
        <Field label={t('lines.reason')} error={error('reason')}>{(attributes) => input('reason', attributes)}</Field>
      </section>
      {outcome && 'done' in outcome && <Notice kind="ok">{outcome.done}</Notice>}
      {outcome && 'problem' in outcome && (refusal ? <Notice kind="due">{t(refusal)}</Notice> : <ProblemNotice problem={outcome.problem} />)}
      <section className="card stack">
        <h2>{t('lines.packets')}</h2>
        <p>{t('lines.packetsText')}</p>
        <div className="acts">
          <Button disabled={busy} onClick={() => whole(false) && void keep()}>{t('lines.keep')}</Button>
          <Button kind="primary" disabled={busy} onClick={() => whole(false) && void save()}>{t('lines.save')}</Button>
          <Button disabled={busy} onClick={() => whole(false) && void stop()}>{t('lines.stop')}</Button>
        </div>
      </section>
      {mayLose && (
        <section className="card stack">
          <h2>{t('lines.loss')}</h2>
          <Choices legend={t('lines.direction')} name="direction" values={['up', 'down'] as const} chosen={direction} onChoose={setDirection} label={(value) => t(`lines.${value}`)} />
          <Field label={t('lines.percent')} error={error('percent')}>{(attributes) => input('percent', attributes, true)}</Field>
          <Field label={t('lines.burst')} hint={t('lines.burstHint')} error={error('burst')} optional>{(attributes) => input('burst', attributes, true)}</Field>
          <div className="acts">
            <Button kind="stop" disabled={busy} onClick={() => setAsking(whole(true))}>{t('lines.lose')}</Button>
            <Button disabled={busy} onClick={() => whole(false) && void endLoss()}>{t('lines.endLoss')}</Button>
          </div>
        </section>
      )}
      {asking && (
        <Dialog title={t('lines.loseTitle')} onClose={() => setAsking(false)}>
          <div className="stack">
            <p>{t('lines.loseText', { seat })}</p>
            <div className="acts">
              <Button kind="stop" onClick={() => void lose()}>{t('lines.loseNow')}</Button>
              <Button onClick={() => setAsking(false)}>{t('ui.cancel')}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
