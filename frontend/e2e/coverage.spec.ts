import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { answerTiles, NEED } from './helpers.ts';

/** Who is far from help: the page of councils. That its figures are those of the file is tested on the server. */

const PATH = `/couverture?service=${NEED}&distance=5`;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the form asks by the address, the table is put in another order, nothing is wider than the page', { tag: ['@narrow', '@wide'] }, async ({ page }) => {
    await page.goto('/couverture');
    await page.getByLabel('Pour quelle démarche ?').selectOption(NEED);
    await page.locator('#distance').selectOption('5');
    await page.getByRole('checkbox', { name: 'Sans voiture' }).check();
    await page.getByRole('button', { name: 'Voir' }).click();
    await expect(page).toHaveURL(/service=.*distance=5.*car=no/);
    await expect(page.locator('.coverage-lead')).toContainText('à moins de 3');
    await page.getByRole('navigation', { name: 'Ranger les communes' }).getByRole('link', { name: 'Les plus loin' }).click();
    await expect(page).toHaveURL(/car=no.*tri=distance/);
    await expect(page.locator('.communes-table thead [aria-sort="descending"]')).toHaveText('Le plus proche');
    const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0);
  });
});

/** What the file says that communes are, beside what it always tells apart: as many things as the legend has to tell. */
async function statuses(request: APIRequestContext): Promise<Set<string>> {
  const [head = '', ...rows] = (await (await request.get(PATH.replace('/couverture', '/export/couverture.csv'))).text()).trim().split(/\r?\n/);
  const column = head.split(';').indexOf('statut');
  return new Set(['aide', 'rendez-vous', 'horaires inconnus', 'sans aide', ...rows.map((row) => row.split(';')[column] ?? '')]);
}

test('every part that is filled has a pattern, and the legend has it too', async ({ page, request }) => {
  await page.goto(PATH);
  const fills = (selector: string): Promise<(string | null)[]> => page.locator(selector).evaluateAll((all) => all.map((one) => one.getAttribute('fill')));
  const legend = await fills('.coverage-legend rect[fill]');
  expect(legend).toHaveLength((await statuses(request)).size);
  expect(legend.length).toBeGreaterThan(3);
  for (const fill of legend) await expect(page.locator(`pattern${/#[\w-]+/.exec(fill ?? '')?.[0]}`)).toHaveCount(1);
  for (const fill of await fills('.coverage-map path[fill]')) expect(legend).toContain(fill);
});

const touched = (page: Page): Promise<number> => page.locator('.coverage-form').evaluate((form) =>
  Math.min(...[...form.querySelectorAll('select, button, summary, .box')].map((one) => one.getBoundingClientRect().height)));

test('controls can be touched', async ({ page }) => {
  await page.goto('/couverture');
  expect(await touched(page)).toBeGreaterThanOrEqual(44);
});

test('a council gets two sheets', { tag: '@wide' }, async ({ page }) => {
  for (const path of [PATH, '/couverture?days=28']) { // with four stops too
    await page.goto(path);
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeLessThanOrEqual(2);
  }
});

test.describe('axe', () => {
  test.use({ bypassCSP: true }); // axe is injected into the page
  test('finds nothing, in light, dark and forced colours', async ({ page, baseURL }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto(PATH);
    await expectNoViolation(page, 'couverture');
  });
});
