import { useState } from 'react';
import { removeBookmark, writeBookmark } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { placeText } from './place';

type Bookmark = components['schemas']['Bookmark'];

interface BookmarksProps {
  viewId: string;
  atMillis: number;
  list: readonly Bookmark[];
  onChanged: () => void;
  onSeek: (millis: number) => void;
}

/** Notes at a place of the recording: one's own, and those that colleagues share. */
export function Bookmarks({ viewId, atMillis, list, onChanged, onSeek }: BookmarksProps) {
  const { t } = useWords();
  const [note, setNote] = useState('');
  const [shared, setShared] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async (doing: Promise<unknown>) => {
    try {
      await doing;
      setProblem(undefined);
      onChanged();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
    }
  };
  const write = () =>
    void act(writeBookmark(viewId, { atMillis, note: note.trim(), shared }).then(() => {
      setNote('');
      setShared(false);
    }));
  return (
    <section aria-labelledby="bookmarks">
      <h2 id="bookmarks">{t('bookmark.title')}</h2>
      {problem && <ProblemNotice problem={problem} />}
      <ul className="lines">
        {list.map((one) => (
          <li key={one.id}>
            <button className="replay-note" onClick={() => onSeek(one.atMillis)}>
              <bdi className="code">{placeText(one.atMillis)}</bdi> <span dir="auto">{one.note}</span>
              <small>{one.mine ? t(one.shared ? 'bookmark.sharedByMe' : 'bookmark.mine') : <bdi>{one.author}</bdi>}</small>
            </button>
            {one.mine && <Button kind="text" small onClick={() => void act(removeBookmark(viewId, one.id))} aria-label={t('bookmark.removeThis', { at: placeText(one.atMillis) })}>{t('bookmark.remove')}</Button>}
          </li>
        ))}
      </ul>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); write(); }}>
        <label htmlFor="bookmark-note">{t('bookmark.note', { at: placeText(atMillis) })}</label>
        <textarea id="bookmark-note" rows={2} dir="auto" required maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        <label className="replay-check"><input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />{t('bookmark.share')}</label>
        <div className="acts"><Button type="submit" disabled={note.trim() === ''}>{t('bookmark.write')}</Button></div>
      </form>
    </section>
  );
}
