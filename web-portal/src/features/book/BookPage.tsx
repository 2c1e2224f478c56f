import { book } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';

const COLUMNS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** The legal twelve columns, on the screen and in print; nothing is added and nothing left out. */
export default function BookPage() {
  const { t } = useWords();
  const { value, problem, reload } = useLoaded(book, []);
  return (
    <PageShell title={t('book.title')}>
      <div className="head">
        <div>
          <h1>{t('book.title')}</h1>
          <p className="quiet">{t('book.form')}</p>
        </div>
        <Button onClick={() => print()}><Icon name="print" />{t('ui.print')}</Button>
      </div>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.length === 0 && <Empty>{t('book.none')}</Empty>}
      {value && value.length > 0 && <BookTable rows={value} />}
    </PageShell>
  );
}

function BookTable({ rows }: { rows: components['schemas']['BookRow'][] }) {
  const { t, format } = useWords();
  return (
    <table className="list book">
      <thead>
        <tr>{COLUMNS.map((column) => <th key={column}>{t(`book.${column}`)}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number}>
            <td><b>{row.number}</b></td>
            <td>{format.date(row.date)}</td>
            <td dir="auto">{row.nameAddress}</td>
            <td data-label={t('book.4')}><bdi className="code">{row.identityPaper}</bdi></td>
            <td dir="auto">{row.matter}</td>
            <td>{row.type ? `${t(`type.${row.type}`)} / ${row.people ?? 1}` : row.typeAndPeople}</td>
            <td dir="auto" data-label={t('book.7')}>{row.settledBy}</td>
            <td dir="auto" data-label={t('book.8')}>{row.accepted}</td>
            <td dir="auto" data-label={t('book.9')}>{row.returnedGuided}</td>
            <td dir="auto" data-label={t('book.10')}>{row.transferred}</td>
            <td dir="auto" data-label={t('book.11')}>{row.followUp}</td>
            <td dir="auto" data-label={t('book.12')}>{row.note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
