import { useState } from 'react';
import { useNavigate } from 'react-router';
import { askExtract } from '../../api/client';
import { Refused } from '../../api/problem';
import type { components } from '../../api/schema';
import type { Key } from '../../i18n/en';
import { useWords } from '../../i18n/words';
import { wordOf } from '../../ui/ProblemNotice';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { placeOf, placeText } from './place';

type View = components['schemas']['ArchiveView'];

/** What becomes of a person in an extract. */
const TREATMENTS = ['SHOWN', 'VEILED', 'SILENT', 'ABSENT'] as const;
type Treatment = (typeof TREATMENTS)[number];

/** A minute is the usual beginning; both ends may be changed. */
const USUAL_MILLIS = 60_000;

/** Asks for a part of the recording: from when to when, who may be seen and heard, for what. */
export function ExtractForm({ view, atMillis, onClose }: { view: View; atMillis: number; onClose: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const sources = [...new Set(view.copies.flatMap(({ track }) => (track === undefined ? [] : [track.split(/[~#]/)[0] ?? track])))];
  const peerOf = (source: string) => source.split('/')[0] ?? source;
  const people = new Map(view.copies.flatMap(({ track, person }) => (track === undefined ? [] : [[peerOf(track), person ?? peerOf(track)] as const])));
  const [from, setFrom] = useState(placeText(Math.min(atMillis, Math.max(0, view.durationMillis - 1000))));
  const [to, setTo] = useState(placeText(Math.min(atMillis + USUAL_MILLIS, view.durationMillis)));
  const [treatments, setTreatments] = useState<Record<string, Treatment>>({});
  const [own, setOwn] = useState(false);
  const [citizen, setCitizen] = useState('');
  const [pass, setPass] = useState('');
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<Key>();
  const [busy, setBusy] = useState(false);

  const fromMillis = placeOf(from);
  const toMillis = placeOf(to);
  const inside = fromMillis !== undefined && toMillis !== undefined && fromMillis < toMillis && toMillis <= view.durationMillis;
  const send = async () => {
    if (!inside) {
      setRefused('problem.outside-recording');
      return;
    }
    const absent = own ? [] : [...people.keys()].filter((peer) => treatments[peer] === 'ABSENT');
    setBusy(true);
    try {
      await askExtract(view.receptionId, {
        fromMillis,
        toMillis,
        reason: reason.trim(),
        ...(absent.length > 0 ? { tracks: sources.filter((source) => !absent.includes(peerOf(source))) } : {}),
        ...(own
          ? { citizen: { peer: citizen, pass: pass.trim() } }
          : { masked: Object.entries(treatments).flatMap(([peer, voice]) => (voice === 'VEILED' || voice === 'SILENT' ? [{ peer, voice }] : [])) }),
      });
      await navigate('/archive/extracts');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(wordOf(error.problem));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('extract.ask')} onClose={onClose}>
      <form className="extract-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <p><bdi className="code">{view.code}</bdi></p>
        {refused && <p className="error" role="alert">{t(refused)}</p>}
        <div className="extract-range">
          <Field label={t('extract.from')}>
            {(attributes) => <input {...attributes} name="from" dir="ltr" inputMode="numeric" required maxLength={8} value={from} onChange={(event) => setFrom(event.target.value)} />}
          </Field>
          <Field label={t('extract.to')}>
            {(attributes) => <input {...attributes} name="to" dir="ltr" inputMode="numeric" required maxLength={8} value={to} onChange={(event) => setTo(event.target.value)} />}
          </Field>
        </div>
        <label className="choice">
          <input type="checkbox" name="own" checked={own} onChange={(event) => setOwn(event.target.checked)} />
          <span>{t('extract.own')}<small>{t('extract.ownHint')}</small></span>
        </label>
        {own ? (
          <>
            <Field label={t('extract.citizen')}>
              {(attributes) => (
                <select {...attributes} name="citizen" required value={citizen} onChange={(event) => setCitizen(event.target.value)}>
                  <option value="" />
                  {[...people].map(([peer, name]) => <option key={peer} value={peer}>{name}</option>)}
                </select>
              )}
            </Field>
            <Field label={t('extract.pass')}>
              {(attributes) => <input {...attributes} name="pass" dir="auto" required maxLength={40} value={pass} onChange={(event) => setPass(event.target.value)} />}
            </Field>
          </>
        ) : (
          [...people].map(([peer, name]) => (
            <Field key={peer} label={name}>
              {(attributes) => (
                <select {...attributes} name={peer} value={treatments[peer] ?? 'SHOWN'} onChange={(event) => setTreatments({ ...treatments, [peer]: event.target.value as Treatment })}>
                  {TREATMENTS.map((treatment) => <option key={treatment} value={treatment}>{t(`extract.treat.${treatment}`)}</option>)}
                </select>
              )}
            </Field>
          ))
        )}
        <Field label={t('extract.reason')}>
          {(attributes) => <input {...attributes} name="reason" dir="auto" required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        <p className="quiet">{t('extract.second')}</p>
        <div className="extract-acts">
          <Button kind="primary" type="submit" disabled={busy}>{t('extract.send')}</Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
