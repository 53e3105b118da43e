import { expect, test, type Page } from '@playwright/test';
import { answered, chooseSuggestion, drawer, lines, open, ready } from './helpers.ts';
import { expectSound, pick, question } from './scenario.ts';

test.describe.configure({ timeout: 90_000 }); // many pages, each looked at whole

test.use({ bypassCSP: true }); // axe is injected

const TOWN = 'Périers';

/** What one sees of an answer. */
async function seen(page: Page): Promise<unknown> {
  return {
    summary: await page.locator('#summary').textContent(),
    names: await lines(page).getByRole('heading').allTextContents(),
    chosen: await page.locator('.filters input:checked').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value)),
  };
}

test('back and forward go through questions, choices and a sheet, and a link opens the same in another browser', async ({ page, baseURL, browser }) => {
  await open(page, baseURL, '/');
  await pick(page, 'CAF').click();
  await expect(question(page, 'Où êtes-vous ?')).toBeFocused();
  await chooseSuggestion(page, TOWN, 'Commune');
  await expect(question(page, 'Quand ?')).toBeFocused();
  await pick(page, 'N’importe quand').click();
  await expect(page.locator('#summary')).toContainText(TOWN);
  await answered(page, 'lat=');
  const answer = await seen(page);
  await (await drawer(page, 'kinds')).locator('input[value=france-services]').check();
  await answered(page, /kind=france-services/);
  await expect(page).toHaveURL(/kind=france-services/);
  const chosen = await seen(page);
  expect(chosen).not.toEqual(answer);
  await expectSound(page);
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet .offer').first()).toBeVisible();
  const [shared, name] = [page.url(), await page.locator('#sheet h1').textContent()];
  await expectSound(page);

  await page.goBack();
  await expect(page.locator('#sheet')).toBeHidden();
  expect(await seen(page)).toEqual(chosen);
  await page.goBack();
  await expect.poll(() => seen(page)).toEqual(answer);
  for (const title of ['Quand ?', 'Où êtes-vous ?', 'De quoi avez-vous besoin ?']) {
    await page.goBack();
    await expect(question(page, title)).toBeFocused();
    await expectSound(page);
  }
  for (const title of ['Où êtes-vous ?', 'Quand ?']) {
    await page.goForward();
    await expect(question(page, title)).toBeFocused();
  }
  await page.goForward();
  await expect.poll(() => seen(page)).toEqual(answer);
  await page.goForward();
  await expect.poll(() => seen(page)).toEqual(chosen);
  await page.goForward();
  await expect(page.locator('#sheet h1')).toHaveText(name ?? '?');

  const other = await browser.newPage({ bypassCSP: true, serviceWorkers: 'block', locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport: page.viewportSize() });
  await open(other, baseURL, shared);
  await expect(other.locator('#sheet h1')).toHaveText(name ?? '?');
  await expect(other.locator('#sheet .offer').first()).toBeVisible();
  await expectSound(other);
  await other.getByRole('button', { name: 'Retour à la liste' }).click();
  expect(await seen(other)).toEqual(chosen);
  await other.close();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  const holds = (page: Page, start: string): Promise<boolean> => page.evaluate(async (wanted) => {
    const lists = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().some(({ url }) => url.replace(location.origin, '').startsWith(wanted));
  }, start);

  test('after a first visit the list and a place seen are there again, and say how old they are', async ({ page, baseURL, context }) => {
    await open(page, baseURL, '/');
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await page.locator('#see-all').click();
    await expect(lines(page).first()).toBeVisible();
    const names = await lines(page).getByRole('heading').allTextContents();
    const address = (await lines(page).first().getByRole('heading').getByRole('link').getAttribute('href')) ?? '';
    await page.goto(address);
    const phone = await page.locator('.place-head .call').getAttribute('href');
    for (const start of [address, '/api/v1/places?fields=map', '/static/map-']) await expect.poll(() => holds(page, start), { timeout: 15_000 }).toBe(true);

    await context.setOffline(true);
    await page.clock.setSystemTime(Date.now() + 3 * 3600_000 + 60_000);
    await page.reload();
    await expect(page.locator('section.offline')).toContainText('Vous êtes hors ligne. Ces renseignements datent d’il y a 3 heures : téléphonez');
    await expect(page.locator('.place-head .call')).toHaveAttribute('href', phone ?? '?');
    await expectSound(page);
    await page.goto('/?etape=reponse');
    await ready(page);
    await expect(page.locator('section.offline')).toContainText('hors ligne');
    expect(await lines(page).getByRole('heading').allTextContents()).toEqual(names);
    await expectSound(page);
  });
});
