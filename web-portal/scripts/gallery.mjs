// Makes docs/gallery: every page in three languages, on a desktop and on a phone, light and (some) dark, from the built portal and
// invented answers. No server is needed. `npm run gallery`, or `node scripts/gallery.mjs room` for the pages whose name contains a word.
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { fixtures, nowOf, ZONES } from './gallery-fixtures.mjs';
import { pretendRoom } from './gallery-room.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const OUT = process.env.KACHEHRI_GALLERY ?? fileURLToPath(new URL('../../docs/gallery/', import.meta.url));
const only = process.argv[2] ?? '';
const MAX_BYTES = 16 * 1024 * 1024;

const DESKTOP = { name: 'desktop', width: 1440, height: 900 };
const PHONE = { name: 'phone', width: 390, height: 844 };
const KIOSK = { name: 'kiosk', width: 1080, height: 1920 };
const HALL = { name: 'desktop', width: 1920, height: 1080 };
const LANGUAGES = ['en', 'vi', 'ur'];

const kiosk = (over) => (given) => ({ 'GET /api/kiosk/visit': { ...given.kiosk, ...over } });
const PAGES = [
  { name: 'sign-in', title: 'Sign in', path: '/sign-in', out: true },
  { name: 'account', title: 'My sign-ins', path: '/account', role: 'INSPECTOR', ready: 'main table', act: async (page) => { await page.locator('section:nth-of-type(3) .button').click(); await page.locator('[name=code]').waitFor(); } },
  { name: 'today-receiver', title: 'Today, receiving officer', path: '/today', role: 'RECEIVER', dark: true },
  { name: 'today-chair', title: 'Today, chair', path: '/today', role: 'CHAIR' },
  { name: 'register', title: 'Register a person', path: '/people/new', role: 'RECEIVER', act: fillVisit },
  { name: 'registered', title: 'The slip with number and QR', path: '/people/new', role: 'RECEIVER', act: async (page, given) => { await fillVisit(page, given); await page.locator('form [type=submit]').click(); await page.locator('.slip').waitFor(); } },
  { name: 'calendar', title: 'Days off, declared at the centre', path: '/calendar', role: 'ADMIN' },
  { name: 'queue', title: 'The desk: who waits, and why in this order', path: '/queue', role: 'RECEIVER' },
  { name: 'pass', title: 'A scanned pass that was used before', path: '/pass', role: 'RECEIVER', act: async (page) => { await page.locator('[name=code]').fill('0123'); await page.keyboard.press('Enter'); await page.locator('.notice').waitFor(); } },
  { name: 'appointments', title: 'Appointments of the week', path: '/appointments', role: 'RECEIVER', ready: '.week a', dark: true },
  { name: 'appointment', title: 'One appointment, to be given a time', path: '/appointments/m1', role: 'RECEIVER', ready: '[name=minutes]' },
  { name: 'invitation', title: 'Citizen: when and where they are expected', path: '/a#aaaaaaaaaaaaaaaaaaaaaa', ready: '.when' },
  { name: 'rooms', title: 'Rooms, whether they are ready', path: '/rooms', role: 'CHAIR', ready: 'main table' },
  { name: 'check', title: 'Citizen: device check', path: '/c/14', change: kiosk({ cameraReady: false, microphoneReady: false }), ready: '.kiosk-mirror', act: async (page) => { await page.locator('.kiosk-line[data-line=good]').waitFor({ timeout: 20_000 }); } },
  { name: 'notice', title: 'Citizen: notice of recording', path: '/c/14', change: kiosk({ noticeAcknowledged: false }), ready: '.kiosk-notice' },
  { name: 'kiosk-waiting', title: 'Citizen: waiting', path: '/c/14', self: 'none', sizes: [KIOSK, DESKTOP, PHONE], change: kiosk({}), ready: '.kiosk-number', dark: true },
  { name: 'receipt', title: 'Citizen: receipt', path: '/c/14', change: kiosk({ state: 'DONE' }), ready: '.kiosk-receipt' },
  { name: 'room-chair', title: 'Live reception, chair', path: '/room/r1', role: 'CHAIR', self: 'chair', ready: '.has-floor', dark: true },
  { name: 'room-citizen', title: 'Live reception, citizen', path: '/c/14', self: 'citizen', sizes: [HALL, PHONE], change: kiosk({ receptionId: 'r1', state: 'IN_ROOM' }), ready: '.room.citizen .has-floor' },
  { name: 'conclude', title: 'Conclude', path: '/room/r1/conclude', role: 'CHAIR', act: async (page, given) => { await page.locator('[name=handling][value=ACCEPTED]').check(); await page.locator('[name=answer]').fill(given.answer); await page.locator('aside .clock-due').first().waitFor(); } },
  { name: 'minutes', title: 'Minutes', path: '/room/r1/minutes', role: 'SECRETARY' },
  { name: 'cases', title: 'Matters', path: '/cases', role: 'CHAIR' },
  { name: 'case', title: 'One matter', path: '/cases/t1', role: 'CHAIR' },
  { name: 'book', title: 'Citizen reception book', path: '/book', role: 'RECEIVER' },
  { name: 'desk', title: 'Files on my desk', path: '/desk', role: 'SPECIALIST' },
  { name: 'file', title: 'Case file', path: '/files/f1', role: 'SPECIALIST', dark: true },
  { name: 'archive', title: 'Archive', path: '/archive', role: 'INSPECTOR' },
  { name: 'archive-state', title: 'Archive check', path: '/archive/state', role: 'INSPECTOR', ready: 'main table', dark: true },
  { name: 'retention', title: 'Retention and destruction', path: '/archive/retention', role: 'ARCHIVIST', ready: 'main table', act: async (page) => { await page.locator('#find').fill('PS-'); await page.locator('form[role=search] [type=submit]').click(); } },
  { name: 'replay', title: 'Replay', path: '/archive/w1', role: 'INSPECTOR', ready: '.replay-lanes', dark: true, act: showReplay },
  { name: 'extract-ask', title: 'Ask for an extract', path: '/archive/w1', role: 'INSPECTOR', ready: '.replay-lanes', act: async (page) => { await page.locator('.replay-lanes').locator('xpath=preceding-sibling::p[1]/button').click(); await page.locator('.extract-form [name=reason]').waitFor(); } },
  { name: 'extracts', title: 'Extracts', path: '/archive/extracts', role: 'CHAIR', ready: 'table' },
  { name: 'audit', title: 'Audit log', path: '/audit', role: 'INSPECTOR', ready: 'main table', act: async (page) => { await page.locator('aside .button').first().click(); await page.locator('.notice.ok').waitFor(); } },
  { name: 'posts', title: 'People and posts', path: '/posts', role: 'ADMIN', ready: '.posts-holdings' },
  { name: 'accounts', title: 'Accounts', path: '/accounts', role: 'ADMIN', ready: 'main table', act: async (page) => { await page.locator('.account-acts .button').first().click(); await page.locator('#why').fill('T-310'); await page.locator('.dialog [type=submit]').click(); await page.locator('.notice.ok').waitFor(); } },
  { name: 'policy', title: 'Who may do what', path: '/policy', role: 'ADMIN', ready: 'main table', act: async (page) => { await page.locator('#role').selectOption('CHAIR'); } },
  { name: 'lines', title: 'Lines, administrator', path: '/lines', role: 'ADMIN', ready: '[name=percent]', act: async (page) => { await page.locator('[name=reception]').fill('r1'); await page.locator('[name=reason]').fill('T-214'); await page.locator('main .card:nth-of-type(2) .button').first().click(); await page.locator('.notice.ok').waitFor(); } },
  { name: 'reception-days', title: 'Reception days, for everybody', path: '/reception-days/u1', ready: '.rota-next' },
  { name: 'rota', title: 'Leader’s reception days', path: '/rota', role: 'CHAIR', ready: '.rota-day' },
  { name: 'rota-day', title: 'One reception day', path: '/rota', role: 'CHAIR', ready: '.rota-day', act: async (page) => { await page.locator('.rota-day').last().click(); await page.locator('.dialog').waitFor(); } },
  { name: 'rota-report', title: 'Days due and held', path: '/rota/report', role: 'CHAIR', ready: '.rota-report' },
  { name: 'board', title: 'Board of the hall', path: '/board/p1', sizes: [HALL, PHONE], ready: '.called li' },
];

async function fillVisit(page, { register }) {
  for (const field of ['name', 'address', 'content', 'wish']) await page.locator(`[name=${field}]`).fill(register[field]);
  await page.locator('[name=idKind][value=NATIONAL_ID]').check();
  await page.locator('[name=type][value=COMPLAINT]').check();
}

/** The recording is a drawing of three points; the page stands at the fifth paragraph. */
async function showReplay(page, given) {
  await page.evaluate((faces) => {
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 540;
    const context = canvas.getContext('2d');
    window.drawPerson(context, faces.citizen, 0, 0, 632, 540);
    window.drawPerson(context, faces.officer, 640, 0, 320, 266);
    window.drawPerson(context, faces.chair, 640, 274, 320, 266);
    document.querySelector('.replay-player figure:not([hidden]) video').poster = canvas.toDataURL();
  }, given.live('chair').faces);
  await page.locator('.replay-minutes li:nth-child(5) button').click();
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff' };
const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://x').pathname);
  const wanted = join(DIST, path);
  const file = wanted.startsWith(DIST) && (await stat(wanted).catch(() => undefined))?.isFile() ? wanted : join(DIST, 'index.html');
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const base = `http://127.0.0.1:${server.address().port}`;

await mkdir(OUT, { recursive: true });
if (!only) for (const file of await readdir(OUT)) if (file.endsWith('.png')) await rm(join(OUT, file));

const browser = await chromium.launch({
  executablePath: process.env.KACHEHRI_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'],
});

/** 128 colours are enough for drawn people; where ImageMagick isn't installed the pictures stay as they are, about three times as large. */
const shrink = (file) => promisify(execFile)('convert', [file, '+dither', '-colors', '128', '-strip', `PNG8:${file}`]).catch(() => undefined);

const faults = [];
async function picture(shot, language, size, theme) {
  const file = `${shot.name}-${language}-${size.name}-${theme}.png`;
  const given = fixtures(language, shot.role ?? 'CHAIR');
  const live = shot.self && shot.self !== 'none' ? given.live(shot.self) : undefined;
  const answers = { ...given.answers, ...shot.change?.(given) };
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, deviceScaleFactor: 1, locale: language, timezoneId: ZONES[language], colorScheme: theme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`${file}: ${error.message}`));
    await page.clock.setFixedTime(nowOf(language));
    await page.addInitScript((chosen) => {
      localStorage.setItem('kachehri.language', chosen);
      // A kiosk has a voice for its language; a browser without a screen has none.
      if (globalThis.speechSynthesis) speechSynthesis.getVoices = () => [{ lang: chosen }];
    }, language);
    await page.addInitScript(pretendRoom, { live, own: given.live('chair').faces[shot.self === 'chair' ? 'chair' : 'citizen'] });
    await page.route(({ pathname }) => /^\/(api|health|metrics)(\/|$)/.test(pathname), async (route) => {
      const key = `${route.request().method()} ${new URL(route.request().url()).pathname}`;
      if ((shot.out && !key.startsWith('GET /api/sign-in/')) || !(key in answers)) await route.fulfill({ status: shot.out ? 401 : 404, json: { type: 'about:blank', title: 'none', status: shot.out ? 401 : 404 } });
      else if (answers[key] === undefined) await route.fulfill({ status: 204 });
      else if (typeof answers[key] === 'string') await route.fulfill({ body: answers[key], contentType: 'text/plain' });
      else await route.fulfill({ json: answers[key] });
    });
    await page.goto(base + shot.path);
    await page.locator(shot.ready ?? 'h1').first().waitFor({ timeout: 8000 });
    await shot.act?.(page, given);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(shot.self || shot.name === 'check' ? 700 : 250);
    await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) faults.push(`${file}: ${over} px wider than the screen`);
    await page.screenshot({ path: join(OUT, file), fullPage: true, animations: 'disabled' });
    await shrink(join(OUT, file));
  } catch (error) {
    faults.push(`${file}: ${error.message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
}

const wanted = [];
for (const shot of PAGES.filter(({ name }) => name.includes(only))) {
  for (const language of LANGUAGES) for (const size of shot.sizes ?? [DESKTOP, PHONE]) wanted.push([shot, language, size, 'light']);
  if (shot.dark) for (const language of shot.name.startsWith('room') ? LANGUAGES : ['en', 'ur']) wanted.push([shot, language, (shot.sizes ?? [DESKTOP])[0], 'dark']);
}
const total = wanted.length;
await Promise.all(Array.from({ length: 6 }, async () => {
  for (let next = wanted.shift(); next; next = wanted.shift()) await picture(...next);
}));
await browser.close();
server.close();

const files = (await readdir(OUT)).filter((file) => file.endsWith('.png')).sort();
let bytes = 0;
for (const file of files) bytes += (await stat(join(OUT, file))).size;
const lines = PAGES.map(({ name, title }) => {
  const own = files.filter((file) => new RegExp(`^${name}-(en|vi|ur)-`).test(file));
  const links = LANGUAGES.map((language) => own.filter((file) => file.startsWith(`${name}-${language}-`)).map((file) => `[${file.slice(name.length + 4, -4).replace('-', ' ')}](${file})`).join(' · '));
  return `| ${title} | ${links.join(' | ')} |`;
});
await writeFile(join(OUT, 'README.md'), `# The portal in pictures

Made by \`npm run gallery\` in \`web-portal\` from the built pages and invented answers; every person and matter is made up. Desktop is 1440×900 (board and the citizen's room 1920×1080), phone 390 px wide, kiosk 1080×1920.

| Page | English | Tiếng Việt | اردو |
|---|---|---|---|
${lines.join('\n')}
`);
console.log(`${total} pictures, ${files.length} in all, ${(bytes / 1024 / 1024).toFixed(1)} MB`);
if (bytes > MAX_BYTES) faults.push(`the gallery has more than ${MAX_BYTES / 1024 / 1024} MB`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
