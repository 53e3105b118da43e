import { expect, test } from '@playwright/test';
import { answered, chooseSuggestion, COMMUNE, drawer, lines, NEED, onMap, open, ready, showMap } from './helpers.ts';

test.beforeEach(({ page, baseURL }) => open(page, baseURL));

test('back and forward undo and redo each choice', { tag: ['@narrow', '@wide'] }, async ({ page }) => {
  const all = await page.locator('#summary').textContent();
  await (await drawer(page, 'needs')).locator(`input[value="${NEED}"]`).check();
  await answered(page, `service=${NEED}`);
  const some = await page.locator('#summary').textContent();
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet')).toBeVisible();

  await page.goBack();
  await expect(page.locator('#sheet')).toBeHidden();
  await expect(page.locator('#summary')).toHaveText(some ?? '');
  await page.goBack();
  await expect(page.locator('#summary')).toHaveText(all ?? '');
  await expect(page.locator('#needs input:checked')).toHaveCount(0);
  await page.goForward();
  await expect(page.locator('#summary')).toHaveText(some ?? '');
  await page.goForward();
  await expect(page.locator('#sheet')).toBeVisible();
});

test('a reload, and so a link, shows the same thing', async ({ page }) => {
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await answered(page, 'lat=');
  await (await drawer(page, 'kinds')).getByRole('checkbox').first().check();
  await answered(page, 'kind=');
  const summary = await page.locator('#summary').textContent();
  const names = await lines(page).getByRole('heading').allTextContents();
  await page.reload();
  await ready(page);
  await expect(page.locator('#summary')).toHaveText(summary ?? '');
  expect(await lines(page).getByRole('heading').allTextContents()).toEqual(names);
  await expect(page.locator('#kinds input:checked')).toHaveCount(1);
});

test('a sheet reopens from its address', async ({ page }) => {
  await lines(page).nth(1).getByRole('heading').getByRole('link').click();
  const name = await page.locator('#sheet h1').textContent();
  await page.reload();
  await expect(page.locator('#sheet h1')).toHaveText(name ?? '');
  await expect(page.locator('#sheet h1').first()).toBeVisible();
});

test('a map moved by hand keeps its view in the address', { tag: ['@narrow', '@wide'] }, async ({ page }) => {
  await showMap(page);
  expect(page.url()).not.toContain('view=');
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await expect(page).toHaveURL(/view=/);
  const address = page.url();
  const shown = await onMap(page);
  await page.reload();
  await ready(page);
  await expect(page.locator('.marker, .cluster').first()).toBeVisible();
  expect(await onMap(page)).toBe(shown);
  expect(page.url()).toBe(address);
});

test('on a narrow screen the map, opened after a search, is where the search was', { tag: '@narrow' }, async ({ page }) => {
  await showMap(page);
  await page.getByRole('tab', { name: 'Liste' }).click();
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await answered(page, 'lat=');
  await page.getByRole('tab', { name: 'Carte' }).click();
  await expect(page.locator('.here-dot')).toBeInViewport();
});

test('on a phone a card over the map is a step: Back closes it, and comes back to it from its sheet', { tag: '@narrow' }, async ({ page, baseURL, request }) => {
  const id = await lines(page).first().getAttribute('data-place');
  const { geometry: { coordinates: [lon, lat] } } = (await (await request.get(`/api/v1/places/${id}`)).json()) as { geometry: { coordinates: [number, number] } };
  await open(page, baseURL, `/?etape=reponse&view=18/${lat}/${lon}`);
  await showMap(page);
  const card = page.locator('#map-card');
  const [address, steps] = [page.url(), await page.evaluate(() => history.length)];
  const name = (await lines(page).first().locator('h2').textContent()) ?? '?';
  const marker = page.getByRole('button', { name: `${name} (` }).first();
  await marker.press('Enter');
  await expect(card).toBeVisible();
  expect(page.url()).toBe(address);
  await page.goBack();
  await expect(card).toBeHidden();
  expect(page.url()).toBe(address);
  await expect(page.getByRole('tab', { name: 'Carte' })).toHaveAttribute('aria-selected', 'true');

  await marker.press('Enter');
  await card.getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet h1')).toHaveText(name);
  await page.goBack();
  await expect(card.getByRole('heading')).toHaveText(name);
  await card.getByRole('button', { name: 'Fermer' }).click();
  await expect(card).toBeHidden();
  await page.goBack(); // the button took the card's step away
  await expect(page.getByRole('tab', { name: 'Carte' })).toHaveAttribute('aria-selected', 'false');
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(steps + 2);
});
