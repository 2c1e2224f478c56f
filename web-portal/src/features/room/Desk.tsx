import { useEffect, useRef, useState } from 'react';
import { minutes as loadMinutes, addParagraph } from '../../api/client';
import type { components } from '../../api/schema';
import type { Room, RoomView } from '../../call/room';
import { hands } from '../../call/stage';
import { languageOf } from '../../i18n/languageOf';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Status } from '../../ui/Status';
import { clockText, useElapsed } from './elapsed';

type Minutes = components['schemas']['Minutes'];
type Tab = 'floor' | 'waiting' | 'minutes';

/** The officer's desk beside the stage: floor, waiting room, minutes. On a narrow screen three tabs under it. */
export function Desk({ room, view, receptionId }: { room: Room; view: RoomView; receptionId: string }) {
  const { t } = useWords();
  const [tab, setTab] = useState<Tab>('floor');
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 1100px)').matches);
  useEffect(() => {
    const query = matchMedia('(max-width: 1100px)');
    const changed = () => setNarrow(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  const waiting = view.snapshot?.participants.filter((seat) => seat.place === 'WAITING') ?? [];
  const tabs: [Tab, string][] = [
    ['floor', t('room.floor')],
    ['waiting', `${t('room.waiting')} (${waiting.length})`],
    ['minutes', `${t('room.minutes')} (${view.minutesParagraphs})`],
  ];
  return (
    <aside className="desk" aria-label={t('room.desk')} tabIndex={-1}>
      {narrow && (
        <div className="desk-tabs" role="tablist">
          {tabs.map(([name, words]) => (
            <button key={name} role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
              {words}
            </button>
          ))}
        </div>
      )}
      <FloorList room={room} view={view} hidden={narrow && tab !== 'floor'} />
      <WaitingList room={room} view={view} hidden={narrow && tab !== 'waiting'} />
      <MinutesDrawer view={view} receptionId={receptionId} hidden={narrow && tab !== 'minutes'} />
    </aside>
  );
}

interface Part {
  room: Room;
  view: RoomView;
  hidden: boolean;
}

function FloorList({ room, view, hidden }: Part) {
  const { t } = useWords();
  const { snapshot } = view;
  if (!snapshot) return null;
  const speaking = snapshot.participants.find((seat) => seat.id === snapshot.floor);
  const raised = hands(snapshot).filter((seat) => seat.id !== snapshot.floor);
  const mayGive = snapshot.actions.includes('giveFloor');
  return (
    <section hidden={hidden}>
      <h2>{t('room.floor')}</h2>
      <ol className="order">
        {speaking && (
          <li className="now">
            <span className="n">1</span>
            <span>
              <b><bdi>{speaking.name}</bdi></b>
              <small>{t('room.speakingNow')}</small>
            </span>
            {snapshot.actions.includes('takeFloor') && (
              <Button small onClick={() => void room.command('takeFloor', speaking.id)}>{t('room.takeBack')}</Button>
            )}
          </li>
        )}
        {raised.map((seat, index) => (
          <li key={seat.id}>
            <span className="n"><Icon name="hand" /></span>
            <span>
              <b><bdi>{seat.name}</bdi></b>
              <small>{t('room.handUp')} <Since since={seat.handSince} offset={view.clockOffsetMillis} /></small>
            </span>
            {mayGive && (
              <Button small kind={index === 0 ? 'primary' : 'plain'} onClick={() => void room.command('giveFloor', seat.id)}>
                {t('room.giveFloor')}
              </Button>
            )}
          </li>
        ))}
        {mayGive &&
          snapshot.state === 'LIVE' &&
          snapshot.participants
            .filter((seat) => seat.place === 'ROOM' && !seat.handSince && seat.id !== snapshot.floor && seat.id !== view.participant)
            .map((seat) => (
              <li key={seat.id}>
                <span className="n" aria-hidden="true" />
                <span><b><bdi>{seat.name}</bdi></b><small>{t(`role.${seat.role}`)}</small></span>
                <Button small onClick={() => void room.command('giveFloor', seat.id)}>{t('room.giveFloor')}</Button>
              </li>
            ))}
      </ol>
      {!speaking && raised.length === 0 && <p className="quiet">{t('room.floorFree')}</p>}
    </section>
  );
}

function Since({ since, offset }: { since: string | undefined; offset: number }) {
  return <bdi className="code">{useElapsed(since, offset)}</bdi>;
}

function WaitingList({ room, view, hidden }: Part) {
  const { t } = useWords();
  const { snapshot } = view;
  const waiting = snapshot?.participants.filter((seat) => seat.place === 'WAITING') ?? [];
  const mayAdmit = snapshot?.actions.includes('admit') ?? false;
  return (
    <section hidden={hidden}>
      <h2>{t('room.waiting')}</h2>
      {waiting.length === 0 && <p className="quiet">{t('room.nobodyWaits')}</p>}
      <ol className="order">
        {waiting.map((seat) => (
          <li key={seat.id}>
            <span className="n"><Icon name="person" /></span>
            <span>
              <b><bdi>{seat.name}</bdi></b>
              <small>{t(`role.${seat.role}`)}</small>
            </span>
            {mayAdmit && seat.notice !== false ? (
              <Button small kind="primary" onClick={() => void room.command('admit', seat.id)}>{t('room.admit')}</Button>
            ) : (
              <Status shape={seat.notice === false ? 'wait' : 'done'}>{t(seat.notice === false ? 'room.notReady' : 'room.ready')}</Status>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The last paragraphs as the secretary writes; whoever may write has the open line below. */
function MinutesDrawer({ view, receptionId, hidden }: { view: RoomView; receptionId: string; hidden: boolean }) {
  const { t } = useWords();
  const [minutes, setMinutes] = useState<Minutes>({ paragraphs: [] });
  const [text, setText] = useState('');
  const mayWrite = view.snapshot?.actions.includes('writeMinutes') ?? false;
  useEffect(() => {
    let current = true;
    void loadMinutes(receptionId).then(
      (loaded) => current && setMinutes(loaded),
      () => undefined, // not every role may read them; the drawer then stays empty
    );
    return () => {
      current = false;
    };
  }, [receptionId, view.minutesParagraphs]);
  // The newest paragraph is what is being said now.
  const newest = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (newest.current) newest.current.scrollTop = newest.current.scrollHeight;
  }, [minutes]);
  const write = async () => {
    if (text.trim() === '') return;
    const speaker = view.snapshot?.participants.find((seat) => seat.id === view.snapshot?.floor)?.name;
    setMinutes(await addParagraph(receptionId, { text: text.trim(), ...(speaker ? { speaker } : {}) }));
    setText('');
  };
  return (
    <section hidden={hidden} className="paper">
      <h2>{t('room.minutes')}</h2>
      <ol className="record-lines record" ref={newest}>
        {minutes.paragraphs.slice(-6).map((paragraph) => (
          <li key={paragraph.number}>
            <time><bdi className="code">{clockText(paragraph.elapsedMillis ?? 0)}</bdi></time>
            <span dir="auto" lang={languageOf(paragraph.text)}><b>{paragraph.number}.</b> {paragraph.text}</span>
          </li>
        ))}
      </ol>
      {mayWrite && (
        <form onSubmit={(event) => { event.preventDefault(); void write(); }}>
          <label htmlFor="paragraph">{t('room.writeParagraph')}</label>
          <textarea id="paragraph" className="record" dir="auto" rows={3} value={text} onChange={(event) => setText(event.target.value)} />
          <Button small kind="plain" type="submit">{t('room.stampParagraph')}</Button>
        </form>
      )}
    </section>
  );
}
