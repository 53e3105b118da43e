import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, answered, change, chooseSuggestion, COMMUNE, drawer, lines, listed, NEED, onMap, open, placesOf, ready, showMap, spaced } from './helpers.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Chercher dans cette zone' });
const zoneOf = (page: Page): string => new URL(page.url()).searchParams.get('zone') ?? '';

/** Far enough for some places to leave the view. */
async function zoomIn(page: Page): Promise<void> {
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
}

/** Moves the map as a person does, then searches there. */
async function searchHere(page: Page): Promise<void> {
  await showMap(page);
  await zoomIn(page);
  await button(page).click();
  await answered(page, 'zone=');
}

async function showList(page: Page): Promise<void> {
  const tab = page.getByRole('tab', { name: 'Liste' });
  if (await tab.isVisible()) await tab.click();
}

async function idsIn(request: APIRequestContext, zone: string, more = ''): Promise<string[]> {
  return (await placesOf(request, `?bbox=${zone}${more}`)).map(({ id }) => id).sort();
}

test('where the map was moved to, the list keeps what is in view', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL, request }) => {
  await open(page, baseURL);
  await showMap(page);
  await expect(button(page)).toBeHidden();
  const all = await announced(page);
  await searchHere(page);
  await expect(button(page)).toBeHidden();
  const wanted = await idsIn(request, zoneOf(page));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.length).toBeLessThan(all);
  await expect(page.locator('#summary')).toHaveText(spaced(new RegExp(`^Dans la zone de la carte : ${wanted.length} lieux?$`)));
  if ((page.viewportSize()?.width ?? 0) > 1000) await expect(page.locator('#summary')).toBeFocused(); // which says it
  else await expect(page.locator('#announce')).toHaveText(/Dans la zone de la carte/);
  expect(await onMap(page)).toBe(wanted.length);
  await showList(page);
  expect((await listed(page)).sort()).toEqual(wanted);
});

test('back, forward, a reload and the way out', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const all = (await page.locator('#summary').textContent()) ?? '';
  await searchHere(page);
  const some = (await page.locator('#summary').textContent()) ?? '';
  await page.goBack();
  await expect(page.locator('#summary')).toHaveText(all);
  await expect(button(page)).toBeVisible();
  await page.goForward();
  await expect(page.locator('#summary')).toHaveText(some);
  await page.reload();
  await ready(page);
  await expect(page.locator('#summary')).toHaveText(some);
  await showList(page);
  await page.getByRole('link', { name: 'Voir tout le département' }).click();
  await expect(page.locator('#summary')).toHaveText(all);
  await expect(page.locator('#summary')).toBeFocused();
  await expect(page.getByRole('link', { name: 'Voir tout le département' })).toBeHidden();
  expect(page.url()).not.toMatch(/zone|view/);
});

test('a commune searched takes the place of the zone, and the zone that of the commune', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await searchHere(page);
  await showList(page);
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await answered(page, 'lat=');
  await expect(page.locator('#summary')).toContainText(`rès de ${COMMUNE}`);
  expect(page.url()).not.toContain('zone=');
  await searchHere(page);
  expect(page.url()).not.toMatch(/lat=|commune=/);
});

test('a zone keeps the needs chosen, and its counts are those of the zone', async ({ page, baseURL, request }) => {
  const zone = '-1.5,49,-1,49.3';
  await open(page, baseURL, `/?zone=${zone}&service=${NEED}`);
  expect((await listed(page)).sort()).toEqual(await idsIn(request, zone, `&service=${NEED}`));
  await change(page);
  const box = (await drawer(page, 'further')).locator('input[name=fee]');
  const count = /\d+/.exec((await box.locator('..').locator('.count').textContent()) ?? '')?.[0] ?? '?';
  await box.check();
  await answered(page, 'fee=gratuit');
  await expect(page.locator('#summary')).toHaveText(spaced(new RegExp(` : ${count} lieux?(, \\d+ à vérifier)?$`)));
});

test('an empty zone leads to the nearest place outside', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?zone=-1.99,49.1,-1.98,49.11');
  await expect(page.locator('#message p').first()).toHaveText('Aucun lieu dans cette zone.');
  const way = page.locator('#message .ways a').first();
  await expect(way).toHaveText(spaced(/^Sans « la zone de la carte » : \d+ lieux[^.]*\. Le plus proche : .+, à [\d,]+\skm\./));
  const name = spaced(/ : \d+ lieux[^.]*\. Le plus proche : (.+), à /).exec((await way.textContent()) ?? '')?.[1];
  await way.click();
  await expect(lines(page).first().getByRole('heading')).toHaveText(name ?? '?');
  await expect(page.locator('#summary')).toContainText('la zone de la carte');
});

test('the button is large enough, reached by keyboard, and gives the focus on', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  await zoomIn(page);
  await expect(button(page)).toBeVisible();
  expect((await button(page).boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await page.getByRole('link', { name: 'Passer la carte' }).focus();
  await page.keyboard.press('Tab');
  await expect(button(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page)).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/^(summary|map)$/);
});

test.describe('axe', () => {
  test.use({ bypassCSP: true });
  test('finds nothing with the button and in a zone', async ({ page, baseURL }) => {
    await open(page, baseURL);
    await showMap(page);
    await zoomIn(page);
    await expect(button(page)).toBeVisible();
    await expectNoViolation(page, 'the button', 'light', 'dark');
    await button(page).click();
    await showList(page);
    await expectNoViolation(page, 'a zone', 'light', 'dark');
  });
});
