import { useParams } from 'react-router';
import { board } from '../../api/client';
import { useWords } from '../../i18n/words';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';

/** The hall: who is called and where to go. Numbers only. */
export default function BoardPage() {
  const { pointId = '' } = useParams();
  const { t, words } = useWords();
  const { value, problem } = useLoaded(() => board(pointId), [pointId], 3000);
  return (
    <div className="hall">
      <header className="band"><span className="mark"><Icon name="mark" /><bdi>{value ? words(value.point) : 'Kachehri'}</bdi></span></header>
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
