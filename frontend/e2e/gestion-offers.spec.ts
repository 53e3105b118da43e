import { expect, test, type APIResponse } from '@playwright/test';
import { invited, withOffice } from './office.ts';

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
    await expect(adviser.page.locator('.desk-week')).toContainText(/Mardi 1er décembre\s*8\sh\s15\s–\s11\sh\s45/);
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

test('a place closes for some days, and its page says so before', async ({ browser }) => {
  await withOffice(browser, async (base, _box, admin) => {
    const { page } = admin;
    await page.goto(`${base}/gestion/lieux?q=espace`);
    await page.locator('.desk-list').getByRole('link').first().tap();
    const place = await page.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href');
    const publicPage = async () => (await page.request.get(base + place)).text();
    await admin.tap('Fermer quelques jours');
    await admin.write('Premier jour fermé', '2026-12-24');
    await admin.write('Dernier jour fermé', '2027-01-02');
    await admin.choose('Congés');
    await admin.tap('Fermer ces jours-là');
    await expect(page.getByRole('status')).toContainText('C’est noté');
    await expect.poll(publicPage, { timeout: 2000 }).toMatch(/Fermé du 24\s+décembre au 2\s+janvier/u);
  });
});
