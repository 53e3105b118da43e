import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { answerTiles, answered, ask, change, COMMUNE, drawer, lines, open, showMap } from './helpers.ts';

// axe is injected into the page, which its Content-Security-Policy would refuse.
test.use({ bypassCSP: true });
test.describe.configure({ timeout: 60_000 }); // axe three times

/** States of the answer; those that have an address of their own are in pages.spec.ts. */
const views: Record<string, (page: Page) => Promise<void>> = {
  'the page': async () => undefined,
  'the map': showMap,
  'the filters open': async (page) => {
    await drawer(page, 'needs');
    await drawer(page, 'when');
    await page.getByLabel('Un jour').check();
    await drawer(page, 'kinds');
    await drawer(page, 'further');
    await expect(page.locator('#further .count').last()).not.toBeEmpty();
  },
  'suggestions open': async (page) => {
    await change(page);
    await page.getByRole('combobox').pressSequentially(COMMUNE.slice(0, 4));
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.getByRole('combobox').press('ArrowDown');
  },
  'a sheet open': async (page) => {
    await lines(page).first().getByRole('heading').getByRole('link').click();
    await expect(page.locator('#sheet h1').first()).toBeVisible();
  },
  'the sheet of a bus open': async (page) => {
    await (await drawer(page, 'kinds')).locator('input[value=van]').check();
    await answered(page, 'kind=van');
    await lines(page).first().getByRole('heading').getByRole('link').click();
    await expect(page.locator('#sheet h1').first()).toBeVisible();
  },
  'an empty answer': async (page) => {
    await ask(page, 'zzzzqqqq');
    await expect(page.locator('#message a').first()).toBeVisible();
  },
};

for (const [name, show] of Object.entries(views)) {
  test(`axe finds nothing with ${name}, in light, dark and forced colours`, { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
    await open(page, baseURL);
    await show(page);
    await expectNoViolation(page, name);
  });
}

test('axe finds nothing on the page without its script', async ({ page, baseURL }) => {
  await answerTiles(page, baseURL ?? '');
  await page.route('**/static/app-*.js', (route) => route.abort());
  await page.goto(`/?q=${COMMUNE}`);
  await expect(lines(page).first()).toBeVisible();
  await expectNoViolation(page);
});
