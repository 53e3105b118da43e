import { expect, test } from '@playwright/test';
import { expectGoodPages, invited, withOffice, withTour } from './office.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

test('an operator cancels the visit of tomorrow in three taps, and takes it back', async ({ browser, request }) => {
  await withOffice(browser, async (base, box, admin, env) => {
    await withTour(request, base, env);
    const status = async (): Promise<string | undefined> => {
      const answer = (await (await request.get(`${base}/api/v1/visits?from=2026-12-02&to=2026-12-02`)).json()) as { features: { properties: { status: string; tour_name: string } }[] };
      return answer.features.find(({ properties }) => properties.tour_name === 'Bus essai')?.properties.status;
    };
    const before = await status();
    const operator = await invited(browser, base, box, admin, 'bus essai', /Bus essai/, 'bus@departement.example');
    await operator.page.goto(`${base}/gestion/tournees`);
    operator.taps = 1;
    await operator.page.getByRole('link', { name: /^Saint-Lô, .*14\sh/ }).first().tap();
    await expect(operator.page.locator('main')).toContainText(/se voit sur \d+ pages, \d+ agendas/); // before anything is done
    await operator.choose('Météo');
    await operator.tap('Annuler ce passage');
    expect(operator.taps).toBeLessThanOrEqual(3);
    const saved = Date.now();
    await expect.poll(status, { intervals: [50] }).toBe('cancelled');
    expect(Date.now() - saved).toBeLessThan(2000);
    await operator.tap('Remettre comme avant');
    await expect.poll(status, { intervals: [50] }).toBe(before);
  });
});

test('the pages of places, visits, closures and history are accessible', async ({ browser }) => {
  await withOffice(browser, async (base, _, admin) => {
    const { page } = admin;
    await page.goto(`${base}/gestion/tournees`);
    const [visit, tour] = await Promise.all(['.desk-list h4 a', '.desk-list > li > a'].map((link) => page.locator(link).first().getAttribute('href')));
    await page.goto(`${base}/gestion/lieux?q=espace`);
    const place = String(await page.locator('.desk-list').getByRole('link').first().getAttribute('href'));
    const offer = place.replace('/gestion/lieu?', '');
    await expectGoodPages(browser, base, admin, [
      '/gestion', '/gestion/lieux', '/gestion/tournees', String(visit), String(tour), place, `/gestion/lieu/fermer?${offer}`, `/gestion/lieu/corriger?${offer}&champ=hours`,
      `/gestion/lieu/corriger?${offer}&champ=needs`, `/gestion/historique?objet=offer&id=${new URLSearchParams(offer).get('offre')}`,
    ]);
  });
});
