import type { RegisterVisit } from '../../api/client';

/** What the officer has typed so far. */
export interface Draft {
  name: string;
  address: string;
  idKind?: RegisterVisit['citizen']['idKind'];
  idNumber: string;
  phone: string;
  language: RegisterVisit['language'];
  type?: RegisterVisit['matter']['type'];
  content: string;
  wish: string;
  respondent: string;
  settledBy: string;
  people: string;
  levels: NonNullable<RegisterVisit['levels']>;
  when: 'today' | 'later';
  /** A day, or empty for any. */
  wishedOn: string;
}

/** The fields without which nobody can be registered, in the order of the page. "No document" counts as an answer. */
export function missing(draft: Draft) {
  const needed = ['name', 'address', 'idKind', 'type', 'content', 'wish'] as const;
  return needed.filter((field) => (draft[field] ?? '').trim() === '');
}
