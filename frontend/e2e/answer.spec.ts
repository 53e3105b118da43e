import { expect, test, type Page } from '@playwright/test';
import { announced, answered, answerTiles, change, clickUnder, drawer, idsOf, lines, listed, NEED, onMap, open, placesOf, ready, showMap } from './helpers.ts';

const point = 'lat=49.1163&lon=-1.0907&q=Saint-L%C3%B4';

/** The list and the markers carry the question of the address, from the same data. */
async function expectInStep(page: Page): Promise<void> {
  await showMap(page);
  await expect.poll(() => page.locator('#map').getAttribute('data-places')).toBe(await page.locator('#main').getAttribute('data-places'));
  expect(await onMap(page)).toBe(await announced(page));
}

test('every choice leaves what the API finds, in the list and on the map, as its count says', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL, request }) => {
  test.setTimeout(60_000);
  await open(page, baseURL, `/?${point}&view=8/49.1/-1.25`);
  for (const [panel, name, value] of [['kinds', 'kind', 'france-services'], ['needs', 'service', NEED], ['further', 'fee', 'gratuit'], ['further', 'certainty', 'confirmed'], ['when', 'quand', 'semaine']] as const) {
    const box = (await drawer(page, panel)).locator(`input[name=${name}][value=${value}]`);
    await box.check();
    await answered(page, new RegExp(`${name}=${value}`));
    expect(new URL(page.url()).searchParams.get(name)).toBe(value);
    const address = (await page.locator('#main').getAttribute('data-places')) ?? '';
    const wanted = await placesOf(request, address.slice(address.indexOf('?')));
    expect(await announced(page), address).toBe(wanted.length);
    await expect(box).toBeChecked();
    await expect(page.locator('#change')).toHaveAttribute('open', '');
  }
  await expectInStep(page);
});

test('the list holds each place that the API finds, once', async ({ page, baseURL, request }) => {
  await open(page, baseURL, `/?service=${NEED}&${point}`);
  const wanted = await placesOf(request, `?service=${NEED}`);
  expect((await listed(page)).sort()).toEqual(wanted.map(({ id }) => id).sort());
  await expect(page.locator('.card .distance').first()).toBeVisible();
});

test('the front end asks static files, its own address and the public API alone', { tag: '@wide' }, async ({ page, baseURL }) => {
  const requests = new Set<string>();
  page.on('request', (request) => {
    const { host, pathname, searchParams } = new URL(request.url());
    if (host !== new URL(baseURL ?? '').host) return; // tiles
    requests.add(/^\/(static|fond)\//.exec(pathname)?.[1] ?? pathname + (searchParams.has('part') ? '?part' : ''));
  });
  await open(page, baseURL, `/?${point}`);
  await showMap(page);
  for (const [panel, selector] of [['needs', `input[value=${NEED}]`], ['kinds', 'input[value=van]'], ['when', 'input[value=semaine]']] as const) {
    await (await drawer(page, panel)).locator(selector).check();
    await answered(page, new RegExp((await page.locator(selector).getAttribute('value')) ?? ''));
  }
  await expectInStep(page);
  expect([...requests].sort()).toEqual(['/', '/?part', '/api/v1/places', 'fond', 'static']);
});

test('chips take a condition away; back, forward and a shared link give it again', async ({ page, baseURL, context }) => {
  await open(page, baseURL, `/?service=${NEED}&kind=epn&${point}`);
  const summary = page.locator('#summary');
  const [first, all] = [await summary.textContent(), await idsOf(page)];
  const chip = page.locator('.asked-chips a').filter({ hasText: 'Espace public numérique' });
  await chip.focus();
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/kind=/);
  await expect(summary).toBeFocused();
  const second = await summary.textContent();
  expect(second).not.toBe(first);
  await page.goBack();
  await expect(summary).toHaveText(first ?? '');
  expect(await idsOf(page)).toEqual(all);
  await page.goForward();
  await expect(summary).toHaveText(second ?? '');
  const shared = await context.newPage();
  await answerTiles(shared, baseURL ?? '');
  await shared.goto(page.url());
  await ready(shared);
  await expect(shared.locator('#summary')).toHaveText(second ?? '');
  expect(await idsOf(shared)).toEqual(await idsOf(page));
});

test('a late answer never takes the place of a newer one', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await drawer(page, 'kinds');
  let release = (): void => undefined;
  const late = new Promise<void>((resolve) => (release = resolve));
  const isLate = (url: string): boolean => url.includes('kind=epn&') || url.endsWith('kind=epn');
  const over = new Promise<void>((resolve) => (['requestfinished', 'requestfailed'] as const).forEach((end) => page.on(end as 'requestfinished', (request) => isLate(request.url()) && resolve())));
  await page.route(/part=answer/, async (route) => {
    if (isLate(route.request().url())) await late;
    await route.continue().catch(() => undefined); // it may have been given up
  });
  await page.locator('#kinds input[value=epn]').check();
  await page.locator('#kinds input[value=van]').check();
  await answered(page, /kind=epn%2Cvan|kind=van/);
  const now = await page.locator('#summary').textContent();
  release();
  await over;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(page.locator('#summary')).toHaveText(now ?? '');
});

test('a failed answer says so, keeps the last one, and can be tried again', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await drawer(page, 'kinds');
  const before = await page.locator('#summary').textContent();
  await page.route(/part=answer/, (route) => route.abort());
  await page.locator('#kinds input[value=van]').click();
  await expect(page.locator('.failure')).toContainText('la liste n’a pas changé');
  await expect(page.locator('#announce')).toContainText('la liste n’a pas changé');
  await expect(page.locator('#summary')).toHaveText(before ?? '');
  await expect(page.locator('#kinds input[value=van]')).not.toBeChecked();
  await page.unroute(/part=answer/);
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await answered(page, /kind=van/);
  await expect(page.locator('.failure')).toHaveCount(0);
  await expect(page.locator('#kinds input[value=van]')).toBeChecked();
});

test('a slow answer says that it is awaited', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await drawer(page, 'kinds');
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  await page.route(/part=answer/, async (route) => {
    await slow;
    await route.continue();
  });
  await page.locator('#kinds input[value=van]').check();
  await expect(page.locator('#main')).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('#announce')).toHaveText('Recherche en cours…');
  release();
  await answered(page, /kind=van/);
  await expect(page.locator('#announce')).toHaveText((await page.locator('#summary').textContent()) ?? '');
});

test('markers of other data than the list are fetched again, and shown together', { tag: '@wide' }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  let stale = true;
  await page.route('**/api/v1/places?*', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    if (stale) json.revision = 'another';
    stale = false;
    await route.fulfill({ response, json });
  });
  await (await drawer(page, 'kinds')).locator('input[value=van]').check();
  await answered(page, /kind=van/);
  await expectInStep(page);
  expect(stale).toBe(false);
});

test('what is typed is understood by the server: a commune, a need, words', async ({ page, baseURL }) => {
  await open(page, baseURL);
  for (const [text, address] of [['Avranches', /lat=.*&q=Avranches/], ['rsa', /service=caf/], ['mairie', /q=mairie/]] as const) {
    await change(page);
    await page.locator('#q').fill(text);
    await page.keyboard.press('Enter');
    await answered(page, address);
    await expect(page.locator('#summary')).toBeFocused();
    await expect(page.locator('#change')).not.toHaveAttribute('open', '');
  }
  await expect(lines(page).first()).toBeVisible();
});

test('"Voir plus" goes on in the list and puts the focus on the first new card', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const before = await idsOf(page);
  expect(before).toHaveLength(20);
  await clickUnder(page.getByRole('link', { name: /Voir plus/ }));
  await expect(page).toHaveURL(/page=2/);
  await expect(lines(page).nth(20).locator('h2 a')).toBeFocused();
  expect((await idsOf(page)).slice(0, 20)).toEqual(before);
  await page.goBack();
  await expect(lines(page)).toHaveCount(20);
});

test('a new list is drawn where it is in sight with the first frame, and elsewhere with the next', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL, '/?etape=reponse');
  const form = await drawer(page, 'kinds');
  for (const at of [0, 8]) {
    await lines(page).nth(at).evaluate((card, i) => (i === 0 ? scrollTo(0, 0) : card.scrollIntoView()), at);
    const frames = await form.locator('input[value=epn]').evaluate((box: HTMLInputElement) => new Promise<{ blank: number; undrawn: number }[]>((done) => {
      const cards = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#results > .card')];
      const undrawn = (): HTMLElement[] => cards().filter((card) => !card.querySelector('h2')?.checkVisibility());
      const inSight = (card: HTMLElement): boolean => card.getBoundingClientRect().top < innerHeight && card.getBoundingClientRect().bottom > 0;
      const state = (): { blank: number; undrawn: number } => ({ blank: undrawn().filter(inSight).length, undrawn: undrawn().length });
      const seen: { blank: number; undrawn: number }[] = [];
      const look = (): unknown => (seen.push(state()) < 3 ? requestAnimationFrame(look) : done(seen)); // after what the page does in the same frame
      const changes = new MutationObserver(() => {
        changes.disconnect();
        requestAnimationFrame(look);
      });
      changes.observe(document.getElementById('results') as HTMLElement, { childList: true });
      box.click();
    }));
    expect(frames.map(({ blank }) => blank), `scrolled to card ${at}`).toEqual([0, 0, 0]);
    expect(frames.at(-1)?.undrawn).toBe(0);
    if (at === 0) expect(frames[0]?.undrawn).toBeGreaterThan(0);
  }
});
