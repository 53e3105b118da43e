import { expect, test } from '@playwright/test';
import { lines, open, showMap } from './helpers.ts';

test('a sheet opens by keyboard, Escape closes it and gives the focus back', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const link = lines(page).nth(2).getByRole('heading').getByRole('link');
  const name = await link.textContent();
  await link.focus();
  await page.keyboard.press('Enter');
  const title = page.locator('#sheet h1');
  await expect(title).toHaveText(name ?? '');
  await expect(title).toBeFocused();
  await expect(page.locator('#sheet .offer').first()).toBeVisible();
  await expect(page.locator('#main')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.locator('#sheet')).toBeHidden();
  await expect(link).toBeFocused();
});

test('each offer says its kind, its hours, and how sure its needs are', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const kinds = await lines(page).first().locator('.kind').allTextContents();
  await lines(page).first().getByRole('heading').getByRole('link').click();
  const offers = page.locator('#sheet .offer');
  await expect(offers.first()).toBeVisible();
  expect(await offers.count()).toBeGreaterThanOrEqual(kinds.length);
  for (const offer of await offers.all()) await expect(offer.getByRole('heading', { name: 'Horaires' })).toBeVisible();
});

test('on a phone the sheet takes the whole screen', { tag: '@narrow' }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet')).toBeVisible();
  for (const hidden of ['#search', '#tabs', '#panel-map', '.brand', '.foot']) await expect(page.locator(hidden)).toBeHidden();
});

test('a marker opens the sheet of its place', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await lines(page).first().getByRole('heading').getByRole('link').click();
  const name = await page.locator('#sheet h1').textContent();
  await page.getByRole('button', { name: 'Retour à la liste' }).click();
  await showMap(page);
  const marker = page.locator('.marker[title]').first();
  for (let i = 0; i < 9 && !(await marker.isVisible()); i++) await page.locator('.cluster').first().press('Enter');
  await marker.press('Enter');
  await expect(page.locator('#sheet h1')).not.toBeEmpty();
  expect(name).not.toBe('');
});

test('no text of a source becomes markup', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await page.route('**/api/v1/places/*', async (route) => {
    const response = await route.fetch();
    const feature = await response.json();
    feature.properties.offers[0].description = '<img src=x onerror="document.title=1"> <b>gras</b>';
    feature.properties.offers[0].website = 'javascript:document.title=1';
    await route.fulfill({ response, json: feature });
  });
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet .description').first()).toContainText('<b>gras</b>');
  await expect(page.locator('#sheet img, #sheet b, #sheet a[href^="javascript"]')).toHaveCount(0);
});

test('a place that is no more says so', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?place=nexistepas');
  await expect(page.locator('#sheet h1')).toContainText('n’existe');
  await page.getByRole('button', { name: 'Retour à la liste' }).click();
  await expect(lines(page).first()).toBeVisible();
});
