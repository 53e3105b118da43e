import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REQUEST, offersOf, openOrientation, townOf } from './orientation.ts';
import { PROGRAM, withServer } from './server.mjs';

const execute = promisify(execFile);

test.describe.configure({ timeout: 120_000 }); // each starts a program of its own

/** All that the program's database holds, as text. Its socket is the fifth line of what PostgreSQL says of itself. */
async function dump(env: NodeJS.ProcessEnv): Promise<string> {
  const found = await execute('find', [String(env['ESCALE_VAR']), '-name', 'postmaster.pid']);
  const socket = (await readFile(found.stdout.trim(), 'utf8')).split('\n')[4] ?? '';
  const { stdout } = await execute('pg_dump', ['--host', socket, '--username', 'escale', '--inserts', 'escale'], { maxBuffer: 1 << 30 });
  return stdout;
}

/** Every request that a page makes, with all that it sends. */
function overhear(page: Page): string[] {
  const heard: string[] = [];
  page.on('request', (request) => heard.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`));
  return heard;
}

const NOTE = 'Chuchoter à Zénobie Quatremer';

/** What would tell of the person, or of what was chosen for them. */
const telling = (choice: string, insee: string): RegExp[] => [
  /besoins=/, /souris-clavier/, /ma-apm/, /sans-voiture/, /choix=/, new RegExp(choice), /illettrisme/, /Zénobie|Z%C3%A9nobie|Quatremer/, /vue=fiche/, new RegExp(`commune[=/]${insee}`),
];

test('after a whole orientation, neither the log nor the database nor any request holds a word of it @wide', async ({ browser }) => {
  await withServer(async (base, env, written) => {
    const page = await (await browser.newContext()).newPage();
    const heard = overhear(page);
    // The month is counted once, soon after the start.
    await expect.poll(() => dump(env), { timeout: 20_000 }).toContain('INSERT INTO public.coverage_counts');
    const before = await dump(env);
    const { insee, name } = await townOf(page.request, base);
    await openOrientation(page, base);
    await page.getByLabel('Commune ou code postal').pressSequentially(name);
    await page.getByRole('option').first().click();
    for (const label of ['Faire une démarche CAF', 'Faire son CV et sa lettre', 'Apprendre à se servir de la souris et du clavier', 'Sans voiture, jusqu’à 10 km', 'Mardi, après-midi', 'Jeudi, après-midi']) await page.getByLabel(label, { exact: true }).check();
    await page.locator('#more summary').click();
    await page.getByLabel('Illettrisme').check();
    await page.locator('#table .pick-row').first().click();
    await page.locator('#to-sheet a').click();
    await page.getByLabel(/^Note/).first().fill(NOTE);
    await page.locator('#fiche-link .qr').waitFor();
    await page.reload(); // the whole state is in the address now
    await expect(page.getByLabel(/^Note/).first()).toHaveValue(NOTE);
    await page.emulateMedia({ media: 'print' });
    await page.pdf();
    const [download] = await Promise.all([page.waitForEvent('download'), page.evaluate(() => document.getElementById('take-calendar')?.click())]);
    await download.path();
    const choice = /choix=(\w+)/.exec(page.url())?.[1] ?? '?';
    await page.goto(`${base}/`); // what a page tells the next one of where it comes from

    const log = written();
    expect(log).toContain('path=/orientation');
    expect(log).toContain('path=/api/v1/orientation/offers');
    const requests = log.split('\n').filter((line) => line.includes('msg=request')).join('\n');
    for (const secret of telling(choice, insee)) {
      expect(log, `the log holds ${secret}`).not.toMatch(secret);
      expect(heard.filter((one) => secret.test(one)), `a request holds ${secret}`).toEqual([]);
    }
    expect(requests).not.toContain('?');
    // The database knows needs, communes and places of itself: what counts is that it holds nothing more than before.
    // The queue's own tables say when its jobs ran, which changes without anyone: their words are looked at below.
    const after = await dump(env);
    expect(after).not.toMatch(/Quatremer|ma-apm|besoins=|choix=/);
    const lines = (text: string): string[] => text.split('\n').filter((line) => /^INSERT (?!INTO public\.river_)/.test(line)).sort();
    expect(lines(after)).toEqual(lines(before));
    const queue = after.split('\n').filter((line) => line.startsWith('INSERT INTO public.river_job ')).join('\n');
    // Whole words: the queue has digests too, in whose figures and letters "caf" may stand by chance.
    expect(queue).not.toMatch(new RegExp(`(?<![0-9a-z])(?:caf|illettrisme|${insee}|${choice})(?![0-9a-z])`, 'i'));
  }, { settings: { ESCALE_DEBUG: 'on' } });
});

const SHEET = (town: string): string => `type;tournée;étape;nom;commune;quand;date;nouvelle date;début;fin;motif;téléphone;démarches
tournée;Bus essai;;;;;;;;;;02 61 91 00 77;caf
étape;Bus essai;mairie;Mairie essai;${town};tous les mardis;;;14h;16h30;;;
`;

/** Gives the program beside these tours, and waits until it shows them: jobs make revisions too, which are not theirs. */
async function tour(page: Page, base: string, env: NodeJS.ProcessEnv, lines: string): Promise<void> {
  const file = join(String(env['ESCALE_VAR']), 'essai.csv');
  await writeFile(file, lines);
  await execute(PROGRAM, ['tour', 'import', file], { env });
  const revision = Number(/INTO public\.data_revision VALUES \(true, (\d+),/.exec(await dump(env))?.[1]);
  await expect.poll(async () => parseInt((await offersOf(page.request, base)).revision, 10)).toBeGreaterThanOrEqual(revision);
}

test('a visit that moves after the link was made is shown on the sheet that the link reopens @wide', async ({ browser }) => {
  await withServer(async (base, env) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { insee, name } = await townOf(page.request, base);
    await tour(page, base, env, SHEET(name));
    await openOrientation(page, base, `besoins=caf&commune=${insee}&portee=voiture&libre=ma-apm`);
    const row = page.locator('#table .row').filter({ hasText: 'Mairie essai' });
    await expect(row.locator('.reason')).toHaveText(/dès mardi 1er décembre à 14\sh/);
    await row.locator('.pick-row').click();
    await page.locator('#to-sheet a').click();
    const link = (await page.locator('#fiche-link a').getAttribute('href')) ?? '';
    expect(link).not.toContain(REQUEST);

    const reopened = async (): Promise<string[]> => {
      const other = await context.newPage();
      await other.goto(link);
      await other.locator('body[data-ready] .fiche-line').first().waitFor();
      const changes = await other.locator('.changed').allTextContents();
      await other.close();
      return changes.map((text) => text.replace(/\s/g, ' '));
    };
    expect(await reopened()).toEqual([]);
    await tour(page, base, env, `${SHEET(name)}passage déplacé;Bus essai;mairie;;;;01/12/2026;11/12/2026;14h;15h;;;\n`);
    expect(await reopened()).toEqual(['Modifié depuis : Ce passage est maintenant le vendredi 11 décembre à 14 h.']);
    await tour(page, base, env, `${SHEET(name)}passage annulé;Bus essai;mairie;;;;01/12/2026;;;;Verglas;;\n`);
    expect(await reopened()).toEqual(['Modifié depuis : Ce passage est annulé.']);
  });
});
