import { expect, test, type APIRequestContext, type Locator, type Page } from '@playwright/test';
import { answered, drawer, lines, open, placesOf, spaced, type Feature, type NextVisit } from './helpers.ts';

// Stops are found through the API: whatever tours the server under test has.
type Stopped = Feature & { readonly properties: { readonly next_visit: NextVisit } };

interface Visit {
  readonly id: string;
  readonly properties: { readonly start: string; readonly status: string; readonly status_label: string; readonly stop: string };
}

async function stops(request: APIRequestContext): Promise<readonly Stopped[]> {
  const vans = await placesOf(request, '?kind=van');
  return vans.filter((place): place is Stopped => place.properties.next_visit !== null);
}

async function firstStop(request: APIRequestContext): Promise<Stopped> {
  const [stop] = await stops(request);
  if (!stop) throw new Error('no stop of the server under test has a visit to come');
  return stop;
}

async function visitsOf(request: APIRequestContext, place: string): Promise<readonly Visit[]> {
  return ((await (await request.get(`/api/v1/visits?place=${place}`)).json()) as { features: Visit[] }).features;
}

/** What a card says of this visit, at the instant at which the server's clock stands. */
async function passing(page: Page, start: string): Promise<RegExp> {
  const clock = await page.locator('meta[name=clock]').getAttribute('content', { timeout: 2000 });
  if (Date.parse(start) <= Date.parse(clock ?? '')) return spaced(/^Le bus est là jusqu’à \d/);
  const day = start.slice(0, 10) === clock?.slice(0, 10) ? 'aujourd’hui' : `.*\\b${Number(start.slice(8, 10))}(er)?\\b.*`;
  return spaced(new RegExp(`^Le bus passe ${day} à ${Number(start.slice(11, 13))} h`));
}

/** Shows every card of the list, folded away or not. */
async function unroll(page: Page): Promise<void> {
  for (const ways = page.locator('#main :is(p.fold, .more) a'); (await ways.count()) > 0;) {
    const before = await page.locator('#main .card').count();
    await ways.first().click();
    await expect.poll(() => page.locator('#main .card').count()).toBeGreaterThan(before);
  }
}

const lineOf = (page: Page, { id }: Feature): Locator => page.locator(`.line[data-place="${id}"]`);

test('each stop’s line says when the bus comes next, and leads to its page', async ({ page, baseURL, request }) => {
  const all = await stops(request);
  expect(all.length).toBeGreaterThan(0);
  await open(page, baseURL, '/?kind=van');
  for (const stop of all.slice(0, 20)) {
    await expect(lineOf(page, stop).locator('.tag').first()).toHaveText(await passing(page, stop.properties.next_visit.start));
    await expect(lineOf(page, stop).getByRole('heading').getByRole('link')).toHaveAttribute('href', `/lieux/${stop.id}-${stop.properties.slug}`);
  }
});

test('a bus of which no date is known has no date in the list', async ({ page, baseURL, request }) => {
  const [other] = (await placesOf(request, '?kind=van')).filter(({ properties }) => properties.next_visit === null);
  const fixed = (await placesOf(request, '?kind=epn'))[0];
  for (const place of [other, fixed].filter((p) => p !== undefined)) {
    await open(page, baseURL, `/?kind=${place.properties.kinds[0]}`);
    await unroll(page);
    await expect(lineOf(page, place).locator('.tags').first()).toBeVisible();
    await expect(lineOf(page, place).getByText('Le bus passe')).toHaveCount(0);
  }
});

test('among the days of the question, the list shows the visit of those days', async ({ page, baseURL, request }) => {
  for (const stop of await stops(request)) {
    const known = (await visitsOf(request, stop.id)).filter(({ properties }) => properties.status === 'planned');
    const visit = known.find(({ id, properties }) => id !== stop.properties.next_visit.id && properties.start > stop.properties.next_visit.start);
    if (!visit) continue;
    const day = visit.properties.start.slice(0, 10);
    await open(page, baseURL, `/?kind=van&jour=${day}`);
    await expect(lineOf(page, stop).locator('.tag').first()).toHaveText(await passing(page, visit.properties.start));
    return;
  }
  throw new Error('no stop has two visits to come');
});

test('the sheet lists the next visits, whatever became of them', async ({ page, baseURL, request }) => {
  const stop = await firstStop(request);
  const visits = await visitsOf(request, stop.id);
  await open(page, baseURL, `/?kind=van&place=${stop.id}`);
  await expect(page.locator('#sheet').getByRole('heading', { name: 'Quand le bus passe' }).first()).toBeVisible();
  const first = visits.filter(({ properties }) => properties.stop === visits[0]?.properties.stop).slice(0, 5);
  const listed = page.locator('#sheet .comings').first().locator('li');
  await expect(listed).toHaveCount(first.length);
  for (const [i, { properties }] of first.entries()) {
    await expect(listed.nth(i).locator('time')).toHaveAttribute('datetime', properties.start);
    await expect(listed.nth(i).locator('time')).toContainText(` ${Number(properties.start.slice(8, 10))} `);
    if (properties.status !== 'planned') await expect(listed.nth(i)).toContainText(properties.status_label);
  }
});

test('the sheet leads to all dates, and those to calendars', async ({ page, baseURL, request }) => {
  const stop = await firstStop(request);
  await open(page, baseURL, `/?kind=van&place=${stop.id}`);
  const sheet = page.locator('#sheet');
  const all = await sheet.getByRole('link', { name: 'Toutes les dates' }).first().getAttribute('href');
  const id = /^\/etapes\/([^-]+)-/.exec(all ?? '')?.[1];
  expect(all).toBe(`/etapes/${id}-${stop.properties.slug}`);
  await sheet.getByRole('link', { name: 'Toutes les dates' }).first().click();
  await expect(page).toHaveURL(new RegExp(`/etapes/${id}-`));
  const calendar = `/calendar/stop/${id}.ics`;
  await expect(page.getByRole('link', { name: 'Ajouter à mon agenda' }).first()).toHaveAttribute('href', `webcal://${new URL(baseURL ?? '').host}${calendar}`);
  await expect(page.getByRole('link', { name: /Télécharger/ }).first()).toHaveAttribute('href', calendar);
  const answer = await request.get(calendar);
  expect([answer.status(), (await answer.text()).slice(0, 15)]).toEqual([200, 'BEGIN:VCALENDAR']);
});

test('the agenda of the bus is a link away', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  if ((page.viewportSize()?.width ?? 0) < 1000) await page.locator('.menu summary').click();
  const link = page.locator('.top').getByRole('link', { name: 'Bus' }).filter({ visible: true });
  await expect(link).toBeInViewport();
  await link.click();
  await expect(page).toHaveURL(/\/passages$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a stop is reached with the keyboard alone', async ({ page, baseURL, request }) => {
  const stop = await firstStop(request);
  await open(page, baseURL);
  await (await drawer(page, 'kinds')).locator('input[value=van]').focus();
  await page.keyboard.press('Space');
  await answered(page, /kind=van/);
  await expect(lines(page).first().locator('.kinds')).toContainText('Bus');
  await lineOf(page, stop).getByRole('heading').getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#sheet h1')).toBeFocused();
  await expect(page.locator('#sheet .tag').first()).toHaveText(await passing(page, stop.properties.next_visit.start));
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the lines say the next visits, and the days filter them', async ({ page, request }) => {
    const stop = await firstStop(request);
    const day = stop.properties.next_visit.start.slice(0, 10);
    await page.goto('/?kind=van');
    await expect(lineOf(page, stop).locator('.tag').first()).toHaveText(await passing(page, stop.properties.next_visit.start));
    await drawer(page, 'when');
    await expect(page.locator('#day')).toBeHidden();
    await page.getByLabel('Un jour').check();
    await page.locator('#day').fill(day);
    await page.locator('#when').getByRole('button', { name: 'Voir les lieux' }).click();
    await expect(page).toHaveURL(new RegExp(`quand=jour&jour=${day}`));
    const wanted = await placesOf(request, `?kind=van&from=${day}&to=${day}`);
    expect((await lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')))).sort()).toEqual(wanted.map(({ id }) => id).sort());
    await expect(page.locator('#summary')).toContainText(` ${Number(day.slice(8))} `);
    await drawer(page, 'when');
    await expect(page.getByLabel('Un jour')).toBeChecked();
    await expect(page.locator('#day')).toHaveValue(day);
  });
});
