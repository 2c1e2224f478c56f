import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Status } from '../../ui/Status';
import type { Asked } from './PostDialog';

type Post = components['schemas']['PostEntry'];
type Holding = components['schemas']['Holding'];

/** One post: who has its rights today, who is in it and will be, who stands in when. */
export function PostCard({ post, today, onAsk }: { post: Post; today: string; onAsk: (asked: Asked) => void }) {
  const { t } = useWords();
  const isOver = ({ until }: Holding) => until !== undefined && until < today;
  const over = post.holdings.filter(isOver);
  return (
    <section className="card stack" aria-labelledby={post.id}>
      <div className="head">
        <h3 id={post.id}>{t(`role.${post.role}`)}{post.title && <> · <bdi>{post.title}</bdi></>}</h3>
        {post.today ? (
          <Status shape={post.today.charge === 'APPOINTED' ? 'done' : 'here'}><bdi>{post.today.person.name}</bdi>{post.today.charge !== 'APPOINTED' && ` · ${t(`charge.${post.today.charge}`)}`}</Status>
        ) : (
          <Status shape="off">{t('posts.nobody')}</Status>
        )}
      </div>
      <ul className="posts-holdings">
        {post.holdings.filter((holding) => !isOver(holding)).map((holding) => (
          <li key={holding.id}>
            <HoldingLine holding={holding} />
            <div className="acts">
              <Button small onClick={() => onAsk({ what: 'leave', post, holding })}>{t('posts.leave')}</Button>
              <Button small onClick={() => onAsk({ what: 'end', post, holding })}>{t(holding.from > today ? 'posts.withdraw' : 'posts.end')}</Button>
            </div>
            {holding.leaves.filter(({ until }) => until >= today).map((leave) => (
              <div key={leave.id} className="posts-leave">
                <p><Days from={leave.from} until={leave.until} /> · {t('posts.onLeave')} · {leave.substitute ? <>{t('posts.standsIn')} <bdi>{leave.substitute.name}</bdi></> : t('posts.nobodyStandsIn')} · <Decision number={leave.decision} /></p>
                <Button small kind="text" onClick={() => onAsk({ what: 'endLeave', post, holding, leave })}>{t(leave.from > today ? 'posts.withdraw' : 'posts.endLeave')}</Button>
              </div>
            ))}
          </li>
        ))}
      </ul>
      <div className="acts"><Button small onClick={() => onAsk({ what: 'appoint', post })}>{t('posts.appoint')}</Button></div>
      {over.length > 0 && (
        <details>
          <summary>{t('posts.before')}</summary>
          <ul className="posts-holdings">{over.map((holding) => <li key={holding.id}><HoldingLine holding={holding} /></li>)}</ul>
        </details>
      )}
    </section>
  );
}

function HoldingLine({ holding }: { holding: Holding }) {
  const { t } = useWords();
  return (
    <p>
      <b><bdi>{holding.person.name}</bdi></b> <span className="code">{holding.person.login}</span> · {t(`charge.${holding.charge}`)} · <Days from={holding.from} until={holding.until} />
      {holding.decision && <> · <Decision number={holding.decision} /></>}
    </p>
  );
}

function Days({ from, until }: { from: string; until?: string | undefined }) {
  const { t, format } = useWords();
  return <>{until ? t('posts.days', { from: format.date(from), until: format.date(until) }) : t('posts.since', { from: format.date(from) })}</>;
}

function Decision({ number }: { number: string }) {
  const { t } = useWords();
  return <span className="quiet">{t('posts.decisionNo')} <bdi>{number}</bdi></span>;
}
