import { useState } from 'react';
import { Refused, type Problem } from '../api/problem';

export interface Doing {
  busy: boolean;
  /** What the server said to the last thing that was done; absent when it was done. */
  refused: Problem | undefined;
  /** True when it was done; then the page loads again. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** One thing at a time: does it, shows a refusal, and has the page loaded again. */
export function useDoing(reload: () => void): Doing {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
      setRefused(undefined);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error.problem);
      return false;
    } finally {
      setBusy(false);
      reload();
    }
  };
  return { busy, refused, run };
}
