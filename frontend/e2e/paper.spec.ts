import { expect, test, type Page } from '@playwright/test';
import { COMMUNE, lines, NEED, open, printed, spaced } from './helpers.ts';

/** The answer on paper: what a town hall prints and hands over. */

/** The part of an A4 sheet within its margins, in CSS pixels. */
const PAPER = { width: 688, height: 1047 };

/** In points, the smallest words that show among these. */
const smallest = (page: Page, selector: string): Promise<number> => page.locator(selector).evaluateAll((all) =>
  Math.min(...all.filter((one) => one.checkVisibility() && one.textContent?.trim()).map((one) => Math.round(Number.parseFloat(getComputedStyle(one).fontSize) * 7.5) / 10)));

test.describe('on paper', { tag: '@wide' }, () => {
  for (const width of [1280, 360]) {
    test(`twenty places and their telephones take two sheets, from a screen of ${width} pixels`, async ({ page, baseURL }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page, baseURL, `/?service=${NEED}&q=${COMMUNE}`);
      await expect(lines(page)).toHaveCount(20);
      if (width < 896) await page.getByRole('tab', { name: 'Carte' }).click();
      expect(await printed(page)).toBeLessThanOrEqual(2);
      await page.setViewportSize(PAPER);
      await page.emulateMedia({ media: 'print' });
      for (const card of await lines(page).all()) await expect(card).toBeVisible();
      await expect(page.locator('#summary')).toBeVisible();
      await expect(page.locator('.rest .paper-only')).toHaveText(spaced(/^Liste du .+ 2026( : les 20 premiers lieux sur \d+)?\.$/));
      await expect(page.locator('#results .call .number').first()).toHaveText(/^0\d(\s\d\d){4}$/);
      expect(await smallest(page, '#results .call')).toBeGreaterThanOrEqual(12);
      expect(await smallest(page, '#results *')).toBeGreaterThanOrEqual(10);
      await expect(page.locator('.tag-open:visible, .chip:visible, .map-side:visible, .tabs:visible, button:visible, input:visible, .button:visible, .next:visible')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PAPER.width);
    });
  }

  test('nothing on paper speaks of today: it is read on another day', async ({ page, baseURL }) => {
    await open(page, baseURL);
    await page.emulateMedia({ media: 'print' });
    const shown = await page.locator('#results .tag').evaluateAll((tags) => tags.filter((tag) => tag.checkVisibility()).map((tag) => tag.textContent ?? ''));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((text) => /aujourd’hui|demain|jusqu’à \d+\sh$/.test(text) && !/passe/.test(text))).toEqual([]);
  });

  test('the place that is open is printed alone, on one sheet', async ({ page, baseURL }) => {
    await open(page, baseURL, `/?service=${NEED}&q=${COMMUNE}`);
    const call = lines(page).filter({ has: page.locator('.tag-sure') }).filter({ has: page.locator('.call .number') }).first();
    const number = await call.locator('.call .number').textContent();
    await call.getByRole('heading').getByRole('link').click();
    await expect(page.locator('#sheet .offer').first()).toBeVisible();
    expect(await printed(page)).toBe(1);
    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('#main')).toBeHidden();
    await expect(page.locator('#sheet .call .number').first()).toHaveText(number ?? '?');
    expect(await smallest(page, '#sheet .call .number')).toBeGreaterThanOrEqual(14);
    await expect(page.locator('#sheet .qr-paper')).toHaveCSS('fill', 'rgb(255, 255, 255)');
    await expect(page.locator('.map-side:visible, button:visible, .foot:visible')).toHaveCount(0);
  });
});
