import { leaveKiosk } from '../../api/client';
import { Refused } from '../../api/problem';

/** Stands as long as the server still knows this device: a reload must not bring the person back. */
const FORGETTING = 'kachehri.kiosk.forgetting';
/** The language is the last person's, the appearance the device's own. */
const OF_THE_PERSON = ['kachehri.language'];
/** Without a line the device asks again; the next person is barely there sooner. */
const AGAIN_MILLIS = 3000;

export const isForgetting = () => localStorage.getItem(FORGETTING) !== null;

/** What this device knows of the person goes at once, with a line or without. */
export function beginForgetting() {
  localStorage.setItem(FORGETTING, '');
  for (const key of OF_THE_PERSON) localStorage.removeItem(key);
  sessionStorage.clear();
  history.replaceState(null, '', location.pathname);
}

/** Leaves the visit, until the server has taken the device's cookie back. Returns how to stop asking. */
export function finishForgetting(): () => void {
  const finished = () => {
    clearInterval(timer);
    localStorage.removeItem(FORGETTING);
  };
  const leave = () =>
    void leaveKiosk().then(finished, (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) finished(); // it knows the device no more
    });
  const timer = setInterval(leave, AGAIN_MILLIS);
  leave();
  return () => clearInterval(timer);
}

/** Another link was opened: its cookie has taken the place of the one before. */
export const openedAnew = () => localStorage.removeItem(FORGETTING);
