import { expect, test } from '@playwright/test';
import { placePage } from './helpers.ts';

test.beforeEach(async ({ page, request }) => {
  await page.goto(await placePage(request));
});

test('the telephone comes first, large, and calls', async ({ page }) => {
  const call = page.locator('.place a').first();
  await expect(call).toHaveAttribute('href', /^tel:\+?\d+$/);
  await expect(call).toHaveText(/^Appeler .+[\d\s]+$/);
  expect((await call.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  await expect(call).toBeInViewport();
});

test('every offer says its kind, its hours and its source', async ({ page }) => {
  const offers = page.locator('.offer');
  expect(await offers.count()).toBeGreaterThan(1);
  for (const offer of await offers.all()) {
    await expect(offer.getByRole('heading', { level: 2 })).not.toBeEmpty();
    await expect(offer.getByRole('heading', { name: 'Horaires' })).toBeVisible();
    await expect(offer.locator('.origin')).toContainText('Source');
  }
});

test('the page fits 320 pixels, and what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  for (const target of await page.locator('main a:visible, main button:visible').all()) {
    expect((await target.boundingBox())?.height, await target.innerText()).toBeGreaterThanOrEqual(44);
  }
});

test('it leads to the map at that place', { tag: '@wide' }, async ({ page }) => {
  await page.route((url) => url.pathname.includes('wmts'), (route) => route.abort());
  const name = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('link', { name: 'Voir sur la carte' }).click();
  await expect(page.locator('.pin[aria-label^="' + name + '"]').first()).toBeInViewport();
});

test('on paper there is the address and the telephone, and nothing to click', async ({ page }) => {
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.place .call')).toBeVisible();
  await expect(page.locator('address')).toBeVisible();
  for (const hidden of ['.print', '.place-links', '.foot', '.skip', '.place .tags', '.trail', '.nav']) await expect(page.locator(hidden).first()).toBeHidden();
});

test('a place stands on one A4, also with the most helpers', { tag: '@wide' }, async ({ page, request }) => {
  const { features } = (await (await request.get('/api/v1/places?limit=1000')).json()) as { features: { id: string; properties: { slug: string; offers: unknown[] } }[] };
  const fullest = features.sort((a, b) => b.properties.offers.length - a.properties.offers.length).slice(0, 4);
  for (const { id, properties } of fullest) {
    await page.goto(`/lieux/${id}-${properties.slug}`);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, properties.slug).toBe(1);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page says all the same, without a button that would do nothing', async ({ page }) => {
    await expect(page.locator('.offer').first()).toBeVisible();
    await expect(page.locator('.print')).toBeHidden();
  });
});

test('a page that is not there says so and leads back', async ({ page }) => {
  expect((await page.goto('/nulle-part'))?.status()).toBe(404);
  await page.getByRole('link', { name: 'Revenir à la carte' }).click();
  await expect(page.locator('#results .card').first()).toBeVisible();
});
