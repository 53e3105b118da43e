import { expect, test, type Page } from '@playwright/test';
import { askIn, frameOf, listedInPages, listen, OtherSite, strayLinks, territories } from './embedding.ts';
import { ready } from './helpers.ts';
import { withServer } from './server.mjs';

const site = new OtherSite();
test.beforeAll(() => site.start());
test.afterAll(() => site.stop());

const tag = (address: string, more = ''): string => `<iframe src="${address}" title="Aide numérique" width="100%" height="700" ${more}></iframe>`;

test('another site shows a commune, an EPCI and the whole map: the list is the API’s, no request to another host, no cookie @wide', async ({ page, request, baseURL }) => {
  const heard = await listen(page);
  for (const { query, ids } of await territories(request)) {
    site.show(tag(`${baseURL}/embed?${query}`));
    await page.goto(site.address);
    expect(ids.length, query).toBeGreaterThan(0);
    expect(await listedInPages(frameOf(page)), query).toEqual(ids);
    expect(await strayLinks(frameOf(page)), query).toEqual([]);
  }
  expect([...heard.origins].sort()).toEqual([new URL(site.address).origin, baseURL].sort());
  expect({ cookies: heard.cookies, jar: await page.context().cookies(), faults: heard.faults }).toEqual({ cookies: [], jar: [], faults: [] });
});

test('the height of a frame fits at 320 and 1200 pixels, and follows what it shows @wide', async ({ page, request, baseURL }) => {
  const [{ query } = { query: '' }] = await territories(request);
  site.show(`${tag(`${baseURL}/embed?${query}`, 'data-escale')}<script src="${baseURL}/embed.js" async></script>`);
  const heights: number[] = [];
  for (const width of [320, 1200]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(site.address);
    await expect.poll(async () => frameOf(page).locator('html').evaluate((root) => root.scrollHeight - innerHeight), { message: `${width}` }).toBe(0);
    const box = await page.locator('iframe').boundingBox();
    heights.push(box?.height ?? 0);
    expect(await frameOf(page).locator('html').evaluate((root) => root.scrollWidth > innerWidth), 'nothing is cut at the side').toBe(false);
  }
  expect(heights[0], 'a narrow frame is higher').toBeGreaterThan((heights[1] ?? 0) + 50);
  await page.setViewportSize({ width: 320, height: 800 });
  await expect.poll(async () => (await page.locator('iframe').boundingBox())?.height).toBe(heights[0]);
});

test('the page around only hears its own frame, from our origin, within bounds @wide', async ({ page, baseURL }) => {
  site.show(`${tag(`${baseURL}/embed`, 'data-escale id="ours" style="border:0"')}<iframe id="liar" title="x" height="50" srcdoc="&lt;script&gt;parent.postMessage({escale:'height',height:3000},'*')&lt;/script&gt;"></iframe><script src="${baseURL}/embed.js"></script>`);
  await page.goto(site.address);
  const height = async (): Promise<number> => (await page.locator('#ours').boundingBox())?.height ?? 0;
  await expect.poll(height).not.toBe(700);
  const fitted = await height();
  await page.evaluate(() => new Promise<void>((done) => {
    addEventListener('message', ({ data }) => data === 'the last' && requestAnimationFrame(() => requestAnimationFrame(() => done())));
    for (const data of [{ escale: 'height', height: 2000 }, { escale: 'height', height: '1e9' }, null, 'x', { escale: 'height', height: -5 }, 'the last']) postMessage(data, '*');
  }));
  expect(await height()).toBe(fitted);
  // What its own frame says counts, but never beyond the bounds.
  await page.frames().find((frame) => frame.url().startsWith(`${baseURL}/embed`))?.evaluate(() => parent.postMessage({ escale: 'height', height: 1e9 }, '*'));
  await expect.poll(height).toBe(12_000);
});

/** What has the focus: an element of the page, by its id, or one of the frame, by its rank there. */
async function focused(page: Page): Promise<string> {
  const id = await page.evaluate(() => (document.activeElement?.tagName === 'IFRAME' ? '' : document.activeElement?.id || 'nowhere'));
  return id || (await frameOf(page).locator('html').evaluate(() => `${[...document.querySelectorAll('*')].indexOf(document.activeElement ?? document.body)}`));
}

/** Presses a key until the focus is out of the frame; returns where it went, and after how many steps. Frames are other processes: each step is waited for. */
async function walk(page: Page, key: string): Promise<{ out: string; steps: number }> {
  let before = await focused(page);
  for (let steps = 1; steps < 200; steps++) {
    // A key pressed while the focus passes from one process to another is lost: it is then pressed again.
    await expect(async () => {
      await page.keyboard.press(key);
      await expect.poll(() => focused(page), { message: `${key} ${steps} leads on from ${before}`, intervals: [20], timeout: 4000 }).not.toMatch(new RegExp(`^(?:${before}|nowhere)$`));
    }).toPass({ timeout: 20_000 });
    before = await focused(page);
    if (/^[a-z]/.test(before)) return { out: before, steps };
  }
  return { out: 'never', steps: 200 };
}

test('the keyboard goes in and out of the frame @wide', async ({ page, request, baseURL }) => {
  test.setTimeout(180_000);
  const [{ query } = { query: '' }] = await territories(request);
  for (const view of ['agenda', 'map']) {
    await listen(page);
    site.show(tag(`${baseURL}/embed?${query}&view=${view}`));
    await page.goto(site.address);
    await frameOf(page).locator(view === 'map' ? '.marker, .cluster' : '.line').first().waitFor();
    await page.locator('#before').focus();
    const forth = await walk(page, 'Tab');
    expect(forth.out, view).toBe('after');
    expect(forth.steps, view).toBeGreaterThan(10);
    expect((await walk(page, 'Shift+Tab')).out, `${view}, and back`).toBe('before');
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the frame lists, whatever it shows first @wide', async ({ page, request, baseURL }) => {
    const [{ query, ids } = { query: '', ids: [] }] = await territories(request);
    for (const view of ['agenda', 'list', 'map']) {
      site.show(tag(`${baseURL}/embed?${query}&view=${view}`));
      await page.goto(site.address);
      const lines = frameOf(page).locator('#results > .card');
      await expect(lines, view).toHaveCount(Math.min(20, ids.length));
      await expect(lines.first().locator('.call').first()).toHaveAttribute('href', /^tel:/);
      expect(await strayLinks(frameOf(page)), view).toEqual([]);
    }
    await askIn(frameOf(page), 'introuvablexyz');
    await expect(frameOf(page).locator('#summary')).toContainText('aucun lieu');
    await frameOf(page).getByRole('link', { name: /Tout effacer/ }).click();
    await expect(frameOf(page).locator('#results > .card')).toHaveCount(Math.min(20, ids.length));
  });
});

test('a deployment that names its sites refuses the others @wide', async ({ page }) => {
  test.setTimeout(180_000);
  await withServer(async (base) => {
    await page.goto(base);
    site.show(tag(`${base}/embed`));
    const refusals: string[] = [];
    page.on('console', (message) => refusals.push(message.text()));
    await page.goto(site.address);
    await expect.poll(() => refusals.join()).toMatch(/frame-ancestors/);
    expect(await page.frames()[1]?.evaluate(() => document.querySelector('.line')).catch(() => null) ?? null).toBeNull();
    const { headers } = await fetch(`${base}/embed`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://www.saint-lo.fr;");
    // Its own page of codes still shows what it makes.
    await page.goto(`${base}/integrer`);
    await expect(frameOf(page).locator('#results > .card').first()).toBeVisible();
  }, { example: true, settings: { ESCALE_FRAME_ANCESTORS: 'https://www.saint-lo.fr' } });
});

test('a frame prints what one takes along: places, telephones and dates, without buttons @wide', async ({ page, request }) => {
  await listen(page);
  const [{ query, ids } = { query: '', ids: [] }] = await territories(request);
  for (const view of ['agenda', 'map']) {
    await page.goto(`/embed?view=${view}&${query}`);
    if (view === 'map') await ready(page);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('#results > .card').first()).toBeVisible();
    await expect(page.locator('#results > .card')).toHaveCount(Math.min(20, ids.length));
    await expect(page.locator('.call').first()).toBeVisible();
    expect(await page.locator('button:visible, .button:visible, .leaflet-container:visible').count(), view).toBe(0);
    expect((await page.pdf({ format: 'A4' })).length, view).toBeGreaterThan(5000);
    await page.emulateMedia({ media: null });
  }
});

test('a frame is light: 15 kB without the map, 90 kB with it, gzip @wide', async ({ page, request }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const types = new Map<string, string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, response }) => types.set(requestId, response.mimeType));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (/html|css|javascript|svg/.test(types.get(requestId) ?? '')) bytes += encodedDataLength;
  });
  for (const { query } of await territories(request)) {
    for (const [view, most] of [['agenda', 15], ['list', 15], ['map', 90]] as const) {
      await listen(page);
      bytes = 0;
      await page.goto(`/embed?view=${view}${query && `&${query}`}`);
      await page.waitForLoadState('networkidle');
      expect(bytes, `${view} ${query}`).toBeGreaterThan(2000);
      expect(bytes / 1024, `${view} ${query}`).toBeLessThan(most);
    }
  }
});
