import { expect, test, type Page } from '@playwright/test';
import { announced, change, COMMUNE, idsOf, lines, onMap, open, placePage, ready, showMap } from './helpers.ts';

test.use({ serviceWorkers: 'allow' });

/** Every address that the browser keeps for this site, and what is kept there. */
const kept = (page: Page): Promise<Record<string, string>> => page.evaluate(async () => {
  const found: Record<string, string> = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) found[url.replace(location.origin, '')] = (await (await cache.match(url))?.text()) ?? '';
  }
  return found;
});

/** Waits until the worker answers for the page, and holds what it is to hold of a first visit. */
async function settled(page: Page, ...addresses: string[]): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await expect.poll(async () => {
    const keys = Object.keys(await kept(page));
    return [...addresses, '/static/map-'].filter((start) => !keys.some((key) => key.startsWith(start)));
  }, { timeout: 15_000 }).toEqual([]);
}

async function firstVisit(page: Page, baseURL: string | undefined, path = '/?etape=reponse'): Promise<void> {
  await open(page, baseURL, path);
  await settled(page, '/api/v1/places?fields=map');
}

const line = (page: Page) => page.locator('section.offline');
/** What the cards, or the sheet, say of a place's hours. */
const openings = (page: Page): Promise<string[]> => page.locator('.tags > .tag:first-child').allTextContents();
/** Long enough that nothing that was true on a first visit is, whatever day the server under test says that it is. */
const MONTH = 30 * 24 * 3600_000;
const SAYS_NOW = /ouvert(?!ure)|fermé|ouvre|est là|aujourd’hui|demain/i;

async function openSheet(page: Page, index: number): Promise<void> {
  await lines(page).nth(index).getByRole('heading').getByRole('link').click();
}

test('after a first visit the map page works without a network, and says how old it is', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL);
  const everything = await idsOf(page);
  expect((await openings(page)).filter((text) => SAYS_NOW.test(text)).length).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await expect(line(page).getByRole('status')).toHaveText('Vous êtes hors ligne. Ces renseignements datent d’il y a moins d’une minute : téléphonez avant de vous déplacer.');
  expect(await idsOf(page)).toEqual(everything);
  await change(page);
  await expect(page.locator('#search .warning')).toHaveText('Sans réseau, la liste ne peut pas changer : elle montre tous les lieux.');
  await expect(page.locator('#q')).toBeDisabled();
  await showMap(page);
  expect(await onMap(page)).toBe(await announced(page));

  await page.clock.setSystemTime(Date.now() + MONTH);
  await page.reload();
  await ready(page);
  await expect(line(page)).toContainText('datent d’il y a 30 jours');
  await expect(page.locator('#results .tag').filter({ hasText: 'Horaires à vérifier' }).first()).toBeAttached();
  expect((await openings(page)).filter((text) => SAYS_NOW.test(text))).toEqual([]);
});

test('the age is shown in the unit that matters', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL);
  await context.setOffline(true);
  await page.clock.setSystemTime(Date.now() + 2 * 3600_000 + 60_000);
  await page.reload();
  await expect(line(page)).toContainText('datent d’il y a 2 heures : téléphonez');
});

test('a search without a network shows all places and says so, never as those of the search', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL);
  const all = await announced(page);
  await context.setOffline(true);
  await page.goto(`/?q=${encodeURIComponent(COMMUNE)}`);
  await ready(page);
  await expect(line(page)).toContainText('Vous êtes hors ligne');
  await expect(page.locator('.asked-all')).toHaveText('Tous les lieux');
  await expect(page.locator('.chip')).toHaveCount(0);
  await expect(page.locator('#summary')).not.toContainText(COMMUNE);
  expect(await announced(page)).toBe(all);
  await change(page);
  await expect(page.locator('#search .warning')).toContainText('elle montre tous les lieux');
  for (const field of ['#q', '#needs input', '#kinds input']) await expect(page.locator(field).first()).toBeDisabled();
});

test('a place seen opens, of another the list still tells the telephone', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL);
  await openSheet(page, 0);
  await expect(page.locator('#sheet .offer').first()).toBeVisible();
  const part = `/lieux/${await page.locator('#sheet article').getAttribute('data-place')}`;
  await settled(page, part);
  await context.setOffline(true);
  await page.clock.setSystemTime(Date.now() + MONTH);
  await page.goto('/?etape=reponse');
  await ready(page);
  await openSheet(page, 0);
  await expect(page.locator('#sheet .offer').first()).toBeVisible();
  expect((await openings(page)).filter((text) => SAYS_NOW.test(text))).toEqual([]);
  await page.keyboard.press('Escape');
  const other = lines(page).filter({ has: page.locator('.call') }).nth(2);
  const phone = await other.locator('.call').getAttribute('href');
  await other.getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet')).toContainText('n’a pas pu être chargé');
  await expect(page.locator('#sheet .call')).toHaveAttribute('href', phone ?? '');
});

test('pages seen open and say their age; one never seen says so and leads to what is there', async ({ page, context, request }) => {
  const seen = await placePage(request);
  await page.goto(seen);
  await settled(page, seen, '/api/v1/places?fields=map');
  await context.setOffline(true);
  await page.clock.setSystemTime(Date.now() + MONTH);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
  await expect(line(page)).toContainText('Vous êtes hors ligne');
  await expect(page.locator('.place-head .call')).toBeVisible();
  expect((await openings(page)).filter((text) => SAYS_NOW.test(text))).toEqual([]);
  await page.goto('/passages');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Il n’y a pas de réseau');
  await expect(page.getByRole('link', { name: 'Passages du bus' })).toBeHidden();
  await page.getByRole('link', { name: 'La carte et la liste' }).click();
  await ready(page);

  await context.setOffline(false);
  await page.goto('/passages');
  await settled(page, '/passages');
  await context.setOffline(true);
  await page.goto('/passages?q=ailleurs');
  await page.getByRole('link', { name: 'Passages du bus' }).click();
  await expect(page.locator('.agenda')).toBeVisible();
  await expect(line(page)).toContainText('hors ligne');
});

test('back on the network the page asks again, and says that all is well', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL);
  const before = await openings(page);
  await context.setOffline(true);
  await page.reload();
  await expect(line(page)).toContainText('hors ligne');
  await line(page).getByRole('button', { name: 'Réessayer' }).click();
  await expect(line(page)).toContainText('hors ligne');
  await context.setOffline(false);
  await expect(line(page)).toHaveText('Le réseau est revenu. Les renseignements sont à jour.');
  await expect.poll(() => openings(page)).toEqual(before);
  await page.reload();
  await ready(page);
  await expect(line(page)).toHaveCount(0);
});

test('nothing of a search is kept, nor tiles, nor a cookie', async ({ page, baseURL, context }) => {
  await firstVisit(page, baseURL, `/?q=${encodeURIComponent(COMMUNE)}&service=caf`);
  await page.goto('/?q=zzsecretzz&lat=49.1111&lon=-1.0999');
  await ready(page);
  await page.goto('/passages?q=zzsecretzz');
  await expect(page.locator('.agenda')).toBeVisible();
  await page.goto('/accessibilite');
  await settled(page, '/accessibilite');
  const all = await kept(page);
  const known = /^\/(\?etape=reponse|(static|fond)\/[\w.-]+|accessibilite|api\/v1\/places\?fields=map)?$/;
  expect(Object.keys(all).filter((key) => !known.test(key))).toEqual([]);
  expect(Object.keys(all).filter((key) => /zzsecretzz|49\.1111/.test(all[key] ?? ''))).toEqual([]);
  expect(await context.cookies()).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page is as before, and has no worker', async ({ page, context }) => {
    await page.goto('/?etape=reponse');
    await expect(lines(page).first()).toBeVisible();
    expect(context.serviceWorkers()).toEqual([]);
    await expect(line(page)).toHaveCount(0);
  });
});

test('a browser that refuses the worker has the page as before', async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => {
      Object.assign(window, { refused: true });
      return Promise.reject(new DOMException('no', 'SecurityError'));
    };
  });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await open(page, baseURL);
  await page.waitForFunction(() => 'refused' in window);
  await expect(lines(page).first()).toBeVisible();
  expect(faults).toEqual([]);
});
