import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addNote, desk, liveToken, signIn, signOut } from './client';
import { Refused } from './problem';

let asked: { path: string; request: RequestInit }[] = [];

function answers(...responses: (Response | Error)[]) {
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    asked.push({ path, request });
    const next = responses.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next ?? new Error('asked too often'));
  });
}
const headersOf = (index: number) => new Headers(asked[index]?.request.headers);
const me = () => new Response(JSON.stringify({ csrfToken: 'secret' }));
const refusalOf = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => (error instanceof Refused ? error.problem : undefined));

beforeEach(() => {
  asked = [];
});
afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('carries the CSRF token with every changing request, and never with a reading one', async () => {
    answers(me(), new Response('[]'), new Response('{}'), new Response(null, { status: 204 }));
    await signIn('mai', 'x');
    await desk();
    await addNote('f1', 'text');
    await signOut();
    expect(headersOf(1).get('X-CSRF-Token')).toBeNull();
    expect(headersOf(2).get('X-CSRF-Token')).toBe('secret');
    expect(headersOf(3).get('X-CSRF-Token')).toBe('secret');
  });
  it('turns problem+json into a typed refusal that names the role who may', async () => {
    answers(new Response(JSON.stringify({ type: 'not-allowed', title: 'Not allowed', status: 403, role: 'CHAIR' }), { status: 403 }));
    expect(await refusalOf(desk())).toMatchObject({ status: 403, role: 'CHAIR' });
  });
  it('keeps the status of an answer that is no JSON', async () => {
    answers(new Response('<html>Bad gateway</html>', { status: 502, statusText: 'Bad Gateway' }));
    expect(await refusalOf(desk())).toMatchObject({ status: 502, title: 'Bad Gateway' });
  });
  it('says that there is no line when nothing answers', async () => {
    answers(new TypeError('Failed to fetch'));
    expect(await refusalOf(desk())).toMatchObject({ status: 0 });
  });
  it('writes an id into the address so that it cannot leave its place', async () => {
    answers(new Response('{}'));
    await addNote('../me?x', 'text');
    expect(asked[0]?.path).toBe('/api/files/..%2Fme%3Fx/notes');
  });
  it('lets a kiosk ask for its own token without naming a reception', async () => {
    answers(new Response('{"token":"t","receptionId":"r"}'));
    await liveToken(undefined);
    expect(asked[0]?.request.body).toBe('{}');
  });
});
