import { useEffect, useMemo, useState } from 'react';
import { checkPass, loadVisit } from '../../api/client';
import { Refused, type Problem } from '../../api/problem';
import type { components } from '../../api/schema';
import { AwayBook, type Learned } from './awayBook';
import type { Verdict } from './token';

type Schemas = components['schemas'];

/** What stands on the page about the last scan. */
export interface Checked {
  /** Of this scan: two good passes after each other are two notices. */
  scan: string;
  verdict: Verdict;
  /** Judged at this device, because the server was away. */
  away: boolean;
  usedAt?: string;
  usedUnit?: string;
  /** Absent when it is a visit of another unit, or the code led nowhere. */
  visit?: Schemas['Visit'];
}

export interface PassChecking {
  checked?: Checked;
  busy: boolean;
  refused?: Problem;
  /** How many the server still has to hear of. */
  waiting: number;
  /** Let in while the server was away, and not good after all. */
  surprises: Schemas['PassCheck'][];
  /** Whether this device could judge should the server be away. */
  learned?: Learned;
  check: (code: string) => Promise<void>;
  believeSigner: () => Promise<void>;
}

/** How often the list is renewed, and a server that was away asked for. */
const AGAIN_MILLIS = 30_000;

/** Checks one pass after the other, at the server or, when it is away, at this device. */
export function usePassCheck(): PassChecking {
  const book = useMemo(() => new AwayBook(localStorage), []);
  const [checked, setChecked] = useState<Checked>();
  const [refused, setRefused] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(() => book.waiting());
  const [surprises, setSurprises] = useState<Schemas['PassCheck'][]>([]);
  const [learned, setLearned] = useState<Learned>();

  const renew = useMemo(() => async () => {
    try {
      const found = await book.report();
      if (found.length > 0) setSurprises((before) => [...before, ...found]);
      setWaiting(book.waiting());
      setLearned(await book.learn());
    } catch (error) {
      // Away, or signed out by now: what waits is kept, and asked for again.
      if (!(error instanceof Refused)) throw error;
    }
  }, [book]);

  useEffect(() => {
    const now = () => void renew();
    now();
    const timer = setInterval(now, AGAIN_MILLIS);
    window.addEventListener('online', now);
    return () => { clearInterval(timer); window.removeEventListener('online', now); };
  }, [renew]);

  const atServer = async (code: string, scan: string) => {
    const { verdict, passId, subject, at, usedAt, usedUnit } = await checkPass(code, scan);
    if (verdict === 'VALID' && passId) book.remember(passId, scan, at);
    const said: Checked = { scan, verdict, away: false, ...(usedAt ? { usedAt } : {}), ...(usedUnit ? { usedUnit } : {}) };
    setChecked(said);
    // Who it is comes after the verdict; the next pass isn't kept waiting for it.
    if (subject !== undefined) void ownVisit(subject).then((visit) => visit && setChecked((now) => (now?.scan === scan ? { ...now, visit } : now)));
  };

  const check = async (code: string) => {
    const scan = crypto.randomUUID();
    setBusy(true);
    setChecked(undefined);
    setRefused(undefined);
    try {
      await atServer(code, scan);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 0) {
        setChecked({ scan, ...(await book.judge(code, scan, Date.now())), away: true });
        setWaiting(book.waiting());
      } else setRefused(error.problem);
    } finally {
      setBusy(false);
    }
  };

  const believeSigner = async () => { book.forgetSigner(); await renew(); };
  return { ...(checked ? { checked } : {}), ...(refused ? { refused } : {}), busy, waiting, surprises, ...(learned ? { learned } : {}), check, believeSigner };
}

async function ownVisit(id: string): Promise<Schemas['Visit'] | undefined> {
  try {
    return await loadVisit(id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return undefined;
  }
}
