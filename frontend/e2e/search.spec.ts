import { expect, test } from '@playwright/test';
import { chooseSuggestion, COMMUNE, distances, expectListInStep, NEED, open } from './helpers.ts';

test.beforeEach(({ page, baseURL }) => open(page, baseURL));

test('a commune chosen by keyboard puts the nearest first', async ({ page }) => {
  await chooseSuggestion(page, COMMUNE.slice(0, -1), 'Commune');
  await expect(page.getByRole('combobox')).toHaveValue(new RegExp(COMMUNE));
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  expect(await expectListInStep(page)).toBeGreaterThan(0);
  const metres = await distances(page);
  expect([...metres].sort((a, b) => a - b)).toEqual(metres);
  await expect(page.locator('#results .distance').first()).toHaveText(/^à [\d,]+\s(m|km)$/);
  expect(page.url()).toMatch(/lat=[\d.-]+&lon=[\d.-]+/);
});

test('typing a whole commune and Enter does the same', async ({ page }) => {
  await page.getByRole('combobox').fill(COMMUNE);
  await page.getByRole('combobox').press('Enter');
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  await expect(page.locator('#results .distance').first()).toBeVisible();
});

test('the list of suggestions follows the combobox pattern', async ({ page }) => {
  const field = page.getByRole('combobox');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await field.pressSequentially(COMMUNE.slice(0, 4));
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await field.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${active}`)).toHaveAttribute('aria-selected', 'true');
  await expect(field).toBeFocused();
  await field.press('Escape');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await expect(field).toHaveValue(COMMUNE.slice(0, 4));
});

test('a need chosen in the box is ticked', async ({ page }) => {
  await chooseSuggestion(page, NEED, 'Démarche');
  await expect(page.locator('#needs input:checked')).toHaveCount(1);
  await expect(page.getByRole('combobox')).toHaveValue('');
});

test('a refused position is said in plain words', async ({ page, context }) => {
  await context.clearPermissions();
  await page.getByRole('button', { name: 'Me localiser' }).click();
  await expect(page.locator('#locate-message')).toContainText('écrivez le nom de votre commune');
});

test('a position given puts the nearest first, and keeps it coarse', async ({ page, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 49.123456, longitude: -1.234567 });
  await page.getByRole('button', { name: 'Me localiser' }).click();
  await expect(page.locator('#summary')).toContainText('proches de vous');
  expect(page.url()).toContain('lat=49.123&lon=-1.235');
  const metres = await distances(page);
  expect([...metres].sort((a, b) => a - b)).toEqual(metres);
});
