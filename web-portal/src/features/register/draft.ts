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
}

/** The fields without which nobody can be registered. "No document" counts as an answer. */
export function missing(draft: Draft): (keyof Draft)[] {
  const lacking: (keyof Draft)[] = [];
  for (const field of ['name', 'address', 'content', 'wish'] as const) if (draft[field].trim() === '') lacking.push(field);
  if (!draft.idKind) lacking.push('idKind');
  if (!draft.type) lacking.push('type');
  return lacking;
}
