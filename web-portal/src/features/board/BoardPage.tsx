import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { board } from '../../api/client';
import { LANGUAGES, useWords, type Language } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { CHIME_MILLIS, chime } from '../../ui/chime';
import { useLoaded } from '../../ui/useLoaded';
import { useReadAloud } from '../../ui/useReadAloud';

const NAMES: Record<Language, string> = { ur: 'اردو', vi: 'Tiếng Việt', en: 'English' };

/** The hall: who is called and where to go, in sight and, once somebody has turned the sound on, in hearing. Numbers only. */
export default function BoardPage() {
  const { pointId = '' } = useParams();
  const { t, words, language, setLanguage } = useWords();
  const { value, problem } = useLoaded(() => board(pointId), [pointId], 3000);
  const [sound, setSound] = useState(false);
  const { speakNext, able } = useReadAloud();
  // What was called before the page was opened isn't called again.
  const heard = useRef<Set<string>>(undefined);
  useEffect(() => {
    if (!value) return;
    const calls = value.called.map(({ number, room, at }) => ({ key: `${number} ${at}`, words: t('board.call', { n: number, room }) }));
    const fresh = heard.current ? calls.filter(({ key }) => !heard.current?.has(key)) : [];
    heard.current = new Set(calls.map(({ key }) => key));
    if (!sound || fresh.length === 0) return;
    chime();
    if (able) setTimeout(() => speakNext(fresh.map((call) => call.words).reverse().join(' ')), CHIME_MILLIS);
  }, [value, sound, able, speakNext, t]);
  return (
    <div className="hall">
      <header className="band">
        <span className="mark"><Icon name="mark" /><bdi>{value ? words(value.point) : 'Kachehri'}</bdi></span>
        <span className="end">
          <label className="pick">
            <Icon name="globe" />
            <span className="sr">{t('ui.language')}</span>
            <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
              {LANGUAGES.map((one) => <option key={one} value={one} lang={one}>{NAMES[one]}</option>)}
            </select>
          </label>
          {!sound && <Button onClick={() => { setSound(true); chime(); }}><Icon name="sound" />{t('board.soundOn')}</Button>}
          {sound && !able && <span role="status">{t('board.noVoice')}</span>}
        </span>
      </header>
      <main>
        {!value && (problem ? <ProblemNotice problem={problem} /> : <Loading />)}
        {value && (
          <>
            <section className="called" aria-live="polite">
              <h1>{t('board.title')}</h1>
              {value.called.length === 0 && <p className="quiet">{t('board.nobody')}</p>}
              <ul>{value.called.map(({ number, room }) => <li key={number}><b><bdi>{number}</bdi></b><span>{t('board.room', { n: room })}</span></li>)}</ul>
            </section>
            <section className="then">
              <h2>{t('board.next')}</h2>
              <ol>{value.waiting.slice(0, 5).map((number) => <li key={number}><bdi>{number}</bdi></li>)}</ol>
            </section>
          </>
        )}
      </main>
    </div>
  );
}
