import { beforeAll, describe, expect, it } from 'vitest';
import { opened, read, type TrustList } from './token';

const TEN = Date.parse('2026-11-23T03:00:00Z');
const ID = '00112233-4455-6677-8899-aabbccddeeff';
let pair: CryptoKeyPair;
let key: Uint8Array<ArrayBuffer>;
let list: TrustList;

beforeAll(async () => {
  pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']));
  key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  list = { issuedAt: new Date(TEN).toISOString(), validUntil: new Date(TEN + 86_400_000).toISOString(), keys: [base64(key)], revoked: [] };
});

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** A pass from `from` to `until`, seconds from ten o'clock, as docs/protocol/pass.md writes it. */
async function pass(from = 0, until = 3600): Promise<string> {
  const bytes = new Uint8Array(98);
  const view = new DataView(bytes.buffer);
  bytes.set([1, 1]);
  bytes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', key)).subarray(0, 8), 2);
  for (let i = 0; i < 16; i++) bytes[10 + i] = i * 17;
  view.setUint32(26, TEN / 1000 + from);
  view.setUint32(30, TEN / 1000 + until);
  bytes.set(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes.subarray(0, 34))), 34);
  let digits = '';
  for (let i = 0; i < 98; i += 7) {
    let chunk = 0n;
    for (const byte of bytes.subarray(i, i + 7)) chunk = (chunk << 8n) | BigInt(byte);
    digits += chunk.toString().padStart(17, '0');
  }
  return digits;
}

describe('a pass without the server', () => {
  it('is good within its time, also typed in Urdu digits and with a space', async () => {
    const code = await pass();
    expect(await read(code, list, TEN)).toEqual({ verdict: 'VALID', id: ID });
    expect(await read(` ${code.replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)))}\r`, list, TEN)).toEqual({ verdict: 'VALID', id: ID });
  });

  it('is refused with the reason', async () => {
    const code = await pass();
    const altered = code.slice(0, 60) + (code[60] === '5' ? '6' : '5') + code.slice(61);
    const of = async (scanned: string, trust: TrustList, now: number) => (await read(scanned, trust, now)).verdict;
    expect(await of(code, list, TEN + 3_600_000)).toBe('EXPIRED');
    expect(await of(await pass(600), list, TEN)).toBe('NOT_YET_VALID');
    expect(await of(await pass(100), list, TEN)).toBe('VALID');
    expect(await of(code, { ...list, revoked: [ID] }, TEN)).toBe('REVOKED');
    expect(await of(code, { ...list, keys: [base64(key.map((byte) => byte ^ 1))] }, TEN)).toBe('UNKNOWN_ISSUER');
    expect(await of(code, list, TEN - 3_600_000)).toBe('CLOCK_SKEW');
    expect(await of(code, list, TEN + 86_400_000)).toBe('TRUST_LIST_TOO_OLD');
    for (const damaged of ['', 'https://example.org', code.slice(0, 237), `${code}1`, '9'.repeat(238), altered]) {
      expect(await of(damaged, list, TEN), damaged).toBe('DAMAGED');
    }
  });

  it('is judged by a list of the known signer only', async () => {
    const text = JSON.stringify(list);
    const signature = base64(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode(text))));
    const signer = base64(key);
    expect(await opened({ list: text, signature, signer }, signer)).toEqual(list);
    expect(await opened({ list: text, signature, signer }, base64(new Uint8Array(32)))).toBeUndefined();
    expect(await opened({ list: text.replace('[]', `["${ID}"]`), signature, signer }, signer)).toBeUndefined();
  });
});
