import { expect, test } from '@playwright/test';
import { lines, open, showMap } from './helpers.ts';

test('a sheet opens by keyboard, Escape closes it and gives the focus back', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  const link = lines(page).nth(2).getByRole('heading').getByRole('link');
  const name = await link.textContent();
  await link.focus();
  await page.keyboard.press('Enter');
  const title = page.locator('#sheet h1');
  await expect(title).toHaveText(name ?? '');
  await expect(title).toBeFocused();
  await expect(page.locator('#sheet h1')).toBeVisible();
  await expect(page.locator('#main')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.locator('#sheet')).toBeHidden();
  await expect(link).toBeFocused();
});

test('the sheet answers the question, as the card does, and the page has its name', { tag: '@wide' }, async ({ page, baseURL }) => {
  await open(page, baseURL, '/?service=cv&quand=jour&jour=2026-12-05');
  const title = await page.title();
  const link = lines(page).first().getByRole('heading').getByRole('link');
  const [name, tags] = [await link.textContent(), await lines(page).first().locator('.tags').first().textContent()];
  expect(tags).toMatch(/5\s/);
  await link.click();
  await expect(page.locator('#sheet .place-head .tags').first()).toHaveText(tags ?? '?');
  await expect(page).toHaveTitle(`${name} – Escale`);
  await page.keyboard.press('Escape');
  await expect(page).toHaveTitle(title);
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
  for (const hidden of ['#main', '#tabs', '#panel-map']) await expect(page.locator(hidden)).toBeHidden();
});

test('a marker leads to the sheet of its place', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL, '/?etape=reponse&view=14/49.1163/-1.0907');
  await showMap(page);
  const marker = page.locator('.marker').first();
  const name = ((await marker.getAttribute('aria-label')) ?? '').replace(/ \([^(]*\)$/, '');
  await marker.press('Enter');
  await expect(page.getByRole('heading', { name, exact: true }).first()).toBeVisible();
});

test('a place that is no more says so', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?place=nexistepas');
  await expect(page.locator('#sheet h1')).toHaveText('Ce lieu n’existe plus dans la carte.');
  await page.getByRole('button', { name: 'Retour à la liste' }).click();
  await expect(lines(page).first()).toBeVisible();
});

test('an answer that comes anew behind a sheet leaves the page the name of the place', async ({ page, baseURL }) => {
  await page.clock.install({ time: new Date('2026-12-01T10:00:00+01:00') });
  await open(page, baseURL);
  const answerTitle = await page.title();
  const link = lines(page).first().getByRole('heading').getByRole('link');
  const title = `${await link.textContent()} – Escale`;
  await link.click();
  await expect(page).toHaveTitle(title);
  await page.evaluate(() => document.getElementById('main')?.setAttribute('data-before', '')); // what comes anew does not have it
  await page.clock.runFor(11 * 60_000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.locator('#main')).not.toHaveAttribute('data-before');
  await expect(page).toHaveTitle(title);
  await page.locator('#sheet-close').click();
  await expect(page).toHaveTitle(answerTitle);
});
