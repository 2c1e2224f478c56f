import type { ReactNode } from 'react';
import type { RoomView } from '../../call/room';
import { smallFor } from '../../call/stage';
import { useWords } from '../../i18n/words';
import { frameOf, recordState } from './RecordBar';
import { Tile } from './Tile';

/** The people: one large, the others below, oneself last. */
export function Stage({ view, actsFor }: { view: RoomView; actsFor?: (participant: string) => ReactNode }) {
  const { t } = useWords();
  const { snapshot, participant: self = '' } = view;
  if (!snapshot) return <main className="stage" aria-busy="true" />;
  const large = view.large;
  const tile = (id: string) => {
    const participant = snapshot.participants.find((seat) => seat.id === id);
    if (!participant) return null;
    const own = id === self;
    const streams = own
      ? view.own && view.cameraOn ? [{ purpose: 'camera', stream: view.own }] : []
      : view.received.filter((received) => received.participant === id);
    return (
      <Tile
        key={id}
        participant={participant}
        own={own}
        floor={snapshot.floor === id}
        streams={streams}
        clockOffsetMillis={view.clockOffsetMillis}
        protectedIdentity={false}
        measured={view.quality.find((one) => one.participant === id)}
        acts={own ? undefined : actsFor?.(id)}
      />
    );
  };
  return (
    <main className="stage" tabIndex={-1} aria-label={t('room.stage')} data-frame={frameOf(recordState(view), view.recording?.healthy ?? true)}>
      {large ? tile(large) : <div className="tile"><div className="veil">{t('room.nobodyYet')}</div></div>}
      <div className="small">{smallFor(snapshot, self, large).map(tile)}</div>
    </main>
  );
}
