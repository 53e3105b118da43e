import { expect, test } from '@playwright/test';
import { announced, expectListInStep, lines, onMap, open, placesOf, showMap } from './helpers.ts';

test.beforeEach(({ page, baseURL }) => open(page, baseURL));

test('the list is there, in step with the number announced', async ({ page }) => {
  expect(await expectListInStep(page)).toBeGreaterThan(0);
  await expect(lines(page).first().getByRole('heading')).not.toBeEmpty();
  await expect(lines(page).first().locator('.kind').first()).not.toBeEmpty();
});

test('the map shows as many places as the list announces', async ({ page }) => {
  await showMap(page);
  expect(await onMap(page)).toBe(await announced(page));
});

test('"Voir plus" adds lines and moves the focus to the first of them', async ({ page }) => {
  const count = await announced(page);
  expect(count).toBeGreaterThan(20);
  await page.getByRole('button', { name: /Voir plus/ }).click();
  await expect(lines(page)).toHaveCount(Math.min(40, count));
  await expect(lines(page).nth(20).getByRole('heading').getByRole('link')).toBeFocused();
});

test('a place that a filter keeps keeps its line', async ({ page }) => {
  await lines(page).evaluateAll((items) => items.forEach((item) => item.setAttribute('data-before', '')));
  const first = (await lines(page).first().getAttribute('data-place')) ?? '';
  const filter = page.locator('input[name=kind]');
  for (const box of await filter.all()) await box.evaluate((input: HTMLInputElement) => input.click());
  await expect(page).toHaveURL(/kind=[\w-]+,/);
  await expect(page.locator(`.line[data-place="${first}"]`)).toHaveAttribute('data-before', '');
  for (const box of (await filter.all()).slice(1)) await box.evaluate((input: HTMLInputElement) => input.click());
  await expectListInStep(page);
  const places = await lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));
  expect(new Set(places).size, 'nobody is there twice').toBe(places.length);
});

test('every telephone number is a link that calls it', async ({ page }) => {
  const hrefs = await page.locator('#results .phone').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(hrefs.length).toBeGreaterThan(0);
  for (const href of hrefs) expect(href).toMatch(/^tel:\+?\d+$/);
});

test('pointing at a line lights its marker, and the reverse', { tag: '@wide' }, async ({ page }) => {
  await showMap(page);
  await lines(page).first().getByRole('heading').getByRole('link').focus();
  await expect(page.locator('.leaflet-marker-pane .is-hovered')).toHaveCount(1);
  await page.locator('#q').focus();
  await expect(page.locator('.leaflet-marker-pane .is-hovered')).toHaveCount(0);
});

test('a marker under the focus lights its line', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  const name = (await lines(page).first().getByRole('heading').textContent()) ?? '';
  const id = await lines(page).first().getAttribute('data-place');
  const place = (await placesOf(request, '')).find((other) => other.id === id);
  const [lon, lat] = place?.geometry.coordinates ?? [0, 0];
  await open(page, baseURL, `/?view=17/${lat}/${lon}`);
  await page.getByTitle(`${name} (`).first().focus();
  await expect(page.locator('.line.is-hovered').getByRole('heading')).toHaveText(name);
});

test('the page fits 320 pixels, and what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  for (const target of await page.locator('button:visible, summary:visible, .phone:visible, #q').all()) {
    const box = await target.boundingBox();
    expect(box?.height, await target.innerText()).toBeGreaterThanOrEqual(44);
  }
});

test('on a narrow screen one tab shows the list, the other the map', { tag: '@narrow' }, async ({ page }) => {
  await expect(page.getByRole('tab', { name: 'Liste' })).toHaveAttribute('aria-selected', 'true');
  await showMap(page);
  await expect(page.locator('#panel-list')).toBeHidden();
  await page.getByRole('tab', { name: 'Carte' }).press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Liste' })).toBeFocused();
  await expect(lines(page).first()).toBeVisible();
});

test('a line says how long the walk is when it is short, the price when all help is free, and how to come', async ({ page, baseURL, request }) => {
  interface Said { readonly offers: readonly { readonly fee: readonly string[]; readonly access: readonly string[] }[] }
  await open(page, baseURL, '/?lat=49.1163&lon=-1.0907');
  const places = new Map((await placesOf(request, '')).map(({ id, properties }) => [id, properties as unknown as Said]));
  let walks = 0;
  for (const line of await lines(page).all()) {
    const { offers } = places.get((await line.getAttribute('data-place')) ?? '') ?? { offers: [] };
    const metres = Number(await line.getAttribute('data-distance'));
    const minutes = /, environ (\d+) min à pied · /.exec((await line.locator('.where').textContent()) ?? '')?.[1];
    expect(minutes !== undefined).toBe(metres < 3000);
    if (minutes) expect(Math.abs(Number(minutes) - metres / 80)).toBeLessThanOrEqual(1);
    walks += Number(minutes !== undefined);
    const how = (await line.locator('.how').allTextContents()).join();
    expect(how.includes('Gratuit')).toBe(offers.every(({ fee }) => fee.join() === 'gratuit'));
    expect(how.includes('se présenter sur place')).toBe(offers.some(({ access }) => access.includes('se-presenter')));
  }
  expect(walks).toBeGreaterThan(0);
});
