import { useState } from 'react';
import type { Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Choices } from '../../ui/Field';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { ReasonDialog } from '../../ui/ReasonDialog';
import type { Act } from './TurnList';

type Schemas = components['schemas'];
const GROUNDS: Schemas['FirstGround'][] = ['ELDERLY', 'DISABLED', 'PREGNANT', 'OTHER'];

interface MoveDialogProps {
  turn: Schemas['Turn'];
  kind: Act;
  /** Where somebody may be sent to. */
  points: Schemas['Point'][];
  busy: boolean;
  refused: Problem | undefined;
  onDo: (body: Schemas['QueueMove']) => void;
  onClose: () => void;
}

/** What changes somebody's place is explained. */
export function MoveDialog({ turn, kind, points, busy, refused, onDo, onClose }: MoveDialogProps) {
  const { t, words } = useWords();
  const [ground, setGround] = useState<Schemas['FirstGround']>();
  const [to, setTo] = useState('');
  const complete = (kind !== 'PUT_FIRST' || ground !== undefined) && (kind !== 'TRANSFER' || to !== '');
  return (
    <ReasonDialog
      title={`${t(`queue.move.${kind}`)} ${turn.visit.number ?? turn.visit.person}`}
      act={t(`queue.move.${kind}`)}
      stop={kind === 'LEAVE'}
      busy={busy || !complete}
      onDo={(reason) => onDo({ kind, reason, ...(ground ? { ground } : {}), ...(to ? { toPointId: to } : {}) })}
      onClose={onClose}
    >
      {refused && <ProblemNotice problem={refused} />}
      {kind === 'PUT_FIRST' && (
        <Choices legend={t('queue.because')} name="ground" values={GROUNDS} chosen={ground} onChoose={setGround} label={(value) => t(`queue.ground.${value}`)} />
      )}
      {kind === 'TRANSFER' && (
        <>
          <label htmlFor="to">{t('queue.toPoint')}</label>
          <select id="to" value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="" />
            {points.map((point) => <option key={point.id} value={point.id}>{words(point.name)}</option>)}
          </select>
        </>
      )}
    </ReasonDialog>
  );
}
