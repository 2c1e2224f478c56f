import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import { WordsProvider } from '../../i18n/words';
import { SignInPage } from './SignInPage';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  history.replaceState(null, '', '/');
});

function answering(answers: Record<string, { status: number; body: unknown }>) {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push({ path, body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined });
    const answer = answers[path] ?? { status: 404, body: {} };
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }));
  });
  return asked;
}

const ways = { '/api/sign-in/ways': { status: 200, body: { passkeys: false, provider: 'Province' } } };

it('takes what came back with the browser out of the address and signs in with it once', async () => {
  history.replaceState(null, '', '/sign-in/back?code=c-1&state=s-1&iss=https%3A%2F%2Fid.example');
  const asked = answering({ ...ways, '/api/sign-in/provider': { status: 200, body: { csrfToken: 't', name: 'Mai' } } });
  const signedIn = vi.fn();
  render(<MemoryRouter><WordsProvider initial="en"><SignInPage onSignedIn={signedIn} /></WordsProvider></MemoryRouter>);
  await vi.waitFor(() => expect(signedIn).toHaveBeenCalledOnce());
  expect(location.pathname + location.search).toBe('/sign-in');
  expect(asked.filter(({ path }) => path === '/api/sign-in/provider')).toEqual([{ path: '/api/sign-in/provider', body: { code: 'c-1', state: 's-1', iss: 'https://id.example' } }]);
});

it('says so when the provider let nobody in, and leaves the other ways open', async () => {
  history.replaceState(null, '', '/sign-in/back?error=access_denied&state=s-1');
  answering({ ...ways, '/api/sign-in/provider': { status: 401, body: { type: 'provider-refused', title: 'no' } } });
  const signedIn = vi.fn();
  render(<MemoryRouter><WordsProvider initial="en"><SignInPage onSignedIn={signedIn} /></WordsProvider></MemoryRouter>);
  await screen.findByText('The sign-in didn’t come back as it went. Please begin again.');
  await screen.findByRole('button', { name: /Province/ });
  expect(signedIn).not.toHaveBeenCalled();
});
