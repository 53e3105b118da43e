import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { answerTiles, COMMUNE, NEED } from './helpers.ts';
import { openOrientation, row, townOf } from './orientation.ts';

/** How much a page may move while it loads (BUDGETS: cumulative layout shift). */
const MOST = 0.05;

const pages: Readonly<Record<string, (request: APIRequestContext) => Promise<string>>> = {
  'the comparison': async () => '/orientation',
  'the first question': async () => '/',
  'an answer': async () => `/?service=${NEED}&q=${COMMUNE}`,
  'a place': async (request) => {
    const { features: [place] } = await (await request.get('/api/v1/places?limit=1')).json();
    return `/lieux/${place.id}-${place.properties.slug}`;
  },
  'a commune': async (request) => `/communes/${(await townOf(request)).insee}`,
  'the agenda': async () => '/passages',
};

/** The sum of the shifts that nobody caused, on a slow telephone. */
async function shiftOf(page: Page, path: string): Promise<number> {
  await page.addInitScript(() => {
    const total = { shift: 0 };
    Object.assign(globalThis, { total });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) total.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(() => (globalThis as unknown as { total: { shift: number } }).total.shift);
}

for (const [name, pathOf] of Object.entries(pages)) {
  test(`${name} does not move while it loads`, async ({ page, baseURL, request }) => {
    await answerTiles(page, baseURL ?? '');
    expect(await shiftOf(page, await pathOf(request))).toBeLessThanOrEqual(MOST);
  });
}

test('the comparison is not cut once a line is on the sheet @wide', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,cv,souris-clavier,ameli&commune=${insee}&portee=partout`);
  const cut = (): Promise<number> => page.locator('#table .wide-table').evaluate((frame) => frame.scrollWidth - frame.clientWidth);
  expect(await cut()).toBe(0);
  for (let i = 0; i < 3; i++) await row(page, i).locator('.pick-row').click();
  expect(await cut()).toBe(0);
});
