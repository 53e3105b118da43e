import { expect, test } from '@playwright/test';
import { change, COMMUNE, open } from './helpers.ts';

test('a need, a place and a day typed together are taken together, and each can be taken away', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await change(page);
  await page.getByRole('combobox').fill(`CAF à ${COMMUNE} samedi matin`);
  await page.getByRole('combobox').press('Enter');
  await expect(page.locator('#summary')).toContainText(`CAF près de ${COMMUNE}, samedi`);
  await expect(page.locator('[data-chip]')).toHaveCount(3);
  await page.locator('[data-chip]').filter({ hasText: 'matin' }).click();
  await expect(page.locator('#summary')).not.toContainText('samedi');
  await expect(page.locator('#summary')).toContainText(COMMUNE);
});

test('what is not sure is chosen by a person: the choices lead on, and the field keeps what was typed', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await change(page);
  await page.getByRole('combobox').fill(`${COMMUNE.slice(0, -1)}x`);
  await page.getByRole('combobox').press('Enter');
  const choice = page.locator('.doubt a').filter({ hasText: COMMUNE }).first();
  await expect(choice).toContainText('Commune');
  await expect(page.locator('#results .card')).toHaveCount(0);
  await choice.click();
  await expect(page.locator('#summary')).toContainText(`Près de ${COMMUNE}`);
});

test('suggestions are as wide as the field, wrap, and say what they are @narrow', async ({ page, baseURL }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(baseURL ?? '/');
  const field = page.getByRole('combobox');
  await field.pressSequentially(`CAF à ${COMMUNE}`);
  const options = page.getByRole('option');
  await expect(options.first()).toContainText('Toute la phrase');
  await expect(options.filter({ hasText: 'Besoin' })).toHaveCount(1);
  await expect(options.filter({ hasText: /Commune/ }).first()).toContainText(COMMUNE);
  const [list, box] = [await page.locator('#suggestions').boundingBox(), await field.boundingBox()];
  expect(list?.width).toBeGreaterThanOrEqual(box?.width ?? Infinity);
  expect(await page.locator('#suggestions').evaluate((el) => el.scrollWidth <= el.clientWidth)).toBe(true);
});
