import { useState } from 'react';
import { policy } from '../../api/client';
import type { components } from '../../api/schema';
import type { Key } from '../../i18n/en';
import { useWords } from '../../i18n/words';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import './oversight.css';

type Row = components['schemas']['PolicyRow'];
type Role = components['schemas']['Role'];

/** The one table of who may do what, to be read by those who answer for it; with a role chosen, what that role may not is shown too. */
export default function PolicyPage() {
  const { t } = useWords();
  const { value, problem, reload } = useLoaded(policy, []);
  const [chosen, setChosen] = useState<Role | ''>('');
  const rights = value?.rows.filter(({ roles }) => chosen && roles.includes(chosen)).length ?? 0;
  return (
    <PageShell title={t('policy.title')}>
      <div>
        <h1>{t('policy.title')}</h1>
        <p className="quiet">{t('policy.why')}</p>
      </div>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value && (
        <>
          <div className="acts">
            <label htmlFor="role">{t('policy.role')}</label>
            <select id="role" className="policy-role" value={chosen} onChange={(event) => setChosen(event.target.value as Role | '')}>
              <option value="">{t('policy.all')}</option>
              {value.roles.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}
            </select>
            {chosen && <span role="status">{t('policy.count', { n: rights, all: value.rows.length })}</span>}
          </div>
          <table className="list">
            <thead>
              <tr><th>{t('policy.action')}</th>{chosen && <th>{t('policy.may')}</th>}<th>{t('policy.roles')}</th><th>{t('policy.second')}</th></tr>
            </thead>
            <tbody>{value.rows.map((row) => <PolicyLine key={row.action} row={row} chosen={chosen} rows={value.rows} />)}</tbody>
          </table>
        </>
      )}
    </PageShell>
  );
}

function PolicyLine({ row, chosen, rows }: { row: Row; chosen: Role | ''; rows: Row[] }) {
  const { t, language } = useWords();
  const names = (roles: Role[]) => roles.map((role) => t(`role.${role}`)).join(language === 'ur' ? '، ' : ', ');
  const second = rows.find(({ action }) => action === row.second);
  return (
    <tr>
      <td><b>{t(`action.${row.action}` as Key)}</b></td>
      {chosen && <td>{row.roles.includes(chosen) ? <Status shape="done">{t('policy.yes')}</Status> : <Status shape="off">{t('policy.no')}</Status>}</td>}
      <td data-label={t('policy.roles')}>{names(row.roles)}</td>
      <td data-label={t('policy.second')}>{second && names(second.roles)}</td>
    </tr>
  );
}
