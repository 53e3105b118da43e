import { expect, test, type Page } from '@playwright/test';
import { answered, change, chooseSuggestion, COMMUNE, NEED, open } from './helpers.ts';

test.beforeEach(async ({ page, baseURL }) => {
  await open(page, baseURL);
  await change(page);
});

/** The cards tell how far their places are. */
async function expectDistances(page: Page): Promise<void> {
  await expect(page.locator('#results .distance').first()).toHaveText(/^[\d,]+\s(m|km)$/);
}

test('a commune chosen by keyboard tells how far each place is', async ({ page }) => {
  await chooseSuggestion(page, COMMUNE.slice(0, -1), 'Commune');
  await answered(page, /lat=[\d.-]+&lon=[\d.-]+/);
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  await expectDistances(page);
});

test('typing a whole commune and Enter does the same', async ({ page }) => {
  await page.getByRole('combobox').fill(COMMUNE);
  await page.getByRole('combobox').press('Enter');
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  await expectDistances(page);
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
  await chooseSuggestion(page, NEED, 'Besoin');
  await answered(page, `service=${NEED}`);
  await expect(page.locator('#needs input:checked')).toHaveCount(1);
  await expect(page.locator('#q')).toHaveValue('');
});

test('a refused position gets a message in plain words', async ({ page, context }) => {
  await context.clearPermissions();
  await page.getByRole('button', { name: 'Me localiser' }).click();
  await expect(page.locator('#locate-message')).toContainText('écrivez le nom de votre commune');
});

test('a position given tells distances, and keeps it coarse', async ({ page, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 49.123456, longitude: -1.234567 });
  await page.getByRole('button', { name: 'Me localiser' }).click();
  await answered(page, 'lat=49.123&lon=-1.235');
  await expect(page.locator('#summary')).toContainText('Près de vous');
  await expectDistances(page);
});
