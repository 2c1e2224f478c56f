import { useWords } from '../../i18n/words';
import { PageShell } from '../../ui/PageShell';

export default function HelpPage() {
  const { t } = useWords();
  return (
    <PageShell title={t('help.title')}>
      <div className="narrow stack">
        <h1>{t('help.title')}</h1>
        <p>{t('help.text')}</p>
        <p>{t('help.keys')}</p>
        <p>{t('help.call')}</p>
      </div>
    </PageShell>
  );
}
