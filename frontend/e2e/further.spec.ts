import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, drawer, lines, listed, NEED, onMap, open, placesOf, ready, showMap } from './helpers.ts';

const point = 'lat=49.1163&lon=-1.0907';

/** What a box says beside its label: "(80)", "(aucun)". */
const countOf = (page: Page, label: string): Promise<string | null> =>
  page.locator('#further label').filter({ hasText: label }).locator('.count').textContent();

async function choose(page: Page, label: string): Promise<void> {
  await (await drawer(page, 'further')).getByLabel(label).check();
}

test('"Gratuit" leaves what the API finds, in list and map, as its count said', async ({ page, baseURL, request }) => {
  await open(page, baseURL, `/?${point}&view=8/49.1/-1.25`);
  await drawer(page, 'further');
  const wanted = await placesOf(request, `?fee=gratuit&${point}`);
  await expect.poll(() => countOf(page, 'Gratuit')).toBe(`(${wanted.length})`);
  await choose(page, 'Gratuit');
  await expect.poll(() => announced(page)).toBe(wanted.length);
  expect(page.url()).toContain('fee=gratuit');
  expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
  await expect(page.locator('#further-chosen')).toHaveText('1 choisi');
  await expect(page.locator('#announce')).toHaveText((await page.locator('#summary').textContent()) ?? '');
  await showMap(page);
  expect(await onMap(page)).toBe(wanted.length);
});

test('every box offered leaves what the API finds, as its count said', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  test.setTimeout(60_000);
  await open(page, baseURL, `/?${point}`);
  for (const box of await (await drawer(page, 'further')).locator('input:not([name=certainty])').all()) {
    const [name, value] = [await box.getAttribute('name'), await box.getAttribute('value')];
    const wanted = await placesOf(request, `?${name}=${value}&${point}`);
    const count = box.locator('..').locator('.count');
    await expect(count).toHaveText(wanted.length > 0 ? `(${wanted.length})` : '(aucun)');
    if (wanted.length === 0) continue;
    await box.check();
    await expect.poll(() => announced(page)).toBe(wanted.length);
    expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
    await box.uncheck();
  }
});

test('further choices hold together with the days, the kind and the need', async ({ page, baseURL, request }) => {
  const asked = `service=${NEED}&kind=epn,france-services&fee=gratuit&certainty=confirmed`;
  await open(page, baseURL, `/?${asked}&${point}&jour=2026-12-08`);
  const wanted = await placesOf(request, `?${asked}&${point}&from=2026-12-08&to=2026-12-08`);
  expect(wanted.length).toBeGreaterThan(0);
  await expect.poll(() => announced(page)).toBe(wanted.length);
  expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
});

test('"Sûr seulement" is offered once a need is chosen, and hides what is to check', async ({ page, baseURL, request }) => {
  await open(page, baseURL);
  await drawer(page, 'further');
  await expect(page.getByLabel('Sûr seulement')).toBeHidden();
  await (await drawer(page, 'needs')).locator(`input[value="${NEED}"]`).check();
  const sure = (await placesOf(request, `?service=${NEED}&certainty=confirmed`)).length;
  expect(await countOf(page, 'Sûr seulement')).toBe(`(${sure})`);
  await page.getByLabel('Sûr seulement').check();
  expect(await announced(page)).toBe(sure);
  expect(page.url()).toContain('certainty=confirmed');
  await expect(page.locator('.match-possible, .apart')).toHaveCount(0);
  await page.locator(`#needs input[value="${NEED}"]`).uncheck();
  await expect(page.getByLabel('Sûr seulement')).toBeHidden();
  expect(page.url()).not.toContain('certainty');
});

test('a choice that would leave nobody says so, and cannot be made', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}`);
  await page.route('**/api/v1/facets*', (route) => route.fulfill({ json: { numberMatched: 3, facets: { fee: { gratuit: 0 } } } }));
  await drawer(page, 'further');
  await expect.poll(() => countOf(page, 'Gratuit')).toBe('(aucun)');
  const before = page.url();
  const box = page.getByLabel('Gratuit');
  await expect(box).toBeDisabled();
  await page.locator('#further .box-label', { hasText: 'Gratuit' }).evaluate((label: HTMLElement) => label.click());
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).not.toBeChecked();
  await expect(box).toBeFocused();
  expect(page.url()).toBe(before);
});

test('a choice already made can be taken back, even when it leaves nobody', async ({ page, baseURL }) => {
  await page.route('**/api/v1/places?*care=*', (route) => route.fulfill({ json: { features: [] } }));
  await open(page, baseURL, '/?care=surdite');
  await expect(lines(page)).toHaveCount(0);
  await (await drawer(page, 'further')).getByLabel('Personnes sourdes').uncheck();
  await expect.poll(() => announced(page)).toBeGreaterThan(0);
  expect(page.url()).not.toContain('care');
});

test('back, forward and a link show the same choices', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}`);
  const summary = page.locator('#summary');
  const all = (await summary.textContent()) ?? '';
  await choose(page, 'Gratuit');
  await expect(summary).not.toHaveText(all);
  const free = (await summary.textContent()) ?? '';
  await choose(page, 'Sûr seulement');
  await expect(summary).not.toHaveText(free);
  const sure = (await summary.textContent()) ?? '';
  await page.goBack();
  await expect(summary).toHaveText(free);
  await expect(page.getByLabel('Sûr seulement')).not.toBeChecked();
  await page.goBack();
  await expect(summary).toHaveText(all);
  await expect(page.getByLabel('Gratuit')).not.toBeChecked();
  await page.goForward();
  await page.goForward();
  await expect(summary).toHaveText(sure);
  const ids = await lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));
  await page.goto(page.url());
  await ready(page);
  await expect(summary).toHaveText(sure);
  expect(await lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')))).toEqual(ids);
  await drawer(page, 'further');
  for (const label of ['Gratuit', 'Sûr seulement']) await expect(page.getByLabel(label)).toBeChecked();
  await page.getByRole('link', { name: 'Recommencer' }).click();
  await expect(page.locator('#further-chosen')).toBeEmpty();
  expect(new URL(page.url()).search).toBe('');
});

test('a choice that the network refuses is said, the list stays, and a retry works', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const all = (await page.locator('#summary').textContent()) ?? '';
  const names = await lines(page).getByRole('heading').allTextContents();
  await page.route('**/api/v1/places?*fee=*', (route) => route.abort());
  await choose(page, 'Gratuit');
  await expect(page.locator('#message')).toContainText('Ce choix n’a pas pu être appliqué : la liste n’a pas changé.');
  await expect(page.locator('#announce')).toContainText('n’a pas pu être appliqué');
  await expect(page.locator('#summary')).toHaveText(all);
  expect(await lines(page).getByRole('heading').allTextContents()).toEqual(names);
  await page.unroute('**/api/v1/places?*fee=*');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.locator('#summary')).not.toHaveText(all);
  await expect(page.locator('#message')).toBeEmpty();
});

test('the same choice is asked of the server once', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const asked: string[] = [];
  page.on('request', (request) => void (request.url().includes('fee=gratuit&kind') && asked.push(request.url())));
  for (const checked of [true, false, true]) {
    await (await drawer(page, 'further')).getByLabel('Gratuit').setChecked(checked);
    await expect(page.locator('#further-chosen')).toHaveText(checked ? '1 choisi' : '');
  }
  await expect.poll(() => announced(page)).toBeGreaterThan(0);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toHaveLength(4); // one for each kind
});

test('the panel works with the keyboard alone', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}`);
  await page.locator('#further summary').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => countOf(page, 'Gratuit')).toMatch(/^\(\d+\)$/);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Sûr seulement')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('Gratuit')).toBeChecked();
  await expect(page).toHaveURL(/fee=gratuit/);
  await page.keyboard.press('Escape');
  await expect(page.locator('#further summary')).toBeFocused();
});

test.describe('axe', () => {
  test.use({ bypassCSP: true });

  test('finds nothing in the open panel, with boxes that leave nobody', async ({ page, baseURL }) => {
    await page.route('**/api/v1/facets*', (route) => route.fulfill({ json: { facets: { fee: { gratuit: 0 }, care: { surdite: 2 } } } }));
    await open(page, baseURL, `/?service=${NEED}&care=surdite`);
    await drawer(page, 'further');
    await expect.poll(() => countOf(page, 'Gratuit')).toBe('(aucun)');
    await expectNoViolation(page);
  });
});
