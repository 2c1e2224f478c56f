import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Status, type Shape } from '../../ui/Status';
import { Hours } from './Hours';
import { weeksOf } from './months';

type Month = components['schemas']['RotaMonth'];
type Leader = Month['leaders'][number];
type Day = components['schemas']['RotaDay'];

/** How a day stands, told by shape and word. */
export function standing(day: Day, today: string): { shape: Shape; key: 'rota.state.IN_PERSON' | 'rota.state.ONLINE' | 'rota.state.BY_DEPUTY' | 'rota.state.ahead' | 'rota.state.today' | 'rota.state.missed' } {
  if (day.held === 'BY_DEPUTY') return { shape: 'off', key: 'rota.state.BY_DEPUTY' };
  if (day.held) return { shape: 'done', key: `rota.state.${day.held}` };
  if (day.day > today) return { shape: 'wait', key: 'rota.state.ahead' };
  return day.day === today ? { shape: 'here', key: 'rota.state.today' } : { shape: 'due', key: 'rota.state.missed' };
}

/** The month as a table: a row a week, a column a weekday. On a phone it becomes the list of days that hold something. */
export function MonthTable({ month, onDay }: { month: Month; onDay: (leader: Leader, day: Day) => void }) {
  const { t, format } = useWords();
  const held = month.leaders.flatMap((leader) => leader.days.map((day) => ({ leader, day })));
  const closed = new Set(month.closed);
  return (
    <table className="rota-month">
      <caption className="sr">{t('rota.caption', { month: format.month(month.month) })}</caption>
      <thead>
        <tr>{[1, 2, 3, 4, 5, 6, 7].map((weekday) => <th key={weekday} scope="col">{format.weekdayName(weekday)}</th>)}</tr>
      </thead>
      <tbody>
        {weeksOf(month.month).map((week, row) => (
          <tr key={row}>
            {week.map((date, column) => {
              if (!date) return <td key={column} className="empty-day" />;
              const here = held.filter(({ day }) => day.day === date);
              const gone = held.filter(({ day }) => day.planned === date && day.day !== date);
              const declared = month.declared.find((one) => one.day === date);
              return (
                <td key={column} data-closed={closed.has(date)} data-today={date === month.today} data-bare={here.length + gone.length === 0 && !declared}>
                  <time dateTime={date} aria-current={date === month.today ? 'date' : undefined}>
                    <b aria-hidden="true">{Number(date.slice(8))}</b>
                    <span className="rota-whole">{format.weekday(date)}</span>
                  </time>
                  {declared && <small><b>{t(declared.working ? 'rota.swapped' : 'rota.off')}</b> <bdi>{declared.source}</bdi></small>}
                  {!declared && closed.has(date) && <span className="sr">{t('rota.off')}</span>}
                  {here.map(({ leader, day }) => {
                    const { shape, key } = standing(day, month.today);
                    return (
                      <button key={leader.postId} className="rota-day" onClick={() => onDay(leader, day)}>
                        <span><bdi>{leader.name}</bdi> <Hours begins={day.begins} ends={day.ends} /></span>
                        <Status shape={shape}>{t(key)}</Status>
                        {day.moved && <span>{t('days.moved', { date: format.shortDate(day.planned) })}</span>}
                      </button>
                    );
                  })}
                  {gone.map(({ leader, day }) => <small key={leader.postId}><bdi>{leader.name}</bdi>: {t('rota.movedTo', { date: format.date(day.day) })}</small>)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
