import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { answerTiles, answered, ask, change, COMMUNE, drawer, lines, open, placePage, showMap } from './helpers.ts';

// axe is injected into the page, which its Content-Security-Policy would refuse.
test.use({ bypassCSP: true });
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

const colours = {
  light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' }, forced: { contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } },
} as const;

for (const [colour, settings] of Object.entries(colours)) {
  test.describe(`${colour} colours`, () => {
    test.use(settings);
    for (const [name, show] of Object.entries(views)) {
      test(`axe finds nothing with ${name}`, async ({ page, baseURL }) => {
        await open(page, baseURL);
        await show(page);
        await expectNoViolation(page);
      });
    }
    test('axe finds nothing on the page of a place', async ({ page, request }) => {
      await page.goto(await placePage(request));
      await expectNoViolation(page);
    });
    test('axe finds nothing where an error is signalled, before and after', async ({ page, request }) => {
      await page.goto(`${await placePage(request)}/signaler`);
      await expectNoViolation(page);
      await page.goto(`${page.url()}?merci=1`);
      await expect(page.getByText('Merci')).toBeVisible();
      await expectNoViolation(page);
    });
    for (const address of ['/accessibilite', '/mentions-legales', '/plan-du-site', '/donnees', '/ogc?f=html', '/ogc/collections?f=html', '/ogc/collections/epn/items?f=html']) {
      test(`axe finds nothing on ${address}`, async ({ page }) => {
        expect((await page.goto(address))?.status()).toBe(200);
        await expectNoViolation(page);
      });
    }
    test('axe finds nothing on the page of an error', async ({ page }) => {
      expect((await page.goto('/lieux/nexistepas'))?.status()).toBe(404);
      await expectNoViolation(page);
    });
    test('axe finds nothing on the page without its script', async ({ page, baseURL }) => {
      await answerTiles(page, baseURL ?? '');
      await page.route('**/static/app-*.js', (route) => route.abort());
      await page.goto(`/?q=${COMMUNE}`);
      await expect(lines(page).first()).toBeVisible();
      await expectNoViolation(page);
    });
  });
}
