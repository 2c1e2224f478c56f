import { useState } from 'react';
import { appoint, createPost, endHolding, endLeave, giveLeave } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choices, Field } from '../../ui/Field';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useDoing } from '../../ui/useDoing';

type Post = components['schemas']['PostEntry'];
type Holding = components['schemas']['Holding'];
type Leave = components['schemas']['Leave'];
type Role = components['schemas']['OfficeRole'];

/** What somebody is about to do to a post. */
export type Asked =
  | { what: 'post'; unitId: string; roles: Role[] }
  | { what: 'appoint'; post: Post }
  | { what: 'end'; post: Post; holding: Holding }
  | { what: 'leave'; post: Post; holding: Holding }
  | { what: 'endLeave'; post: Post; holding: Holding; leave: Leave };

const CHARGES = ['APPOINTED', 'ACTING'] as const;
const NOTHING = () => undefined;

/** Asks for what the decision on paper says, and does it. */
export function PostDialog({ asked, today, onDone, onClose }: { asked: Asked; today: string; onDone: () => void; onClose: () => void }) {
  const { t } = useWords();
  const doing = useDoing(NOTHING);
  const [charge, setCharge] = useState<(typeof CHARGES)[number]>('APPOINTED');
  const begins = asked.what === 'end' ? asked.holding.from : asked.what === 'endLeave' ? asked.leave.from : undefined;
  const withdraws = begins !== undefined && begins > today;
  const submit = async (form: FormData) => {
    const said = (name: string) => {
      const text = form.get(name);
      return typeof text === 'string' ? text.trim() : '';
    };
    const lastDay = withdraws ? {} : { lastDay: said('until') };
    const act = () => {
      switch (asked.what) {
        case 'post': return createPost(asked.unitId, { role: said('role') as Role, ...(said('title') ? { title: said('title') } : {}) });
        case 'appoint': return appoint(asked.post.id, { login: said('login'), charge, from: said('from'), ...(said('until') ? { until: said('until') } : {}), decision: said('decision') });
        case 'end': return endHolding(asked.post.id, asked.holding.id, lastDay);
        case 'leave': return giveLeave(asked.post.id, asked.holding.id, { from: said('from'), until: said('until'), ...(said('login') ? { substitute: said('login') } : {}), decision: said('decision') });
        case 'endLeave': return endLeave(asked.post.id, asked.holding.id, asked.leave.id, lastDay);
      }
    };
    if (await doing.run(act)) onDone();
  };
  const puts = asked.what === 'appoint' || asked.what === 'leave';
  return (
    <Dialog title={t(withdraws ? 'posts.withdrawTitle' : `posts.${asked.what}Title`)} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)); }}>
        {doing.refused && <ProblemNotice problem={doing.refused} />}
        {'post' in asked && <p>{t(`role.${asked.post.role}`)}{'holding' in asked && <> · <bdi>{asked.holding.person.name}</bdi></>}</p>}
        {asked.what === 'leave' && <p className="quiet">{t('posts.leaveWhy')}</p>}
        {asked.what === 'post' && (
          <>
            <Field label={t('policy.role')}>
              {(field) => <select {...field} name="role">{asked.roles.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}</select>}
            </Field>
            <Field label={t('posts.name')} hint={t('posts.nameHint')} optional>{(field) => <input {...field} name="title" dir="auto" maxLength={120} />}</Field>
          </>
        )}
        {asked.what === 'appoint' && <Choices legend={t('posts.how')} name="charge" values={CHARGES} chosen={charge} onChoose={setCharge} label={(one) => t(`charge.${one}`)} hint={(one) => (one === 'ACTING' ? t('posts.actingHint') : undefined)} />}
        {puts && (
          <>
            <Field label={t(asked.what === 'leave' ? 'posts.substitute' : 'signIn.login')} optional={asked.what === 'leave'}>
              {(field) => <input {...field} name="login" dir="ltr" autoComplete="off" required={asked.what === 'appoint'} maxLength={80} />}
            </Field>
            <Field label={t('posts.from')}>{(field) => <input {...field} type="date" name="from" required defaultValue={today} />}</Field>
          </>
        )}
        {asked.what !== 'post' && !withdraws && (
          <Field label={t('posts.until')} optional={asked.what === 'appoint'}>{(field) => <input {...field} type="date" name="until" required={asked.what !== 'appoint'} min={begins ?? today} defaultValue={puts ? '' : today} />}</Field>
        )}
        {puts && <Field label={t('posts.decision')} hint={t('posts.decisionHint')}>{(field) => <input {...field} name="decision" dir="auto" required maxLength={80} />}</Field>}
        <div className="acts">
          <Button kind={withdraws || asked.what === 'end' ? 'stop' : 'primary'} type="submit" disabled={doing.busy}>{t(withdraws ? 'posts.withdrawDo' : `posts.${asked.what}Do`)}</Button>
          <Button kind="text" onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
