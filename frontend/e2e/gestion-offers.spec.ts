import { expect, test, type APIResponse } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolation } from './axe.ts';
import { invited, withOffice } from './office.ts';
import { PROGRAM } from './server.mjs';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

interface Offer { hours?: string; updated?: string; name: string; source: string; record_id: string }
interface Place { id: string; properties: { name: string; city: string; offers: Offer[] } }

const places = async (answer: APIResponse): Promise<Place[]> => ((await answer.json()) as { features: Place[] }).features;

test('an adviser corrects the hours of Tuesday, and the map says so at once', async ({ browser, request }) => {
  await withOffice(browser, async (base, box, admin) => {
    const place = (await places(await request.get(`${base}/api/v1/places?kind=epn`))).find(({ properties: { offers: [only] } }) => only?.hours && !only.hours.includes('"') && !only.hours.includes('['));
    const name = place?.properties.offers[0]?.name ?? '';
    const adviser = await invited(browser, base, box, admin, name, new RegExp(name), 'conseil@epn.example');
    await adviser.tap('Mes lieux');
    await adviser.tap(name);
    await adviser.tap('Corriger : Horaires');
    await adviser.page.getByRole('group', { name: 'Mardi' }).getByLabel('Matin', { exact: true }).fill('8h15-11h45');
    await adviser.tap('Voir la semaine');
    await expect(adviser.page.locator('.desk-week')).toContainText(/Mardi 1er décembre\s*8\sh\s15 – 11\sh\s45/);
    await adviser.tap('C’est juste, enregistrer');
    const saved = Date.now();
    await expect(adviser.page.getByRole('status')).toBeVisible();
    expect(adviser.taps).toBeLessThanOrEqual(6); // in, my places, this place, these hours, the week, kept
    const now = async (): Promise<Offer | undefined> => ((await (await request.get(`${base}/api/v1/places/${place?.id}`)).json()) as Place).properties.offers[0];
    await expect.poll(async () => (await now())?.hours, { intervals: [50] }).toContain('08:15-11:45');
    expect(Date.now() - saved).toBeLessThan(2000);
    expect((await now())?.updated).toBe('2026-12-01');
    await adviser.page.goto(`${base}/lieux/${place?.id}`);
    await expect(adviser.page.locator('main')).toContainText(/8\sh\s15/);
  });
});

const TOUR = `type;tournée;étape;nom;commune;quand;début;fin;téléphone;démarches
tournée;Bus essai;;;;;;;02 61 91 00 77;caf
étape;Bus essai;mairie;Mairie essai;Saint-Lô;tous les mercredis;14h;16h30;;
`;

test('an operator cancels the visit of tomorrow in three taps, and takes it back', async ({ browser, request }) => {
  await withOffice(browser, async (base, box, admin, env) => {
    const file = join(String(env['ESCALE_VAR']), 'essai.csv');
    writeFileSync(file, TOUR);
    execFileSync(PROGRAM, ['tour', 'import', file], { env });
    const status = async (): Promise<string | undefined> => {
      const answer = (await (await request.get(`${base}/api/v1/visits?from=2026-12-02&to=2026-12-02`)).json()) as { features: { properties: { status: string; tour_name: string } }[] };
      return answer.features.find(({ properties }) => properties.tour_name === 'Bus essai')?.properties.status;
    };
    await expect.poll(status).toBeDefined();
    const before = await status();
    const operator = await invited(browser, base, box, admin, 'bus essai', /Bus essai/, 'bus@departement.example');
    await operator.page.goto(`${base}/gestion/tournees`);
    operator.taps = 0;
    await operator.tap('Saint-Lô, 14 h – 16 h 30');
    await expect(operator.page.locator('main')).toContainText(/\d+ pages?/); // where it shows is said before anything is done
    await operator.choose('');
    await operator.tap('Annuler ce passage');
    expect(operator.taps).toBeLessThanOrEqual(3);
    const saved = Date.now();
    await expect.poll(status, { intervals: [50] }).toBe('cancelled');
    expect(Date.now() - saved).toBeLessThan(2000);
    await operator.tap('Remettre comme avant');
    await expect.poll(status, { intervals: [50] }).toBe(before);
  });
});

test('the pages of places and tours are accessible', async ({ browser, request }) => {
  await withOffice(browser, async (base, _, admin) => {
    const [place] = await places(await request.get(`${base}/api/v1/places?kind=epn`));
    const offer = place?.properties.offers[0];
    const key = encodeURIComponent(`${offer?.source}/${offer?.record_id}`);
    const scripted = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await scripted.addCookies(await admin.page.context().cookies());
    const page = await scripted.newPage();
    for (const path of ['', '/lieux', `/lieu?offre=${key}`, `/lieu/corriger?offre=${key}&champ=hours`, `/lieu/corriger?offre=${key}&champ=services`, `/lieu/fermer?offre=${key}`, '/tournees']) {
      const answer = await page.goto(`${base}/gestion${path}`);
      expect(answer?.status(), path).toBe(200);
      await expectNoViolation(page, path, 'light', 'dark', 'forced');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
    }
  });
});
