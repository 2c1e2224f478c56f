import { useState } from 'react';
import { openInvitation } from '../../api/client';
import { LANGUAGES, useWords } from '../../i18n/words';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { dayOf } from '../../ui/days';
import { appointmentShape } from './shapes';
import './appointments.css';

const NAMES = { ur: 'اردو', vi: 'Tiếng Việt', en: 'English' } as const;

/** What a citizen opens at home from a slip or a message: when and where they are expected. Nobody's name. */
export default function InvitationPage() {
  const { t, words, format, language, setLanguage } = useWords();
  const [token] = useState(() => location.hash.slice(1));
  const { value, problem } = useLoaded(() => openInvitation(token), [token]);
  return (
    <main className="narrow stack invitation">
      <p className="acts">
        {LANGUAGES.map((one) => (
          <button key={one} type="button" className="button text" lang={one} aria-pressed={one === language} onClick={() => setLanguage(one)}>{NAMES[one]}</button>
        ))}
      </p>
      <h1>{t('invitation.title')}</h1>
      {!value && !problem && <Loading />}
      {problem && <Notice kind="due">{t('invitation.unknown')}</Notice>}
      {value && (
        <>
          <p><bdi className="code">{value.code}</bdi> · <Status shape={appointmentShape(value.state)}>{t(`appointment.${value.state}`)}</Status></p>
          {value.startsAt && value.endsAt ? (
            <>
              <p className="when">{format.weekday(dayOf(new Date(value.startsAt)))}<br /><b>{format.times(value.startsAt, value.endsAt)}</b></p>
              <p className="where"><bdi>{words(value.pointName)}</bdi>{value.room && <> · {t('board.room', { n: value.room })}</>}</p>
              <p>{t('invitation.bring')}</p>
              <p>{t('invitation.noCard')}</p>
            </>
          ) : (
            <p>{t('invitation.noTime')}</p>
          )}
          <p className="quiet"><bdi>{words(value.pointName)}</bdi>{value.hours && <> · <bdi>{value.hours}</bdi></>}</p>
        </>
      )}
    </main>
  );
}
