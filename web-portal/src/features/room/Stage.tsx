import type { ReactNode } from 'react';
import type { RoomView } from '../../call/room';
import { exhibits, smallFor, type Exhibit as Shown } from '../../call/stage';
import { useWords } from '../../i18n/words';
import { Exhibit } from './Exhibit';
import { frameOf, recordState } from './RecordBar';
import { Tile, type OnShown } from './Tile';

interface StageProps {
  view: RoomView;
  /** Hears how high each received picture is shown. */
  onShown: OnShown;
  actsFor?: (participant: string) => ReactNode;
}

/** The people: one large, the others below, oneself last. While papers or a screen are shown these are large and the people beside. */
export function Stage({ view, onShown, actsFor }: StageProps) {
  const { t } = useWords();
  const { snapshot, participant: self = '' } = view;
  if (!snapshot) return <main className="stage" aria-busy="true" />;
  const large = view.large;
  const seatOf = (id: string) => snapshot.participants.find((seat) => seat.id === id);
  const tile = (id: string) => {
    const participant = seatOf(id);
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
        speaking={!own && view.speaker === id && snapshot.state === 'LIVE'}
        streams={streams}
        clockOffsetMillis={view.clockOffsetMillis}
        protectedIdentity={false}
        measured={view.quality.find((one) => one.participant === id)}
        acts={own ? undefined : actsFor?.(id)}
        onShown={onShown}
      />
    );
  };
  const exhibit = ({ participant: id, purpose }: Shown) => {
    const participant = seatOf(id);
    const own = id === self;
    const received = (what: string) => view.received.find((one) => one.participant === id && one.purpose === what)?.stream;
    const picture = own ? view.shared[purpose] : received(purpose);
    if (!participant || !picture) return null;
    const sound = purpose === 'screen' && !own ? received('screen_sound') : undefined;
    return (
      <Exhibit key={`${id}/${purpose}`} participant={participant} purpose={purpose} own={own} picture={picture} sound={sound} onShown={onShown} />
    );
  };
  const [first, ...others] = exhibits(view.received, view.shared.document && self);
  const people = smallFor(snapshot, self, large);
  return (
    <main
      className="stage"
      tabIndex={-1}
      aria-label={t('room.stage')}
      data-frame={frameOf(recordState(view), view.recording?.healthy ?? true)}
      data-exhibit={first !== undefined}
    >
      {first ? exhibit(first) : large ? tile(large) : <div className="tile"><div className="veil">{t('room.nobodyYet')}</div></div>}
      <div className="small">
        {others.map(exhibit)}
        {(first && large ? [large, ...people] : people).map(tile)}
      </div>
    </main>
  );
}
