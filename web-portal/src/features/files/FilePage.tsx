import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addNote, caseFile } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import { languageOf } from '../../i18n/languageOf';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { LegalClock } from '../../ui/LegalClock';
import { Loading } from '../../ui/Loading';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status } from '../../ui/Status';
import { useLoaded } from '../../ui/useLoaded';

/** The case file: note sheet at the start side; clock, correspondence and the file's way at the end side. */
export default function FilePage() {
  const { fileId = '' } = useParams();
  const { t, words, format } = useWords();
  const { value: file, problem, reload } = useLoaded(() => caseFile(fileId), [fileId]);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<Problem>();
  if (!file) return <PageShell title={t('case.file')}>{problem ? <ProblemNotice problem={problem} onAgain={reload} /> : <Loading />}</PageShell>;
  const sign = async () => {
    if (text.trim() === '') return;
    setRefusal(undefined);
    try {
      await addNote(fileId, text.trim());
      setText('');
      reload();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefusal(error.problem);
    }
  };
  return (
    <PageShell title={file.number}>
      <div className="head">
        <div>
          <h1 dir="auto">{file.subject}</h1>
          <p className="quiet"><bdi className="code">{file.number}</bdi> · {t(`type.${file.type}`)} · {t('desk.since')} {format.dateTime(file.since)}</p>
        </div>
        {file.protected && <Status shape="protected">{t('today.protected')}</Status>}
      </div>
      <div className="two">
        <section className="stack" aria-labelledby="sheet">
          <h2 id="sheet">{t('file.sheet')}</h2>
          {refusal && <ProblemNotice problem={refusal} />}
          <ol className="sheet">
            {file.notes.map((note) => (
              <li key={note.number}>
                <div className="margin"><b>{note.number}</b><div>{format.shortDate(note.signedAt)}</div></div>
                <div>
                  <p className="text" dir="auto" lang={languageOf(note.text)}>{note.text}</p>
                  <p className="signature"><span>{format.dateTime(note.signedAt)}</span><span><b><bdi>{note.writer}</bdi></b> · <bdi>{note.post}</bdi></span></p>
                </div>
              </li>
            ))}
            <li>
              <div className="margin"><b>{file.notes.length + 1}</b></div>
              <form className="open stack" onSubmit={(event) => { event.preventDefault(); void sign(); }}>
                <Field label={t('file.write')}>
                  {(attributes) => <textarea {...attributes} className="record" dir="auto" rows={3} maxLength={8000} value={text} onChange={(event) => setText(event.target.value)} />}
                </Field>
                <Button kind="primary" type="submit">{t('file.sign')}</Button>
              </form>
            </li>
          </ol>
        </section>
        <aside className="stack side">
          {file.clock && <div className="card due-card"><LegalClock clock={file.clock} /></div>}
          <section>
            <h2>{t('file.papers')}</h2>
            <ul className="lines">
              {file.correspondence.map((paper) => (
                <li key={paper.kind + paper.title}>
                  <span>
                    <Icon name={paper.kind === 'RECORDING' ? 'recording' : 'paper'} /> {t(`file.${paper.kind}`)}
                    <small><bdi className="code">{paper.title}</bdi></small>
                    {paper.kind === 'RECORDING' && <small>{t('file.replayHint')}</small>}
                  </span>
                  {paper.kind === 'MINUTES' && paper.receptionId && <Link to={`/room/${paper.receptionId}/minutes`}>{t('minutes.title')}</Link>}
                  {paper.kind === 'SUBMISSION' && <Link to={`/cases/${file.ticketId}`}>{t('case.asked')}</Link>}
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h2>{t('file.way')}</h2>
            <ol className="lines">
              {[...file.movements].reverse().map((movement) => (
                <li key={movement.since}>
                  <span><b><bdi>{words(movement.unit.name)}</bdi></b>{movement.post && <small>{movement.post}</small>}<small>{format.dateTime(movement.since)}</small></span>
                  {!movement.until && <Status shape="here">{t('file.now')}</Status>}
                </li>
              ))}
            </ol>
          </section>
        </aside>
      </div>
    </PageShell>
  );
}
