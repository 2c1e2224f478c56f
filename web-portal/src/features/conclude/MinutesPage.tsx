import { useState } from 'react';
import { useParams } from 'react-router';
import { addParagraph, minutes as loadMinutes, signMinutes } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import { languageOf } from '../../i18n/languageOf';
import { useWords } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { PageShell } from '../../ui/PageShell';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useLoaded } from '../../ui/useLoaded';

/** The minutes as a record: numbered paragraphs with their place in the recording; after the signature only addenda. */
export default function MinutesPage() {
  const { receptionId = '' } = useParams();
  const { t, format } = useWords();
  const { value, problem, reload } = useLoaded(() => loadMinutes(receptionId), [receptionId], 5000);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<Problem>();
  const attempt = async (act: () => Promise<unknown>) => {
    setRefusal(undefined);
    try {
      await act();
      reload();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefusal(error.problem);
    }
  };
  const write = () =>
    attempt(async () => {
      if (text.trim() === '') return;
      await addParagraph(receptionId, { text: text.trim() });
      setText('');
    });
  return (
    <PageShell title={t('minutes.title')}>
      <h1>{t('minutes.title')}</h1>
      {(refusal ?? problem) && <ProblemNotice problem={(refusal ?? problem)!} onAgain={reload} />}
      {!value && !problem && <Loading />}
      {value?.paragraphs.length === 0 && <Empty>{t('minutes.none')}</Empty>}
      {value && (
        <ol className="sheet">
          {value.paragraphs.map((paragraph) => (
            <li key={paragraph.number}>
              <div className="margin">
                <b>{paragraph.number}</b>
                {paragraph.elapsedMillis !== undefined && <div><bdi className="code">{new Date(paragraph.elapsedMillis).toISOString().slice(11, 19)}</bdi></div>}
              </div>
              <div>
                <p className="text" dir="auto" lang={languageOf(paragraph.text)}>{paragraph.text}</p>
                <p className="signature"><span>{paragraph.speaker && <bdi>{paragraph.speaker}</bdi>}{paragraph.addendum && ` · ${t('minutes.addendum')}`}</span><bdi>{paragraph.writer}</bdi></p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {value?.signedAt && <Notice kind="ok">{t('minutes.signed', { name: `\u2068${value.signedBy ?? ''}\u2069`, time: format.dateTime(value.signedAt) })}</Notice>}
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void write(); }}>
        <Field label={t('minutes.write')}>
          {(attributes) => <textarea {...attributes} className="record" dir="auto" rows={3} maxLength={8000} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <div className="acts">
          <Button type="submit">{t('minutes.add')}</Button>
          {value && !value.signedAt && value.paragraphs.length > 0 && <Button kind="primary" onClick={() => void attempt(() => signMinutes(receptionId))}>{t('minutes.sign')}</Button>}
        </div>
      </form>
    </PageShell>
  );
}
