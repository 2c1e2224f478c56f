import type { Key } from '../i18n/en';

/** Which pages a post sees in the row: at most seven, each with the action of the policy table that opens it. */
const PAGES: { to: string; key: Key; action: string; without?: string }[] = [
  { to: '/today', key: 'nav.today', action: 'seeToday' },
  { to: '/queue', key: 'nav.queue', action: 'keepQueue' },
  { to: '/pass', key: 'pass.title', action: 'checkPass' },
  { to: '/appointments', key: 'appointments.title', action: 'seeAppointments' },
  { to: '/desk', key: 'nav.desk', action: 'seeDesk' },
  { to: '/cases', key: 'nav.cases', action: 'seeTickets' },
  { to: '/book', key: 'nav.book', action: 'seeBook' },
  // Whoever has a page of today goes there from it.
  { to: '/rota', key: 'nav.rota', action: 'seeRota', without: 'seeToday' },
  { to: '/archive', key: 'nav.archive', action: 'findRecordings' },
  { to: '/archive/state', key: 'nav.archiveState', action: 'seeArchiveState' },
  { to: '/rooms', key: 'rooms.title', action: 'seeReadiness' },
  { to: '/audit', key: 'nav.audit', action: 'seeAudit' },
  { to: '/policy', key: 'nav.policy', action: 'seePolicy' },
  { to: '/posts', key: 'posts.title', action: 'keepPosts' },
  { to: '/calendar', key: 'calendar.title', action: 'keepCalendar' },
  { to: '/accounts', key: 'nav.accounts', action: 'keepAccounts' },
  { to: '/lines', key: 'nav.lines', action: 'watchLines' },
];

export function pagesOf(actions: readonly string[]): { to: string; key: Key }[] {
  return PAGES.filter(({ action, without }) => actions.includes(action) && !(without && actions.includes(without)));
}

export function homeOf(actions: readonly string[]): string {
  return pagesOf(actions)[0]?.to ?? '/help';
}
