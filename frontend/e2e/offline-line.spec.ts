import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { answerTiles, lines, open, placePage, ready } from './helpers.ts';
import { startMiddle } from './middle.mjs';

/** What lies between the browser and the program: a poor line, another build, a worker taken away. */
test.use({ serviceWorkers: 'allow' });

type Middle = Awaited<ReturnType<typeof startMiddle>>;

const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

async function files(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const lists = (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname));
    return (await Promise.all(lists)).flat().filter((path) => path.startsWith('/static/'));
  });
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await expect.poll(async () => (await files(page)).some((file) => file.includes('/map-')), { timeout: 15_000 }).toBe(true);
}

async function through(baseURL: string | undefined, use: (middle: Middle) => Promise<void>): Promise<void> {
  const middle = await startMiddle(baseURL ?? '');
  try {
    await use(middle);
  } finally {
    await middle.stop();
  }
}

const line = (page: Page) => page.locator('section.offline');

test('a server that does not answer, or fails, leaves the page of before', async ({ page, baseURL }) => {
  await through(baseURL, async ({ url, state }) => {
    await open(page, url, url);
    await settled(page);
    state.down = true;
    await page.clock.setSystemTime(Date.now() + 3 * 24 * 3600_000);
    await page.reload();
    await ready(page);
    await expect(line(page)).toContainText('La carte ne répond pas. Ces renseignements datent d’il y a 3 jours');
    state.down = false;
    await line(page).getByRole('button', { name: 'Réessayer' }).click();
    await expect(line(page)).toHaveText('Le réseau est revenu. Les renseignements sont à jour.');
  });
});

test('a slow line is waited for three seconds, then its answers are taken when they come', async ({ page, baseURL }) => {
  await through(baseURL, async ({ url, state }) => {
    await open(page, url, url);
    await settled(page);
    state.wait = 4500;
    await page.clock.setSystemTime(Date.now() + 3600_000);
    const start = performance.now();
    await page.goto(`${url}/?kind=epn`, { waitUntil: 'commit' });
    expect(performance.now() - start).toBeGreaterThan(2900);
    await expect(line(page)).toContainText('datent d’il y a 1 heure');
    await expect(lines(page).first()).toBeVisible();
    state.wait = 0;
    // The first late answer makes the page ask again, which the server then answers at once.
    await expect(line(page)).toHaveText('Le réseau est revenu. Les renseignements sont à jour.', { timeout: 15_000 });
  });
});

test('another build takes over whole, and pages seen keep their looks', async ({ page, baseURL, request, context }) => {
  test.setTimeout(90_000); // the browser takes its time to look for another worker
  await through(baseURL, async ({ url, state }) => {
    const seen = url + (await placePage(request));
    await open(page, url, url);
    await settled(page);
    await page.goto(seen);
    await expect(page.locator('.place-head .call')).toBeVisible();
    const old = await files(page);
    const version = (await cacheNames(page)).find((name) => name !== 'escale-seen')?.replace('escale-', '') ?? '';
    const [app, style] = [/app-(\w{8})\.js$/, /pages-style-(\w{8})\.css$/].map((form) => form.exec(old.find((file) => form.test(file)) ?? '')?.[1] ?? '');

    // Another build: other files, named by the page, by the worker and by the server.
    state.rename = [[app ?? '', 'OTHERAPP'], [style ?? '', 'OTHERCSS'], [version, 'OTHERONE']];
    await expect(async () => {
      await page.goto(url); // a worker that could not fetch all of its files is tried again at the next visit
      await expect.poll(() => cacheNames(page), { timeout: 12_000 }).not.toContain(`escale-${version}`);
    }).toPass({ timeout: 50_000 });
    await settled(page);
    const now = await files(page);
    const renamed = old.map((file) => file.replace(app ?? '', 'OTHERAPP').replace(style ?? '', 'OTHERCSS'));
    expect(now.sort()).toEqual([...renamed, `/static/pages-style-${style}.css`].sort());

    await context.setOffline(true);
    const shell = await page.goto(url);
    expect(await shell?.text()).toContain('/static/app-OTHERAPP.js');
    await ready(page);
    await page.goto(seen);
    const sheets = await page.evaluate(() => [...document.styleSheets].map(({ href, cssRules }) => ({ href, rules: cssRules.length })));
    expect(sheets).toEqual([{ href: `${url}/static/pages-style-${style}.css`, rules: expect.any(Number) }]);
  });
});

test('a worker that the server no longer has removes itself', async ({ page, baseURL }) => {
  await through(baseURL, async ({ url, state }) => {
    await open(page, url, url);
    await settled(page);
    state.gone = ['/sw.js'];
    await page.reload();
    await expect.poll(() => cacheNames(page)).toEqual([]);
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
    expect(await cacheNames(page)).toEqual([]);
  });
});

test.describe('axe', () => {
  test.use({ bypassCSP: true });
  test('finds nothing without a network', async ({ page, baseURL, context, request }) => {
    test.setTimeout(60_000);
    const seen = await placePage(request);
    await page.goto(seen);
    await settled(page);
    await context.setOffline(true);
    await answerTiles(page, baseURL ?? '');
    for (const path of ['/', seen, '/passages']) {
      await page.goto(path);
      if (path === '/') await ready(page);
      if (path !== '/passages') await expect(line(page).getByRole('status')).toContainText('hors ligne');
      await expectNoViolation(page, path, 'light', 'dark');
    }
  });
});

test('the status says when the network goes while an answer is open, and when it is back', async ({ page, baseURL, context }) => {
  await open(page, baseURL);
  await settled(page);
  const cards = await lines(page).count();
  await context.setOffline(true);
  await expect(line(page).getByRole('status')).toHaveText(/^Vous êtes hors ligne\. Ces renseignements datent d’il y a moins d’une minute\s: téléphonez avant de vous déplacer\.$/);
  await expect(lines(page)).toHaveCount(cards);
  await context.setOffline(false);
  await expect(line(page).getByRole('status')).toHaveText('Le réseau est revenu. Les renseignements sont à jour.');
});
