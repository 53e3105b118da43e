import { expect, test } from '@playwright/test';
import { announced, answerTiles, lines, onMap, open, ready, showMap } from './helpers.ts';

test('places that do not come are said, the server’s list stays, and a retry works', async ({ page, baseURL }) => {
  await answerTiles(page, baseURL ?? '');
  await page.route('**/api/v1/places?*', (route) => route.abort());
  await page.goto('/?etape=reponse');
  await expect(page.locator('#message')).toContainText('n’ont pas pu être chargés');
  await expect(lines(page).first()).toBeVisible();
  await page.unroute('**/api/v1/places?*');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await ready(page);
  await expect(page.locator('#message')).toBeEmpty();
});

test('without tiles the markers and the list stay', async ({ page, baseURL }) => {
  await page.route((url) => url.host !== new URL(baseURL ?? '').host, (route) => route.abort());
  await page.goto('/?etape=reponse');
  await ready(page);
  await showMap(page);
  await expect(page.locator('#map-note')).toContainText('fond de carte');
  expect(await onMap(page)).toBe(await announced(page));
});

test('a sheet that does not come keeps the phone number and offers a retry', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await page.route('**/api/v1/places/*', (route) => route.fulfill({ status: 503, json: {} }));
  const line = lines(page).filter({ has: page.locator('.phone') }).first();
  await line.getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet')).toContainText('n’a pas pu être chargé');
  await expect(page.locator('#sheet .call')).toBeVisible();
  await page.unroute('**/api/v1/places/*');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.locator('#sheet .offer').first()).toBeVisible();
});
