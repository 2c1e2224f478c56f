import { useCallback, useEffect, useState } from 'react';
import { Refused, type Problem } from '../api/problem';

export interface Loaded<Value> {
  value?: Value;
  problem?: Problem;
  /** Asks again, keeping what is shown until the answer is there. */
  reload: () => void;
}

/** Loads something for a page; `everyMillis` keeps it fresh. A refusal is a value the page shows. */
export function useLoaded<Value>(load: () => Promise<Value>, dependencies: readonly unknown[], everyMillis?: number): Loaded<Value> {
  const [state, setState] = useState<{ value?: Value; problem?: Problem }>({});
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  useEffect(() => {
    let current = true;
    const ask = () =>
      load().then(
        (value) => current && setState({ value }),
        (error: unknown) => {
          if (!(error instanceof Refused)) throw error;
          if (current) setState((before) => ({ ...before, problem: error.problem }));
        },
      );
    void ask();
    const timer = everyMillis ? setInterval(() => void ask(), everyMillis) : undefined;
    return () => {
      current = false;
      clearInterval(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [...dependencies, round, everyMillis]);
  return { ...state, reload };
}
