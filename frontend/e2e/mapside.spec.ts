import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, answerTiles, lines, onMap, open, placePage, placesOf, showMap } from './helpers.ts';

const focused = (page: Page, selector: string): Promise<boolean> => page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector);

test('a cluster counts what is inside by kind, in its name', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  const clusters = await page.locator('.cluster').all();
  expect(clusters.length).toBeGreaterThan(1);
  for (const cluster of clusters) {
    const title = (await cluster.getAttribute('aria-label')) ?? '';
    const [, total = '', mix = ''] = /^(\d+) lieux : (.+)\. Agrandir la carte$/.exec(title) ?? [];
    expect(await cluster.locator('.cluster-disc').textContent()).toBe(total);
    expect(mix.split(', ').reduce((sum, part) => sum + Number.parseInt(part, 10), 0), title).toBe(Number(total));
    expect(await cluster.locator('.cluster-ring').evaluate((ring) => getComputedStyle(ring).backgroundImage)).toContain('conic-gradient');
    await expect(page.getByRole('button', { name: title, exact: true }).first()).toBeAttached();
  }
});

test('the map moves for those who do not mind motion', async ({ page, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await open(page, baseURL);
  await showMap(page);
  expect(await onMap(page)).toBe(await announced(page));
  const before = new URL(page.url()).searchParams.get('view');
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await expect(page).toHaveURL(/view=/);
  expect(new URL(page.url()).searchParams.get('view')).not.toBe(before);
  await page.getByRole('button', { name: 'Réduire la carte', exact: true }).click();
  await expect.poll(() => onMap(page)).toBe(await announced(page));
});

test('Tab goes through the map and out of it, and the skip link past it', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  await page.getByRole('link', { name: 'Passer la carte' }).focus();
  const stops = await page.locator('#panel-map').locator('a, button:visible, [tabindex="0"]').count();
  let presses = 0;
  for (; presses <= stops + 1 && (await focused(page, '#panel-map')); presses++) await page.keyboard.press('Tab');
  expect(await focused(page, '#panel-map'), `still in the map after ${presses} presses`).toBe(false);
  await page.getByRole('link', { name: 'Passer la carte' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused(page, '#panel-map')).toBe(false);
});

test('line and marker are in step: pointed at, focused, chosen', { tag: '@wide' }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  const lit = page.locator('.leaflet-marker-pane .is-hovered');
  await lines(page).first().hover();
  await expect(lit).toHaveCount(1);
  await page.locator('#summary').hover();
  await expect(lit).toHaveCount(0);
  const link = lines(page).nth(1).getByRole('heading').getByRole('link');
  const name = (await link.textContent()) ?? '';
  const before = await page.locator('.leaflet-marker-pane .pin').evaluateAll((pins) => pins.map((pin) => pin.getAttribute('aria-label')));
  await link.click();
  await expect(page.locator('.leaflet-marker-pane .is-selected')).toHaveCount(1);
  await expect(page.locator('.marker.is-selected')).toHaveAttribute('aria-label', new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} \\(`));
  const marker = page.getByRole('button', { name: `${name} (` }).first();
  await marker.hover();
  await expect(page.locator('.map-label')).toHaveText(name);
  await expect(page.locator('.card.is-hovered')).toHaveAttribute('data-place', /.+/);
  await marker.press('Enter');
  await expect(page.locator('.card.is-selected')).toContainText(name);
  await page.keyboard.press('Escape');
  // The map is where it was: nobody moved it.
  await expect.poll(() => page.locator('.leaflet-marker-pane .pin').evaluateAll((pins) => pins.map((pin) => pin.getAttribute('aria-label')))).toEqual(before);
  expect(new URL(page.url()).searchParams.has('view')).toBe(false);
});

test.describe('the small map of a place', () => {
  const map = (page: Page) => page.locator('#small-map');

  test('is drawn when it comes near, and not before', { tag: '@narrow' }, async ({ page, baseURL, request }) => {
    await answerTiles(page, baseURL ?? '');
    const scripts: string[] = [];
    page.on('request', (request) => request.url().includes('/static/map-') && scripts.push(request.url()));
    await page.goto(await placePage(request));
    await expect(map(page)).toBeAttached();
    expect(scripts).toEqual([]);
    await map(page).scrollIntoViewIfNeeded();
    const name = (await page.locator('h1').textContent()) ?? '';
    await expect(map(page).getByRole('button', { name: `${name} (` })).toBeInViewport();
    expect(scripts).toHaveLength(1);
  });

  test('is no trap, and its marker leads to the large map', async ({ page, baseURL, request }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto(await placePage(request));
    await map(page).scrollIntoViewIfNeeded();
    await expect(map(page).locator('.marker')).toBeVisible();
    await map(page).getByRole('link', { name: 'Passer la carte' }).focus();
    for (let i = 0; i < 8 && (await focused(page, '#small-map')); i++) await page.keyboard.press('Tab');
    expect(await focused(page, '#small-map')).toBe(false);
    await map(page).locator('.marker').press('Enter');
    await expect(page).toHaveURL(/\/\?view=15/);
  });

  test('is drawn by the server, and without tiles the map that moves has the same ground', async ({ page, request, baseURL }) => {
    await page.route((url) => url.host !== new URL(baseURL ?? '').host, (route) => route.abort());
    await page.goto(await placePage(request));
    await map(page).scrollIntoViewIfNeeded();
    await expect(map(page).locator('.marker')).toBeVisible();
    await expect(map(page).locator('.leaflet-names-pane .town').first()).toBeVisible();
    await expect(map(page).locator('svg.ground')).toBeHidden();
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });
    test('is the drawing: land, the place, and towns around', async ({ page, request }) => {
      await page.goto(await placePage(request));
      const drawing = map(page).getByRole('img', { name: /^Plan/ });
      await expect(drawing).toBeVisible();
      await expect(drawing.locator('.mark')).toHaveCount(1);
      await expect(drawing.locator('.town').first()).toBeVisible();
      await expect(page.locator('address')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Voir sur la carte' })).toBeVisible();
    });
  });

  test('goes on paper as it was drawn, where the sheet has room', async ({ page, request }) => {
    const [house] = (await placesOf(request, '?kind=france-services')).filter(({ properties }) => properties.kinds.length === 1);
    await page.goto(`/lieux/${house?.id}-${house?.properties.slug}`);
    await page.emulateMedia({ media: 'print' });
    await expect(map(page).locator('.map')).toBeHidden();
    await expect(map(page).locator('svg.ground')).toBeVisible();
  });

  test.describe('axe', () => {
    test.use({ bypassCSP: true });
    test('finds nothing', async ({ page, baseURL, request }) => {
      await answerTiles(page, baseURL ?? '');
      await page.goto(await placePage(request));
      await map(page).scrollIntoViewIfNeeded();
      await expect(map(page).locator('.marker')).toBeVisible();
      await expectNoViolation(page, 'the small map', 'light', 'dark');
    });
  });
});
