import { expect, test, type Page } from '@playwright/test';
import { announced, COMMUNE, onMap, placePage, ready, showMap } from './helpers.ts';

/** Nobody but the server answers. */
async function alone(page: Page, baseURL: string | undefined): Promise<void> {
  await page.route((url) => url.host !== new URL(baseURL ?? '').host, (route) => route.abort());
}

/** How much of the ground in the page has each of its colours, and which colour lies under the middle of each place that stands alone. */
const ground = (page: Page): Promise<{ readonly sea: number; readonly land: number; readonly under: readonly string[] }> =>
  page.locator('#map').evaluate((map) => {
    const canvases = [...map.querySelectorAll('canvas')];
    const contexts = new Map(canvases.map((canvas) => {
      const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(canvas, 0, 0);
      return [canvas, copy];
    }));
    const style = getComputedStyle(map);
    const names = ['sea', 'land', 'others'];
    const colours = new Map(names.map((name) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no canvas');
      context.fillStyle = style.getPropertyValue(`--map-${name}`);
      context.fillRect(0, 0, 1, 1);
      return [context.getImageData(0, 0, 1, 1).data.join(), name];
    }));
    const colourAt = (canvas: HTMLCanvasElement, x: number, y: number): string => colours.get(contexts.get(canvas)?.getImageData(x, y, 1, 1).data.join() ?? '') ?? 'a limit';
    const seen: Record<string, number> = {};
    let all = 0;
    for (const canvas of canvases) {
      for (let x = 4; x < canvas.width; x += 16) for (let y = 4; y < canvas.height; y += 16) {
        const name = colourAt(canvas, x, y);
        seen[name] = (seen[name] ?? 0) + 1;
        all += 1;
      }
    }
    const under = [...map.querySelectorAll('.marker')].flatMap((marker) => {
      const { left, top, width, height } = marker.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      return canvases.flatMap((canvas) => {
        const box = canvas.getBoundingClientRect();
        if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) return [];
        return [colourAt(canvas, ((x - box.left) / box.width) * canvas.width, ((y - box.top) / box.height) * canvas.height)];
      });
    });
    return { sea: (seen['sea'] ?? 0) / all, land: (seen['land'] ?? 0) / all, under };
  });

const towns = (page: Page): Promise<readonly string[]> => page.locator('.leaflet-names-pane .town:visible').allTextContents();

test('with tiles refused the first screen shows land, sea, towns and places', async ({ page, baseURL }) => {
  await alone(page, baseURL);
  await page.goto('/?etape=reponse');
  await ready(page);
  await showMap(page);
  await expect.poll(() => towns(page)).not.toHaveLength(0);
  const { sea, land } = await ground(page);
  expect(sea).toBeGreaterThan(0.1);
  expect(land).toBeGreaterThan(0.02);
  expect(await onMap(page)).toBe(await announced(page));
});

test('nearer, communes have their names, and no place is in the sea', async ({ page, baseURL, request }) => {
  await alone(page, baseURL);
  const { suggestions: [town] } = (await (await request.get(`/api/v1/suggest?q=${encodeURIComponent(COMMUNE)}`)).json()) as { suggestions: { lat: number; lon: number }[] };
  await page.goto(`/?etape=reponse&tab=carte&view=13/${town?.lat}/${town?.lon}`);
  await showMap(page);
  await expect.poll(() => towns(page)).toContain(COMMUNE);
  const { under } = await ground(page);
  expect(under.filter((colour) => colour === 'sea')).toEqual([]);
});

test('names give way to the tiles that come, and come back when they do not; only what shows is credited', async ({ page, baseURL }) => {
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  let there = true;
  await page.route((url) => url.host !== new URL(baseURL ?? '').host, (route) => (there ? route.fulfill({ contentType: 'image/png', body: pixel }) : route.abort()));
  await page.goto('/?etape=reponse&tab=carte');
  await showMap(page);
  await expect(page.locator('.leaflet-tile-pane img').first()).toBeAttached();
  await expect(page.locator('.leaflet-names-pane')).toBeHidden();
  const credit = page.locator('.leaflet-control-attribution');
  await expect(credit).toHaveText('© IGN – Plan IGN');
  there = false;
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await expect.poll(() => towns(page)).not.toHaveLength(0);
  await expect(credit).toBeHidden();
});

test('a place to check is hollow and says so, and its label comes with the focus and goes with Escape', async ({ page, baseURL, request }) => {
  await alone(page, baseURL);
  await page.goto(await placePage(request));
  await page.evaluate(async () => {
    const { script, place, ...settings } = JSON.parse(document.getElementById('small-map')?.dataset['config'] ?? '{}');
    const { mountMap } = await import(script);
    const container = document.createElement('div');
    container.className = 'map';
    document.querySelector('main')?.prepend(container);
    const map = mountMap(container, { ...settings, tileURL: '', kindLabel: (kind: string) => kind });
    const one = (id: string, shift: number, more: object) => ({ ...place, id, name: id, lon: place.lon + shift, possible: false, open: false, ...more });
    map.show([one('sure', 0, { open: true }), one('maybe', 0.05, { possible: true })]);
    map.goTo({ lat: place.lat, lon: place.lon, zoom: 12 });
  });
  const sure = page.getByRole('button', { name: /^sure \(.*\), ouvert$/ });
  const maybe = page.getByRole('button', { name: /^maybe \(.*\), à vérifier$/ });
  const fill = (marker: typeof sure) => marker.locator('.icon').first().evaluate((icon) => getComputedStyle(icon).getPropertyValue('--shape-fill'));
  expect(await fill(sure)).toBe('');
  expect(await fill(maybe)).not.toBe('');
  await expect(sure.locator('.marker-open')).toHaveCount(1);
  await expect(page.getByText('creux : à vérifier')).toBeAttached();
  await maybe.focus();
  await expect(page.locator('.map-label:visible')).toHaveText('maybe');
  await page.keyboard.press('Escape');
  await expect(page.locator('.map-label:visible')).toHaveCount(0);
});
