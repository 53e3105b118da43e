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
