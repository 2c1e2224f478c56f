import { Link } from 'react-router';
import { useWords } from '../../i18n/words';
import { Empty } from '../../ui/Empty';
import { PageShell } from '../../ui/PageShell';

export default function NotFoundPage() {
  const { t } = useWords();
  return (
    <PageShell title={t('ui.notFound')}>
      <h1>{t('ui.notFound')}</h1>
      <Empty act={<Link to="/">{t('ui.home')}</Link>}>{t('ui.notFoundWay')}</Empty>
    </PageShell>
  );
}
