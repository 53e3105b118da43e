import { expect, test, type APIRequestContext } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { townOf } from './orientation.ts';

test.use({ bypassCSP: true }); // for axe

/** The pages of hours, days and the bus. That no French is left in them is asked of the server (internal/site/languages_test.go). */
async function paths(request: APIRequestContext): Promise<string[]> {
  const { insee } = await townOf(request);
  const { features: [visit] } = await (await request.get('/api/v1/visits?limit=1')).json();
  return ['/communes', '/communes?q=xyzxyz', `/communes/${insee}`, '/passages', `/passages/${visit.id}`, `/etapes/${visit.properties.stop}`];
}

for (const code of ['ar', 'pt']) {
  test(`${code}: the pages of communes and of the bus fit, and axe finds nothing`, async ({ page, request }) => {
    test.setTimeout(90_000);
    for (const path of await paths(request)) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${code}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
      expect(await page.evaluate(() => document.documentElement.dir), path).toBe(code === 'ar' ? 'rtl' : 'ltr');
      await expectNoViolation(page);
    }
  });
}

test('without JavaScript, a commune is found by a name without accents or hyphens', async ({ browser, baseURL, request }) => {
  const { name, insee, postcodes: [postcode] = [] } = await townOf(request);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  for (const typed of [name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('-', ' ').toLowerCase(), postcode ?? name]) {
    await page.goto('/communes?lang=en');
    await page.getByRole('searchbox').fill(typed);
    await page.keyboard.press('Enter');
    await expect(page.locator(`main section a[href^="/communes/${insee}-"][href*="lang=en"]`).first()).toBeVisible();
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(typed);
  }
  await context.close();
});
