import { expect, test, type Browser, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { expectNoViolation } from './axe.ts';
import { PROGRAM, withServer } from './server.mjs';

/** Runs a test on a server of the example set, with an admin who entered by the link of the terminal. */
async function withAdmin(browser: Browser, use: (base: string, page: Page) => Promise<void>): Promise<void> {
  await withServer(async (base, env) => {
    execFileSync(PROGRAM, ['account', 'create', '--admin', 'admin@manche.example'], { env });
    const words = execFileSync(PROGRAM, ['account', 'link', 'admin@manche.example'], { env, encoding: 'utf8' });
    const secret = /jeton=(\w+)/.exec(words)?.[1] ?? '';
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, hasTouch: true });
    const page = await context.newPage();
    await page.goto(`${base}/gestion/lien?jeton=${secret}`);
    await page.locator('main').getByRole('button').first().tap();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gestion');
    await use(base, page);
  }, { example: true });
}

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

test('a visit is cancelled in three taps, the public reads it, and one tap takes it back', async ({ browser }) => {
  await withAdmin(browser, async (base, page) => {
    await page.goto(`${base}/gestion/tournees`);
    await page.locator('.desk-list h4 a').first().tap();
    await expect(page.getByText(/Ce que vous changez se voit sur \d+ pages, \d+ agendas et le cadre de la commune/)).toBeVisible();
    const visit = new URL(page.url()).searchParams.get('passage') ?? '';
    await page.getByRole('radio', { name: 'Météo' }).tap();
    await page.getByRole('button', { name: 'Annuler ce passage' }).tap();
    await expect(page.getByRole('status')).toContainText('Ce passage est annulé');
    const publicPage = async () => (await page.request.get(`${base}/passages/${visit}`)).text();
    await expect.poll(publicPage, { timeout: 2000 }).toContain('Annulé');
    await page.getByRole('button', { name: 'Remettre comme avant' }).tap();
    await expect(page.getByRole('status')).toContainText('C’est annulé');
    await expect.poll(publicPage, { timeout: 2000 }).not.toContain('Annulé');
  });
});

test('a place closes for some days and its hours are corrected, each shown to the public', async ({ browser }) => {
  await withAdmin(browser, async (base, page) => {
    await page.goto(`${base}/gestion/lieux?q=espace`);
    await page.locator('.desk-list').getByRole('link').first().tap();
    const place = await page.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href');
    const publicPage = async () => (await page.request.get(base + place)).text();
    await page.getByRole('link', { name: 'Corriger : Horaires' }).tap();
    const tuesday = page.getByRole('group', { name: 'Mardi' });
    await tuesday.getByLabel('Matin').fill('8h15-11h45');
    await tuesday.getByLabel('Après-midi').fill('');
    await page.getByRole('button', { name: 'Voir la semaine' }).tap();
    await page.getByRole('button', { name: 'C’est juste, enregistrer' }).tap();
    await expect(page.getByRole('status')).toContainText('C’est corrigé');
    await expect.poll(publicPage, { timeout: 2000 }).toMatch(/8\s*h\s*15/u);
    await page.getByRole('link', { name: 'Fermer quelques jours' }).tap();
    await page.getByLabel('Premier jour fermé').fill('2026-12-24');
    await page.getByLabel('Dernier jour fermé').fill('2027-01-02');
    await page.getByRole('radio', { name: 'Congés' }).tap();
    await page.getByRole('button', { name: 'Fermer ces jours-là' }).tap();
    await expect(page.getByRole('status')).toContainText('C’est noté');
    await expect.poll(publicPage, { timeout: 2000 }).toMatch(/Fermé du 24\s+décembre au 2\s+janvier/u);
  });
});

test('the pages of visits, closures and history are accessible', async ({ browser }) => {
  await withAdmin(browser, async (base, signedIn) => {
    await signedIn.goto(`${base}/gestion/tournees`);
    const [visit, tour] = await Promise.all(['.desk-list h4 a', '.desk-list > li > a'].map((link) => signedIn.locator(link).first().getAttribute('href')));
    await signedIn.goto(`${base}/gestion/lieux?q=espace`);
    const place = await signedIn.locator('.desk-list').getByRole('link').first().getAttribute('href');
    const scripted = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await scripted.addCookies(await signedIn.context().cookies());
    const page = await scripted.newPage();
    const offer = String(place).replace('/gestion/lieu?', '');
    for (const path of ['/gestion/tournees', visit, tour, place, `/gestion/lieu/fermer?${offer}`, `/gestion/lieu/corriger?${offer}&champ=hours`, `/gestion/lieu/corriger?${offer}&champ=needs`, `/gestion/historique?objet=offer&id=${new URLSearchParams(offer).get('offre')}`]) {
      await page.goto(base + path);
      await expectNoViolation(page, String(path), 'light', 'dark', 'forced');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), String(path)).toBeLessThanOrEqual(360);
    }
  });
});
