import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, chooseSuggestion, COMMUNE, counts, drawer, expectListInStep, facetsOf, listed, NEED, onMap, open, placesOf, ready, showMap } from './helpers.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Chercher dans cette zone' });
const zoneOf = (page: Page): string => new URL(page.url()).searchParams.get('zone') ?? '';

/** Moves the map as a person does, then searches there. */
async function searchHere(page: Page): Promise<void> {
  await showMap(page);
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await button(page).click();
  await expect(page).toHaveURL(/zone=/);
}

async function showList(page: Page): Promise<void> {
  const tab = page.getByRole('tab', { name: 'Liste' });
  if (await tab.isVisible()) await tab.click();
}

async function idsIn(request: APIRequestContext, zone: string, more = ''): Promise<string[]> {
  return (await placesOf(request, `?bbox=${zone}${more}`)).map(({ id }) => id).sort();
}

test('where the map was moved to, the list keeps what is in view', async ({ page, baseURL, request }) => {
  await open(page, baseURL);
  await showMap(page);
  await expect(button(page)).toBeHidden();
  const all = await announced(page);
  await searchHere(page);
  await expect(button(page)).toBeHidden();
  const wanted = await idsIn(request, zoneOf(page));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.length).toBeLessThan(all);
  await expect(page.locator('#summary')).toHaveText(new RegExp(`^${wanted.length} lieux? dans la zone de la carte$`));
  await expect(page.locator('#announce')).toHaveText(/dans la zone de la carte/);
  expect(await onMap(page)).toBe(wanted.length);
  await showList(page);
  expect((await listed(page)).sort()).toEqual(wanted);
  expect(await counts(page)).toEqual(await facetsOf(request, `?bbox=${zoneOf(page)}`));
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
  await expect(page.locator('#summary')).toContainText(`les plus proches de ${COMMUNE}`);
  expect(page.url()).not.toContain('zone=');
  await searchHere(page);
  expect(page.url()).not.toMatch(/lat=|commune=/);
  await expect(page.getByRole('combobox')).toHaveValue('');
});

test('a zone is counted with the needs chosen', async ({ page, baseURL, request }) => {
  await open(page, baseURL, `/?zone=-1.5,49,-1,49.3&service=${NEED}`);
  expect(await counts(page)).toEqual(await facetsOf(request, `?bbox=-1.5,49,-1,49.3&service=${NEED}`));
  await expectListInStep(page);
  await drawer(page, 'further');
  const { facets } = (await (await request.get(`/api/v1/facets?bbox=-1.5,49,-1,49.3&service=${NEED}`)).json()) as { facets: { fee: { gratuit: number } } };
  await expect(page.locator('input[name=fee]').locator('..').locator('.count')).toHaveText(facets.fee.gratuit ? `(${facets.fee.gratuit})` : '(aucun)');
});

test('an empty zone leads to the nearest place outside', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?zone=-1.99,49.1,-1.98,49.11');
  await expect(page.locator('#message p').first()).toHaveText('Aucun lieu dans cette zone.');
  const way = page.locator('#message li button').first();
  await expect(way).toHaveText(/^Sans « la zone de la carte » : \d+ lieux\. Le plus proche : .+, à [\d,]+\skm\./);
  const name = / : \d+ lieux\. Le plus proche : (.+), à /.exec((await way.textContent()) ?? '')?.[1];
  await way.click();
  await expect(page.locator('#summary')).toContainText('les plus proches de la zone de la carte d’abord');
  await expect(page.locator('#results .line h3').first()).toHaveText(name ?? '?');
});

test('the button is large enough, reached by keyboard, and gives the focus on', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
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
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`finds nothing with the button and in a zone: ${colorScheme}`, async ({ page, baseURL }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, baseURL);
      await showMap(page);
      await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
      await expect(button(page)).toBeVisible();
      await expectNoViolation(page);
      await button(page).click();
      await showList(page);
      await expectNoViolation(page);
    });
  }
});
