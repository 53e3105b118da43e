import { expect, test } from '@playwright/test';
import { announced, clickUnder, countOf, COMMUNE, lines, NEED, placesOf } from './helpers.ts';

test.use({ javaScriptEnabled: false });

test('without JavaScript the list is there, with links that call', async ({ page }) => {
  await page.goto('/?etape=reponse');
  expect(await announced(page)).toBeGreaterThan(0);
  expect(await lines(page).count()).toBeGreaterThan(0);
  expect(await page.locator('#results .call').first().getAttribute('href')).toMatch(/^tel:\+?\d+$/);
  for (const hidden of ['#panel-map', '#tabs', '#locate', '#sheet']) await expect(page.locator(hidden)).toBeHidden();
});

test('without JavaScript the form searches and filters', async ({ page }) => {
  await page.goto('/?etape=reponse');
  const everything = await announced(page);
  await page.locator('#change > summary').click();
  await page.locator('#q').fill(COMMUNE);
  await page.locator('#needs summary').click();
  await page.locator(`#needs input[value="${NEED}"]`).check();
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page).toHaveURL(new RegExp(`service=${NEED}`));
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  expect(await announced(page)).toBeLessThanOrEqual(everything);
  await expect(page.locator(`#needs input[value="${NEED}"]`)).toBeChecked();
  await expect(lines(page).first().locator('.tag-sure, .tag-check').first()).toBeVisible();
  await expect(lines(page).first().locator('.distance')).toBeVisible();
});

test('without JavaScript the rest of the list is a link away', async ({ page }) => {
  await page.goto('/?etape=reponse');
  const next = page.getByRole('link', { name: 'Voir plus' });
  const [first, count] = [await lines(page).first().getAttribute('data-place'), await lines(page).count()];
  await clickUnder(next);
  await expect(page).toHaveURL(/page=2/);
  await expect(lines(page).first()).toHaveAttribute('data-place', first ?? '');
  expect(await lines(page).count()).toBeGreaterThan(count);
});

test('without JavaScript the further choices filter, and are kept', async ({ page, request }) => {
  await page.goto(`/?service=${NEED}`);
  await page.locator('#change > summary').click();
  await page.locator('#further summary').click();
  await page.getByLabel('Gratuit').check();
  await page.getByLabel('Aide confirmée').check();
  await page.locator('#further').getByRole('button', { name: 'Voir les lieux' }).click();
  await expect(page).toHaveURL(/fee=gratuit/);
  const wanted = await placesOf(request, `?service=${NEED}&fee=gratuit&certainty=confirmed`);
  expect(await announced(page)).toBe(wanted.length);
  await page.locator('#change > summary').click();
  await page.locator('#further summary').click();
  for (const label of ['Gratuit', 'Aide confirmée']) await expect(page.getByLabel(label)).toBeChecked();
  await expect(page.locator('#further .chosen')).toHaveText('2 choisis');
});

test('without JavaScript an empty answer leads on by links', async ({ page }) => {
  await page.goto(`/?service=${NEED}&jour=2026-12-06&fee=gratuit&q=${COMMUNE}`);
  const way = page.locator('#message').getByRole('link').first();
  const count = countOf((await way.textContent()) ?? '');
  await way.click();
  expect(await announced(page)).toBe(count);
  await expect(page.locator('#summary')).toContainText(COMMUNE);
});
