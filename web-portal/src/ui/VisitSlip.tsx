import type { components } from '../api/schema';
import { useWords } from '../i18n/words';
import { Button } from './Button';
import { Icon } from './Icon';
import { PageShell } from './PageShell';

/** The slip: number and link, to be printed. */
export function VisitSlip({ registered, onAnother }: { registered: components['schemas']['RegisteredVisit']; onAnother?: () => void }) {
  const { t } = useWords();
  const { visit, link } = registered;
  return (
    <PageShell title={t('registered.title')}>
      <article className="narrow stack slip">
        <h1>{t('registered.title')}</h1>
        <p className="quiet">{t(visit.number === undefined ? 'registered.alias' : 'registered.number')}</p>
        <bdi className={visit.number === undefined ? 'kiosk-alias code' : 'big-number'}>{visit.number ?? visit.person}</bdi>
        <div className="qr" role="img" aria-label={t('registered.link')} dangerouslySetInnerHTML={{ __html: link.qrSvg }} />
        <p>{t('registered.open')}</p>
        <p><a className="code" href={link.url} target="_blank" rel="noreferrer" data-link="kiosk">{t('registered.link')}</a></p>
        <div className="acts">
          <Button kind="primary" onClick={() => print()}><Icon name="print" />{t('ui.print')}</Button>
          {onAnother && <Button onClick={onAnother}>{t('registered.another')}</Button>}
        </div>
      </article>
    </PageShell>
  );
}
