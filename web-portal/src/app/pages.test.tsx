import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtures } from '../../scripts/gallery-fixtures.mjs';
import { LANGUAGES, WordsProvider, type Language } from '../i18n/words';
import { App } from './App';

type Role = Parameters<typeof fixtures>[1];

/** A page, whose it is, and what shows that its answers have arrived. */
const PAGES: { path: string; role?: Role; ready: string; kiosk?: Record<string, unknown> }[] = [
  { path: '/sign-in', ready: '[name=password]' },
  { path: '/account', role: 'INSPECTOR', ready: 'main table' },
  { path: '/today', role: 'RECEIVER', ready: 'table' },
  { path: '/today', role: 'CHAIR', ready: '.next' },
  { path: '/calendar', role: 'ADMIN', ready: '[name=source]' },
  { path: '/queue', role: 'RECEIVER', ready: '.queue-next' },
  { path: '/pass', role: 'RECEIVER', ready: '[name=code]' },
  { path: '/people/new', role: 'RECEIVER', ready: 'form' },
  { path: '/cases', role: 'CHAIR', ready: 'table' },
  { path: '/cases/t1', role: 'CHAIR', ready: '.clock' },
  { path: '/book', role: 'RECEIVER', ready: 'table' },
  { path: '/room/r1/conclude', role: 'CHAIR', ready: '[name=handling]' },
  { path: '/room/r1/minutes', role: 'SECRETARY', ready: 'ol li' },
  { path: '/desk', role: 'SPECIALIST', ready: 'table' },
  { path: '/files/f1', role: 'SPECIALIST', ready: '.sheet' },
  { path: '/archive', role: 'INSPECTOR', ready: 'table' },
  { path: '/archive/state', role: 'INSPECTOR', ready: 'main table' },
  { path: '/archive/retention', role: 'ARCHIVIST', ready: 'main table' },
  { path: '/archive/w1', role: 'INSPECTOR', ready: '.replay-lanes' },
  { path: '/archive/extracts', role: 'CHAIR', ready: 'table' },
  { path: '/archive/extracts', role: 'INSPECTOR', ready: 'table' },
  { path: '/audit', role: 'INSPECTOR', ready: 'main table' },
  { path: '/posts', role: 'ADMIN', ready: '.posts-holdings' },
  { path: '/accounts', role: 'ADMIN', ready: 'main table' },
  { path: '/policy', role: 'ADMIN', ready: 'main table' },
  { path: '/lines', role: 'ADMIN', ready: '[name=percent]' },
  { path: '/help', role: 'RECEIVER', ready: 'main h1' },
  { path: '/nowhere', role: 'RECEIVER', ready: 'main h1' },
  { path: '/board/p1', ready: '.called li' },
  { path: '/reception-days/u1', ready: '.rota-next' },
  { path: '/rota', role: 'CHAIR', ready: '.rota-day' },
  { path: '/rota', role: 'INSPECTOR', ready: '.rota-day' },
  { path: '/rota/report', role: 'CHAIR', ready: '.rota-report' },
  { path: '/c/14', ready: '.kiosk-number' },
  { path: '/c/14', ready: '.kiosk-called', kiosk: { state: 'CALLED' } },
  { path: '/c/14', ready: '.kiosk-notice', kiosk: { noticeAcknowledged: false } },
  { path: '/c/14', ready: '.kiosk-receipt', kiosk: { state: 'DONE' } },
];

let asked: { method: string; path: string; body: unknown }[] = [];

/** Answers as the server would; whatever isn't known is a typed refusal. */
function serve(answers: Record<string, unknown>, signedIn: boolean) {
  vi.stubGlobal('fetch', (address: string, request: RequestInit = {}) => {
    const method = request.method ?? 'GET';
    const path = address.split('?')[0] ?? address;
    const key = `${method} ${path}`;
    asked.push({ method, path, body: typeof request.body === 'string' ? (JSON.parse(request.body) as unknown) : undefined });
    if (!(key in answers) || (key === 'GET /api/me' && !signedIn)) {
      return Promise.resolve(new Response(JSON.stringify({ type: 'about:blank', title: 'Not known', status: signedIn ? 404 : 401 }), { status: signedIn ? 404 : 401 }));
    }
    const answer = answers[key];
    if (typeof answer === 'string') return Promise.resolve(new Response(answer));
    return Promise.resolve(answer === undefined ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answer), { status: 200 }));
  });
}

async function open(language: Language, path: string, role: Role | undefined, ready: string, kiosk: Record<string, unknown> = {}) {
  const given = fixtures(language, role ?? 'RECEIVER');
  serve({ ...given.answers, 'GET /api/kiosk/visit': { ...given.kiosk, ...kiosk } }, role !== undefined);
  render(
    <WordsProvider initial={language}>
      <MemoryRouter initialEntries={[path]}>
        <App />
      </MemoryRouter>
    </WordsProvider>,
  );
  // Lazy pages are transformed on their first import, which takes seconds on a busy machine.
  await waitFor(() => expect(document.querySelector(ready)).not.toBeNull(), { timeout: 20_000 });
  // The title is set by an effect, which may run after the page can be seen.
  await waitFor(() => expect(document.title).not.toBe(''));
  return given;
}

beforeEach(() => {
  asked = [];
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe.each(LANGUAGES)('every page in %s', (language) => {
  it.each(PAGES)('$path as $role ($ready) has nothing that axe finds', async ({ path, role, ready, kiosk }) => {
    await open(language, path, role, ready, kiosk);
    // Contrast needs a layout, which jsdom has not; the pairs of the tokens were measured.
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.documentElement.lang).toBe(language);
    expect(document.documentElement.dir).toBe(language === 'ur' ? 'rtl' : 'ltr');
  }, 30_000);

  it.each(PAGES)('$path as $role ($ready) is reached by Tab in reading order', async ({ path, role, ready, kiosk }) => {
    await open(language, path, role, ready, kiosk);
    expect([...document.querySelectorAll<HTMLElement>('[tabindex]')].filter((element) => element.tabIndex > 0)).toEqual([]);
    const clickable = [...document.querySelectorAll('[onclick], [role=button]')].filter((element) => !element.matches('a[href], button, input, select, textarea, summary'));
    expect(clickable).toEqual([]);
  }, 30_000);
});

describe('the policy table', () => {
  it('tells what a role may, and that the rest is refused', async () => {
    await open('en', '/policy', 'ADMIN', 'main table');
    fireEvent.change(document.querySelector('#role')!, { target: { value: 'RECEIVER' } });
    expect(document.querySelector('main [role=status]')?.textContent).toBe('May do 3 of 9; the rest is refused.');
    expect(document.querySelectorAll('.status.off')).toHaveLength(6);
  });
});

describe('the audit log', () => {
  it('is checked as a whole, and handed out for whole days with a reason', async () => {
    await open('en', '/audit', 'INSPECTOR', 'main table');
    fireEvent.click(screen.getByText('Check the log'));
    await waitFor(() => expect(document.querySelector('.notice.ok')?.textContent).toContain('All 10,482 lines are intact'));
    fireEvent.change(document.querySelector('[name=from]')!, { target: { value: '2026-11-01' } });
    fireEvent.change(document.querySelector('[name=to]')!, { target: { value: '2026-11-02' } });
    fireEvent.change(document.querySelector('[name=reason]')!, { target: { value: 'Yearly audit' } });
    await waitFor(() => expect(document.querySelector('[name=reason]')!.closest('form')!.querySelector('button')!.disabled).toBe(false));
    fireEvent.submit(document.querySelector('[name=reason]')!.closest('form')!);
    await waitFor(() => expect(asked.some(({ path }) => path === '/api/audit/export')).toBe(true));
    const { from, to, reason } = asked.find(({ path }) => path === '/api/audit/export')!.body as { from: string; to: string; reason: string };
    expect([new Date(to).getTime() - new Date(from).getTime(), reason]).toEqual([2 * 86_400_000, 'Yearly audit']);
  });
});

describe('the second factor', () => {
  it('is asked for at sign-in once the password was right', async () => {
    const given = fixtures('en', 'RECEIVER');
    let tries = 0;
    await open('en', '/sign-in', undefined, '[name=password]');
    vi.stubGlobal('fetch', (_address: string, request: RequestInit = {}) => {
      asked.push({ method: 'POST', path: '/api/sign-in', body: JSON.parse(request.body as string) as unknown });
      const problem = { type: tries++ ? 'wrong-code' : 'second-factor-needed', title: '', status: 401 };
      return Promise.resolve(tries < 3 ? new Response(JSON.stringify(problem), { status: 401 }) : new Response(JSON.stringify(given.answers['GET /api/me'])));
    });
    fireEvent.change(document.querySelector('[name=login]')!, { target: { value: 'mai' } });
    fireEvent.change(document.querySelector('[name=password]')!, { target: { value: 'kachehri' } });
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(document.querySelector('[name=code]')).not.toBeNull());
    expect(document.querySelector('.notice')?.textContent).toContain('password is right');
    fireEvent.change(document.querySelector('[name=code]')!, { target: { value: '123456' } });
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(document.querySelector('.notice')?.textContent).toContain('used already'));
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(document.querySelector('.sign-in')).toBeNull());
    expect(asked.filter(({ path }) => path === '/api/sign-in').map(({ body }) => body)).toEqual([
      { login: 'mai', password: 'kachehri' },
      { login: 'mai', password: 'kachehri', code: '123456' },
      { login: 'mai', password: 'kachehri', code: '123456' },
    ]);
  });

  it('is enrolled with a picture and a code, and shows its recovery codes', async () => {
    await open('en', '/account', 'INSPECTOR', 'main table');
    fireEvent.click(await screen.findByText('Add an authenticator…'));
    await waitFor(() => expect(document.querySelector('[role=img] svg')).not.toBeNull());
    fireEvent.change(document.querySelector('[name=code]')!, { target: { value: '123456' } });
    fireEvent.submit(document.querySelector('[name=code]')!.closest('form')!);
    await waitFor(() => expect(document.querySelectorAll('.recovery-codes li')).toHaveLength(10));
    expect(asked.find(({ path }) => path === '/api/me/second-factor/confirmation')?.body).toEqual({ code: '123456' });
  });
});

describe('the own sign-ins', () => {
  it('end one by its button, and all after a question', async () => {
    HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    HTMLDialogElement.prototype.close = function close() { this.open = false; };
    await open('en', '/account', 'INSPECTOR', 'main table');
    expect(screen.getByText('Unknown browser')).toBeTruthy();
    fireEvent.click(screen.getAllByRole('button', { name: 'Sign out' }).find((button) => button.closest('tr'))!);
    await waitFor(() => expect(asked.some(({ method, path }) => method === 'DELETE' && path === '/api/me/sign-ins/s2')).toBe(true));
    fireEvent.click(screen.getByText('Sign out everywhere…'));
    await waitFor(() => expect(document.querySelector('dialog .stop')?.matches(':disabled')).toBe(false));
    fireEvent.click(document.querySelector('dialog .stop')!);
    await waitFor(() => expect(document.querySelector('[name=password]')).not.toBeNull());
    expect(asked.some(({ method, path }) => method === 'DELETE' && path === '/api/me/sign-ins')).toBe(true);
  });
});

describe('days off', () => {
  it('are declared with their source', async () => {
    await open('en', '/calendar', 'ADMIN', '[name=source]');
    fireEvent.change(document.querySelector('[name=country]')!, { target: { value: 'PK' } });
    fireEvent.change(document.querySelector('[name=day]')!, { target: { value: '2027-03-10' } });
    fireEvent.change(document.querySelector('[name=source]')!, { target: { value: 'Eid-ul-Fitr, moon seen' } });
    fireEvent.submit(document.querySelector('form.side')!);
    await waitFor(() => expect(asked.find(({ method, path }) => method === 'POST' && path === '/api/calendar')?.body).toEqual({ country: 'PK', day: '2027-03-10', working: false, source: 'Eid-ul-Fitr, moon seen' }));
  });
});

describe('the desk', () => {
  it('calls whose turn it is, and puts nobody first without a ground and a reason', async () => {
    await open('en', '/queue', 'RECEIVER', '.queue-next');
    HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    HTMLDialogElement.prototype.close = function close() { this.open = false; };
    fireEvent.click(screen.getByText('Call next'));
    await waitFor(() => expect(asked.find(({ path }) => path === '/api/queue/next')?.body).toEqual({ room: '1' }));
    await waitFor(() => expect((screen.getAllByText('Put first…')[0] as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(screen.getAllByText('Put first…')[0]!);
    const act = document.querySelector<HTMLButtonElement>('dialog [type=submit]')!;
    expect(act.disabled).toBe(true);
    fireEvent.click(document.querySelector('[name=ground][value=DISABLED]')!);
    fireEvent.change(document.querySelector('#why')!, { target: { value: 'in a wheelchair' } });
    fireEvent.submit(document.querySelector('dialog form')!);
    await waitFor(() => expect(asked.find(({ path }) => path.endsWith('/moves'))?.body).toEqual({ kind: 'PUT_FIRST', ground: 'DISABLED', reason: 'in a wheelchair' }));
  });
});

describe('checking a pass', () => {
  it('says that it was used before and what to do, and is ready for the next scan', async () => {
    await open('en', '/pass', 'RECEIVER', '[name=code]');
    const field = document.querySelector<HTMLInputElement>('[name=code]')!;
    fireEvent.change(field, { target: { value: ' 0123\r' } });
    fireEvent.submit(document.querySelector('form')!);
    expect(field.value).toBe('');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Used before.*this person is heard too/);
    expect(asked.find(({ path }) => path === '/api/passes/check')?.body).toMatchObject({ code: '0123' });
    await waitFor(() => expect(document.activeElement).toBe(field));
  });
});

describe('registering a person', () => {
  it('names every lacking field above it and sends nothing', async () => {
    await open('en', '/people/new', 'RECEIVER', 'form');
    fireEvent.submit(document.querySelector('form')!);
    expect(document.querySelectorAll('[aria-invalid=true]')).toHaveLength(4);
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('goes from the summary to the field by its link', async () => {
    await open('en', '/people/new', 'RECEIVER', 'form');
    fireEvent.submit(document.querySelector('form')!);
    const summary = screen.getByRole('alert');
    expect(document.activeElement).toBe(summary);
    const links = summary.querySelectorAll('a');
    expect(links).toHaveLength(6);
    fireEvent.click(links[0]!);
    expect(document.activeElement?.getAttribute('name')).toBe('name');
  });

  it('chooses nothing beforehand about the person or the matter', async () => {
    await open('en', '/people/new', 'RECEIVER', 'form');
    expect(document.querySelectorAll('[name=idKind]:checked, [name=type]:checked')).toHaveLength(0);
  });

  it('shows number and link after the server has taken the visit', async () => {
    const { register } = await open('vi', '/people/new', 'RECEIVER', 'form');
    await waitFor(() => expect(asked.some(({ path }) => path === '/api/today')).toBe(true));
    for (const field of ['name', 'address', 'content', 'wish'] as const) fireEvent.change(document.querySelector(`[name=${field}]`)!, { target: { value: register[field] } });
    fireEvent.click(document.querySelector('[name=idKind][value=NONE]')!);
    fireEvent.click(document.querySelector('[name=type][value=COMPLAINT]')!);
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(document.querySelector('.big-number')?.textContent).toBe('14'));
    expect(asked.find(({ path }) => path === '/api/visits')?.body).toMatchObject({ pointId: 'p1', citizen: { idKind: 'NONE' }, matter: { type: 'COMPLAINT', people: 1 } });
  });
});

describe('concluding', () => {
  it('computes the dates as soon as the handling is chosen, and issues nothing without an answer', async () => {
    await open('en', '/room/r1/conclude', 'CHAIR', '[name=handling]');
    fireEvent.click(document.querySelector('[name=handling][value=ACCEPTED]')!);
    await waitFor(() => expect(document.querySelector('aside .clock')).not.toBeNull());
    fireEvent.submit(document.querySelector('form')!);
    expect(document.querySelector('[name=answer]')?.getAttribute('aria-invalid')).toBe('true');
    expect(asked.some(({ path }) => path === '/api/receptions/r1/conclusion')).toBe(false);
  });
});

describe('the rota', () => {
  beforeEach(() => {
    HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    HTMLDialogElement.prototype.close = function close() { this.open = false; };
  });

  it('marks a day as held by a deputy, and says beforehand that it does not count', async () => {
    await open('en', '/rota', 'CHAIR', '.rota-day');
    fireEvent.click([...document.querySelectorAll('.rota-day')].find((one) => one.textContent?.includes('Not marked'))!);
    expect(document.querySelector('dialog')?.textContent).toContain('does not count as the leader’s day');
    expect(document.querySelector('dialog [name=to]')).toBeNull();
    fireEvent.click(document.querySelector('[name=held][value=BY_DEPUTY]')!);
    fireEvent.submit(document.querySelector('dialog form')!);
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(asked.find(({ path }) => path.endsWith('/rota/marks'))?.body).toEqual({ postId: 'c1', planned: '2026-11-19', held: 'BY_DEPUTY' });
  });

  it('moves a day with a reason that is published', async () => {
    await open('vi', '/rota', 'CHAIR', '.rota-day');
    fireEvent.click([...document.querySelectorAll('.rota-day')].at(-1)!);
    fireEvent.change(document.querySelector('[name=to]')!, { target: { value: '2026-11-30' } });
    fireEvent.change(document.querySelector('[name=reason]')!, { target: { value: 'Bão số 12' } });
    fireEvent.submit(document.querySelector('dialog form:last-of-type')!);
    await waitFor(() => expect(asked.find(({ path }) => path.endsWith('/rota/moves'))?.body).toEqual({ postId: 'c1', planned: '2026-11-26', to: '2026-11-30', reason: 'Bão số 12' }));
  });

  it('plans first and third Thursdays by two ticks', async () => {
    await open('en', '/rota', 'CHAIR', '.rota-day');
    fireEvent.click([...document.querySelectorAll('main .card button')].find((one) => one.textContent === 'Set the days')!);
    fireEvent.submit(document.querySelector('dialog form')!);
    await waitFor(() => expect(asked.find(({ path }) => path.endsWith('/rota/rules'))?.body).toMatchObject({ recurrence: 'FREQ=MONTHLY;BYDAY=1TH,3TH', from: '2026-11-27', begins: '07:30', ends: '11:30', form: 'IN_PERSON' }));
  });

  it('is only read by an inspector', async () => {
    await open('en', '/rota', 'INSPECTOR', '.rota-day');
    fireEvent.click(document.querySelector('.rota-day')!);
    expect(document.querySelectorAll('dialog form, main .card button')).toHaveLength(0);
  });

  it('is read by everybody without signing in, with where a day was moved from and why', async () => {
    await open('en', '/reception-days/u1', undefined, '.rota-next');
    expect(document.querySelector('main')?.textContent).toContain('Moved from Thu 3 Dec 2026 The road to the valley is closed by snow');
    expect(document.querySelector('main a')?.getAttribute('href')).toBe('/api/rota/u1.ics?lang=en');
    expect(asked.some(({ path }) => path === '/api/me')).toBe(false);
  });
});

describe('the board of the hall', () => {
  it('names nobody', async () => {
    await open('en', '/board/p1', undefined, '.called li');
    expect(document.body.textContent).not.toMatch(/Zainab|Ali Haider|TC-2026/);
  });

  it('speaks a number that is called after somebody turned the sound on, and none that was called before', async () => {
    const spoken: string[] = [];
    vi.stubGlobal('speechSynthesis', Object.assign(new EventTarget(), { getVoices: () => [{ lang: 'en-GB' }], cancel: () => undefined, speak: ({ text }: { text: string }) => spoken.push(text) }));
    vi.stubGlobal('SpeechSynthesisUtterance', class { constructor(readonly text: string) {} });
    const { answers } = await open('en', '/board/p1', undefined, '.called li');
    fireEvent.click(screen.getByRole('button', { name: 'Turn on the sound' }));
    const shown = answers['GET /api/board/p1'] as { called: object[] };
    serve({ ...answers, 'GET /api/board/p1': { ...shown, called: [{ number: 13, room: '1', at: '2026-11-22T03:00:00Z' }, ...shown.called] } }, false);
    await waitFor(() => expect(spoken).toEqual(['Number 13, room 1.']), { timeout: 8000 });
  }, 15_000);
});

describe('the citizen whose number is called', () => {
  it('sees where to go and answers', async () => {
    await open('en', '/c/14', undefined, '.kiosk-called', { state: 'CALLED', room: '2' });
    expect(screen.getByRole('alert').textContent).toContain('Please go to room 2 now.');
    fireEvent.click(screen.getByRole('button', { name: 'I am coming' }));
    expect(screen.queryByRole('button', { name: 'I am coming' })).toBeNull();
  });
});

describe('a case file', () => {
  it('gives signed paragraphs no way to be changed', async () => {
    await open('en', '/files/f1', 'SPECIALIST', '.sheet');
    const signed = [...document.querySelectorAll('.sheet > li')].slice(0, -1);
    expect(signed).toHaveLength(3);
    for (const paragraph of signed) expect(paragraph.querySelectorAll('button, input, textarea, [contenteditable]')).toHaveLength(0);
  });

  it('reads each paragraph in its own language', async () => {
    await open('en', '/files/f1', 'SPECIALIST', '.sheet');
    expect([...document.querySelectorAll('.sheet .text')].map((text) => text.getAttribute('lang'))).toContain('ur');
  });
});

describe('the archive', () => {
  it.each([['/archive', 'table'], ['/archive/w1', '.replay-lanes'], ['/archive/state', 'main table']])('marks one page of the row at %s', async (path, ready) => {
    await open('en', path, 'INSPECTOR', ready);
    expect([...document.querySelectorAll('nav.pages > [aria-current=page]')].map((link) => link.getAttribute('href'))).toEqual([path === '/archive/state' ? path : '/archive']);
  });

  it('says who may, when somebody searches who may not', async () => {
    await open('en', '/archive', 'INSPECTOR', 'table');
    fireEvent.change(document.querySelector('#find')!, { target: { value: 'PS' } });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ type: 'x', title: 'x', status: 403, role: 'INSPECTOR' }), { status: 403 })));
    fireEvent.submit(document.querySelector('form')!);
    await waitFor(() => expect(document.querySelector('.notice.due')?.textContent).toContain('Only Inspector may do this.'));
  });
});

describe('an extract', () => {
  beforeEach(() => {
    HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    HTMLDialogElement.prototype.close = function close() { this.open = false; };
  });

  it('is asked for with a time, who is masked and why, and not beyond the recording', async () => {
    await open('en', '/archive/w1', 'INSPECTOR', '.replay-lanes');
    fireEvent.click(screen.getByText('Make an extract…', { selector: 'button' }));
    fireEvent.change(document.querySelector('[name=to]')!, { target: { value: '9:00:00' } });
    fireEvent.change(document.querySelector('[name=reason]')!, { target: { value: 'Appeal' } });
    fireEvent.submit(document.querySelector('.extract-form')!);
    expect(screen.getByRole('alert').textContent).toContain('within the recording');
    fireEvent.change(document.querySelector('[name=to]')!, { target: { value: '۱:۳۰' } });
    fireEvent.change(document.querySelector('[name=citizen]')!, { target: { value: 'SILENT' } });
    fireEvent.change(document.querySelector('[name=chair]')!, { target: { value: 'ABSENT' } });
    fireEvent.submit(document.querySelector('.extract-form')!);
    await waitFor(() => expect(asked.find(({ path }) => path === '/api/archive/r1/extracts')?.body).toEqual({ fromMillis: 0, toMillis: 90_000, reason: 'Appeal', tracks: ['citizen', 'officer', 'officer/document'], masked: [{ peer: 'citizen', voice: 'SILENT' }] }));
  });

  it('is approved by somebody else, who sees what it is', async () => {
    await open('en', '/archive/extracts', 'CHAIR', 'table');
    expect(screen.queryByText('Download')).toBeNull();
    fireEvent.click(screen.getByText('Approve'));
    await waitFor(() => expect(asked.find(({ path }) => path === '/api/approvals/a1/decision')?.body).toEqual({ approved: true }));
  });
});

describe('the lines', () => {
  it('are in the row of who may watch them, and of nobody else', async () => {
    await open('en', '/lines', 'ADMIN', '[name=percent]');
    expect([...document.querySelectorAll('nav.pages > a')].map((link) => link.getAttribute('href'))).toEqual(['/archive/state', '/policy', '/posts', '/calendar', '/accounts', '/lines']);
    cleanup();
    await open('en', '/today', 'CHAIR', '.next');
    expect(document.querySelector('nav.pages > a[href="/lines"]')).toBeNull();
  });

  it('lose nothing before it was asked twice and given a reason, and take the room from its address', async () => {
    await open('en', '/lines', 'ADMIN', '[name=percent]');
    HTMLDialogElement.prototype.showModal = function show() { this.open = true; };
    HTMLDialogElement.prototype.close = function close() { this.open = false; };
    fireEvent.change(document.querySelector('[name=percent]')!, { target: { value: '2,5' } });
    fireEvent.click(screen.getByText('Lose packets…'));
    expect(document.querySelectorAll('[aria-invalid=true]')).toHaveLength(2);
    fireEvent.change(document.querySelector('[name=reception]')!, { target: { value: 'https://kachehri.example/room/r1?x' } });
    fireEvent.change(document.querySelector('[name=reason]')!, { target: { value: 'trial' } });
    fireEvent.click(screen.getByText('Lose packets…'));
    expect(asked.some(({ method }) => method === 'PUT')).toBe(false);
    fireEvent.click(screen.getByText('Lose them'));
    await waitFor(() => expect(document.querySelector('.notice.ok')?.textContent).toContain('Seed 7'));
    expect(asked.find(({ method }) => method === 'PUT')).toMatchObject({ path: '/api/receptions/r1/participants/p1/loss', body: { direction: 'up', percent: 2.5, reason: 'trial' } });
  });

  it('offer no loss where the server does not, and tell its refusals in plain words', async () => {
    const { answers } = fixtures('en', 'ADMIN');
    serve({ ...answers, 'GET /health/live': { status: 'up' } }, true);
    render(<WordsProvider initial="en"><MemoryRouter initialEntries={['/lines']}><App /></MemoryRouter></WordsProvider>);
    await waitFor(() => expect(document.querySelector('[name=reason]')).not.toBeNull(), { timeout: 20_000 });
    expect(document.querySelector('[name=percent]')).toBeNull();
    fireEvent.change(document.querySelector('[name=reception]')!, { target: { value: 'r1' } });
    fireEvent.change(document.querySelector('[name=reason]')!, { target: { value: 'trial' } });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ type: 'not-now', title: 'nothing is captured', status: 409 }), { status: 409 })));
    fireEvent.click(screen.getByText('Save packets'));
    await waitFor(() => expect(document.querySelector('.notice.due')?.textContent).toContain('Nothing of this line is kept yet'));
  });
});

describe('the row of pages', () => {
  it('goes to sign-in after signing out', async () => {
    const { answers } = await open('en', '/desk', 'SPECIALIST', 'table');
    serve({ ...answers, 'POST /api/sign-out': undefined }, true);
    fireEvent.click(screen.getByText('Sign out'));
    await waitFor(() => expect(document.querySelector('[name=password]')).not.toBeNull());
  });

  it('does not look signed out while the server still is signed in', async () => {
    await open('en', '/desk', 'SPECIALIST', 'table');
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')));
    fireEvent.click(screen.getByText('Sign out'));
    await waitFor(() => expect(document.querySelector('.notice')).not.toBeNull());
    expect(document.querySelector('[name=password]')).toBeNull();
  });
});
