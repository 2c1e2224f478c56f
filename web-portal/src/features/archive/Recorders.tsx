import { recorders } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';

type Line = components['schemas']['RecorderLine'];

const LOOK_MILLIS = 30_000;
const GIGABYTE = 1_000_000_000;
const HOUR_MILLIS = 3_600_000;

/** Whether everybody who comes or is booked can be recorded: places at each recorder, and room on its disk. */
export function Recorders() {
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(recorders, [], LOOK_MILLIS);
  return (
    <section className="stack">
      <h2>{t('recorders.title')}</h2>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {value && (
        <table className="list">
          <thead>
            <tr><th>{t('recorders.recorder')}</th><th>{t('recorders.now')}</th><th>{t('recorders.fullest')}</th><th>{t('recorders.disk')}</th></tr>
          </thead>
          <tbody>
            {value.map((line) => {
              const most = fullest(line);
              return (
                <tr key={line.number}>
                  <td>{t('recorders.number', { n: format.number(line.number) })}</td>
                  <td>{t('recorders.of', { n: format.number(line.recording), all: format.number(line.capacity) })}</td>
                  <td>
                    {most.booked === 0 ? t('recorders.nothing') : (
                      <Status shape={most.booked < line.capacity ? 'done' : 'late'}>
                        {t('recorders.at', { time: format.time(most.at), n: format.number(most.booked), all: format.number(line.capacity) })}
                      </Status>
                    )}
                  </td>
                  <td>
                    {line.freeBytes === undefined || line.hours === undefined ? <Status shape="late">{t('recorders.away')}</Status> : (
                      <Status shape={line.hours < line.capacity ? 'late' : 'done'}>
                        {t('recorders.free', { gigabytes: format.number(Math.floor(line.freeBytes / GIGABYTE)), hours: format.number(line.hours) })}
                      </Status>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The first hour in which most places are spoken for. */
function fullest(line: Line): { at: string; booked: number } {
  const booked = Math.max(...line.booked);
  return { at: new Date(Date.parse(line.from) + line.booked.indexOf(booked) * HOUR_MILLIS).toISOString(), booked };
}
