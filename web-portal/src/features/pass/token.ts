import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Verdict = Schemas['PassVerdict'];

/** Whose passes are good, and which of them are not (docs/protocol/pass.md). */
export interface TrustList {
  issuedAt: string;
  validUntil: string;
  keys: string[];
  revoked: string[];
}

export interface Reading {
  verdict: Verdict;
  /** Of the pass; absent when nothing of it can be believed. */
  id?: string;
}

const SIGNED_BYTES = 34;
const BYTES = SIGNED_BYTES + 64;
const CHUNK_BYTES = 7;
const CHUNK_DIGITS = 17;
/** Clocks of points drift. */
const TOLERANCE_MILLIS = 120_000;
/** Where the digits begin that a scanner's keyboard layout may type: ours, the Arabic and the Urdu ones. */
const ZEROS = [0x30, 0x660, 0x6f0];

/** Judges what a scanner read from a trust list and the time alone, as the server does it. Whether it was used is not known here. */
export async function read(scanned: string, list: TrustList, now: number): Promise<Reading> {
  const bytes = bytesOf(scanned.replace(/\s+/gu, ''));
  if (!bytes || bytes[0] !== 1 || bytes[1]! < 1 || bytes[1]! > 3) return { verdict: 'DAMAGED' };
  if (now < Date.parse(list.issuedAt) - TOLERANCE_MILLIS) return { verdict: 'CLOCK_SKEW' };
  if (now >= Date.parse(list.validUntil)) return { verdict: 'TRUST_LIST_TOO_OLD' };
  const key = await keyOf(bytes.subarray(2, 10), list.keys);
  if (!key) return { verdict: 'UNKNOWN_ISSUER' };
  if (!(await signed(key, bytes.subarray(0, SIGNED_BYTES), bytes.subarray(SIGNED_BYTES)))) return { verdict: 'DAMAGED' };
  const id = uuid(bytes.subarray(10, 26));
  const times = new DataView(bytes.buffer, 26, 8);
  return { verdict: verdict(list, id, times.getUint32(0) * 1000, times.getUint32(4) * 1000, now), id };
}

function verdict(list: TrustList, id: string, from: number, until: number, now: number): Verdict {
  if (list.revoked.includes(id)) return 'REVOKED';
  if (now < from - TOLERANCE_MILLIS) return 'NOT_YET_VALID';
  return now < until ? 'VALID' : 'EXPIRED';
}

/** Browsers of before 2025 can't verify Ed25519 (RFC 8032). */
export async function ableToJudge(): Promise<boolean> {
  return crypto.subtle.importKey('raw', new Uint8Array(32), 'Ed25519', false, ['verify']).then(() => true, () => false);
}

/** The list, when this signer signed it. */
export async function opened(trust: Schemas['PassTrustList'], signer: string): Promise<TrustList | undefined> {
  const text = new TextEncoder().encode(trust.list);
  const genuine = trust.signer === signer && (await signed(fromBase64(signer), text, fromBase64(trust.signature)));
  return genuine ? (JSON.parse(trust.list) as TrustList) : undefined;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== (BYTES / CHUNK_BYTES) * CHUNK_DIGITS) return undefined;
  const digits = Array.from(text, digit);
  if (digits.includes(-1)) return undefined;
  const bytes = new Uint8Array(BYTES);
  for (let i = 0; i < BYTES / CHUNK_BYTES; i++) {
    let chunk = BigInt(digits.slice(i * CHUNK_DIGITS, (i + 1) * CHUNK_DIGITS).join(''));
    // 17 digits can say more than 56 bits; that is no second way to write the same pass.
    if (chunk >> 56n) return undefined;
    for (let j = (i + 1) * CHUNK_BYTES - 1; j >= i * CHUNK_BYTES; j--, chunk >>= 8n) bytes[j] = Number(chunk & 255n);
  }
  return bytes;
}

function digit(character: string): number {
  const at = character.charCodeAt(0);
  const zero = ZEROS.find((first) => at >= first && at < first + 10);
  return zero === undefined ? -1 : at - zero;
}

async function keyOf(issuer: Uint8Array, keys: string[]): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (const each of keys.map(fromBase64)) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', each));
    if (issuer.every((byte, at) => byte === hash[at])) return each;
  }
  return undefined;
}

/** False also for what is no key at all. */
async function signed(key: Uint8Array<ArrayBuffer>, text: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const open = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', open, signature, text);
  } catch {
    return false;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
