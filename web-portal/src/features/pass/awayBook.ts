import { passTrustList, reportPassUses } from '../../api/client';
import type { components } from '../../api/schema';
import { ableToJudge, opened, read, type TrustList, type Verdict } from './token';

type Schemas = components['schemas'];

/** One use at this device; `code` is there until the server knows of it. */
interface Use {
  id: string;
  scan: string;
  at: string;
  code?: string;
}

export interface Judged {
  verdict: Verdict;
  /** When this device let in with it before. */
  usedAt?: string;
}

/** `unable`: this browser can't verify signatures, and only the server's word counts. */
export type Learned = 'learned' | 'otherSigner' | 'unable';

const TRUST = 'kachehri.pass.trust';
const USES = 'kachehri.pass.uses';
/** A pass lasts a day; who was let in with it before is asked for no longer than that. */
const REMEMBERED_MILLIS = 2 * 86_400_000;
/** The server takes so many at once. */
const AT_ONCE = 50;

/**
 * What this device needs to judge passes while it is away from the server, and what it let in then. Kept in the browser, so that neither is
 * lost with the page; one device knows nothing of the others until the server tells.
 */
export class AwayBook {
  constructor(private readonly storage: Storage) {}

  /** Takes the server's list, unless it is signed by another than this device was first given: somebody has to look into that. */
  async learn(): Promise<Learned> {
    if (!(await ableToJudge())) return 'unable';
    const trust = await passTrustList();
    if (!(await opened(trust, this.trust()?.signer ?? trust.signer))) return 'otherSigner';
    this.storage.setItem(TRUST, JSON.stringify(trust));
    return 'learned';
  }

  /** From now on this device believes whom the server names next: the server got a new key. */
  forgetSigner() {
    this.storage.removeItem(TRUST);
  }

  /** Without the server; a good pass is used up at this device. */
  async judge(code: string, scan: string, now: number): Promise<Judged> {
    const list = await this.list();
    if (!list) return { verdict: 'TRUST_LIST_TOO_OLD' };
    const { verdict, id } = await read(code, list, now);
    if (verdict !== 'VALID' || id === undefined) return { verdict };
    const before = this.uses().find((use) => use.id === id);
    if (before && before.scan !== scan) return { verdict: 'USED', usedAt: before.at };
    if (!before) this.write([...this.uses(), { id, scan, at: new Date(now).toISOString(), code }]);
    return { verdict };
  }

  /** The server has judged it; this device must know it too should the line fail. */
  remember(id: string, scan: string, at: string) {
    const uses = this.uses().filter((use) => Date.parse(at) - Date.parse(use.at) < REMEMBERED_MILLIS || use.code !== undefined);
    this.write([...uses, { id, scan, at }]);
  }

  waiting(): number {
    return this.uses().filter((use) => use.code !== undefined).length;
  }

  /** Tells the server whom this device let in; what wasn't good after all comes back. */
  async report(): Promise<Schemas['PassCheck'][]> {
    const said = this.uses().filter((use) => use.code !== undefined).slice(0, AT_ONCE);
    if (said.length === 0) return [];
    const { checks } = await reportPassUses(said.map(({ code, scan, at }) => ({ code: code!, scan, at })));
    const told = new Set(said.map((use) => use.scan));
    this.write(this.uses().map(({ code, ...use }) => (code === undefined || told.has(use.scan) ? use : { ...use, code })));
    return checks.filter((check) => check.verdict !== 'VALID');
  }

  private async list(): Promise<TrustList | undefined> {
    const trust = this.trust();
    return trust && opened(trust, trust.signer);
  }

  private trust(): Schemas['PassTrustList'] | undefined {
    return JSON.parse(this.storage.getItem(TRUST) ?? 'null') as Schemas['PassTrustList'] ?? undefined;
  }

  private uses(): Use[] {
    return JSON.parse(this.storage.getItem(USES) ?? '[]') as Use[];
  }

  private write(uses: Use[]) {
    this.storage.setItem(USES, JSON.stringify(uses));
  }
}
