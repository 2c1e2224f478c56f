import { useState } from 'react';
import { rooms } from '../../api/client';
import type { components } from '../../api/schema';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';
import { CheckForm } from './CheckForm';

type Line = components['schemas']['RoomLine'];

const LOOK_MILLIS = 30_000;

/** Every room of the unit and of those below: whether it was looked at today and can be used. */
export default function RoomsPage({ mayCheck }: { mayCheck: boolean }) {
  const { t, words, format } = useWords();
  const { value, problem, reload } = useLoaded(rooms, [], LOOK_MILLIS);
  const [checking, setChecking] = useState<Line>();
  if (checking) return <CheckForm line={checking} onDone={() => { setChecking(undefined); reload(); }} />;
  return (
    <PageShell title={t('rooms.title')}>
      <h1>{t('rooms.title')}</h1>
      {problem && <ProblemNotice problem={problem} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.length === 0 && <Empty>{t('rooms.none')}</Empty>}
      {value && value.length > 0 && (
        <table className="list">
          <thead>
            <tr><th>{t('rooms.room')}</th><th>{t('today.state')}</th><th>{t('rooms.amiss')}</th><th>{t('rooms.checked')}</th><th><span className="sr">{t('ui.act')}</span></th></tr>
          </thead>
          <tbody>
            {value.map((line) => (
              <tr key={line.room.id}>
                <td><b><bdi>{words(line.pointName)}</bdi></b><small>{t('board.room', { n: line.room.name })}</small></td>
                <td><State line={line} /></td>
                <td>
                  {line.last?.findings.filter((finding) => finding.verdict === 'FAILED' || finding.verdict === 'POOR').map((finding) => (
                    <span key={finding.item} className="line">{t(`roomItem.${finding.item}`)}: {t(`roomVerdict.${finding.verdict}`)}{finding.note && <small dir="auto">{finding.note}</small>}</span>
                  ))}
                </td>
                <td>{line.last && <>{format.dateTime(line.last.at)}<small><bdi>{line.last.by}</bdi></small></>}</td>
                <td>{mayCheck && <Button kind="text" small onClick={() => setChecking(line)}>{t('rooms.check')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PageShell>
  );
}

function State({ line }: { line: Line }) {
  const { t, format } = useWords();
  if (!line.last) return <Status shape="wait">{t('rooms.never')}</Status>;
  if (!line.last.ready) return <Status shape="late">{t('rooms.notReady')}</Status>;
  if (!line.last.today) return <Status shape="due">{t('rooms.old')}</Status>;
  return <Status shape="done">{t('rooms.ready', { score: format.number(line.last.score) })}</Status>;
}
