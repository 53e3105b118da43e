import { expect, test, type APIRequestContext } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { serverDay } from './helpers.ts';

/** The pages of communes: every one, against what the API says and a formula of distance that is not the program's. */

type Point = readonly [number, number];
interface Offer { readonly kind: string; readonly access?: readonly string[] }
interface Visit {
  readonly id: string;
  readonly geometry: { readonly coordinates: Point };
  readonly properties: { readonly insee: string; readonly start: string; readonly status: string };
}
interface Place {
  readonly id: string;
  readonly geometry: { readonly coordinates: Point };
  readonly properties: { readonly insee: string; readonly offers: readonly Offer[]; readonly next_visit: object | null };
}

async function json<T>(request: APIRequestContext, path: string): Promise<T> {
  const response = await request.get(path);
  expect(response.status(), path).toBe(200);
  return (await response.json()) as T;
}

const addresses = async (request: APIRequestContext): Promise<string[]> =>
  [...(await (await request.get('/sitemap.xml')).text()).matchAll(/<loc>[^<]*?(\/communes\/[^<]+)<\/loc>/g)].map(([, path = '']) => path);

/** By the law of cosines, in metres. */
function metres([lon, lat]: Point, [lon2, lat2]: Point): number {
  const [a, b, c] = [lat, lat2, lon - lon2].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
  return 6_378_137 * Math.acos(Math.min(1, Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(c)));
}

/** What one can read off a distance as it is written: its value and half its last digit, in metres. */
function read(text: string): { value: number; error: number } {
  const [, digits = '', unit] = /class="(?:distance|coming-far)">(?:à\s)?([\d,]+)\s(k?m)/.exec(text) ?? [];
  const value = Number(digits.replace(',', '.')) * (unit === 'km' ? 1000 : 1);
  return { value, error: unit === 'm' ? 5.5 : digits.includes(',') || value < 10_000 ? 50.5 : 500.5 };
}

/** The kinds of help that one can count on there. */
const kindsOf = ({ properties: { offers, next_visit: visit } }: Place): string[] =>
  offers.filter(({ kind, access = [] }) => !access.includes('pas-de-public') && (kind !== 'van' || visit)).map(({ kind }) => kind);

/** Where a commune has no visit of its own, the nearest one that can be counted on within 20 km, in the two months to come. */
function nearestVisit(visits: readonly Visit[], insee: string, centre: Point): { readonly visit: Visit; readonly far: number } | undefined {
  if (visits.some(({ properties }) => properties.insee === insee)) return undefined;
  const sure = visits.filter(({ properties }) => ['planned', 'moved'].includes(properties.status)).map((visit) => ({ visit, far: metres(visit.geometry.coordinates, centre) }));
  return sure.filter(({ far }) => far <= 20_000).sort((a, b) => a.far - b.far)[0];
}

test('all communes name a way to be helped, at a true distance', async ({ request }) => {
  test.setTimeout(240_000);
  const { features } = await json<{ features: Place[] }>(request, '/api/v1/places');
  const all = (await json<{ features: Visit[] }>(request, '/api/v1/visits')).features;
  const today = (await serverDay(request)).concat('T00:00:00Z');
  const soon = all.filter(({ properties }) => Date.parse(properties.start) < Date.parse(today) + 60 * 86_400_000);
  const pages = await addresses(request);
  expect(pages.length).toBeGreaterThan(30);
  let buses = 0;
  for (const path of pages) {
    const insee = path.slice('/communes/'.length).split('-')[0] ?? '';
    const { properties: { centre } } = await json<{ properties: { centre: Point } }>(request, `/api/v1/communes/${insee}`);
    const page = await (await request.get(path)).text();
    const listed = [...page.matchAll(/<li class="card line[^"]*" data-place="(\w+)" data-kind="([\w-]+)">([^]*?)<\/li>/g)];
    const here = [...page.matchAll(/<li class="card line[^"]*" data-place="(\w+)">/g)].map(([, id]) => id);
    expect(here.sort(), path).toEqual(features.filter((place) => place.properties.insee === insee).map(({ id }) => id).sort());
    expect(listed.length + here.length, path).toBeGreaterThan(0);
    const bus = nearestVisit(soon, insee, centre);
    const [, shown = '', id = ''] = /<li class="card coming">(<p class="coming-far">[^<]*<\/p>)[^]*?\/passages\/(\w+)/.exec(page) ?? [];
    const coming = all.find((visit) => visit.id === id);
    expect(coming !== undefined, `${path}: a bus near`).toBe(bus !== undefined);
    if (bus && coming) {
      buses++;
      expect(page, path).toMatch(/<h2>Le bus passe près d’ici<\/h2>/);
      expect(metres(coming.geometry.coordinates, centre), path).toBeCloseTo(bus.far, 3);
      const { value, error } = read(shown);
      expect(Math.abs(value - bus.far), `${path} bus: ${value} for ${bus.far}`).toBeLessThan(error);
    }
    for (const kind of ['epn', 'france-services', 'conseiller-numerique', 'van']) {
      const far = features.filter((place) => kindsOf(place).includes(kind)).map((place) => ({ place, far: metres(place.geometry.coordinates, centre) }));
      const nearest = far.sort((a, b) => a.far - b.far)[0];
      const line = listed.find(([, , shownKind]) => shownKind === kind);
      // A bus farther than 40 km is of no use; one that comes near is shown with its date.
      if (!nearest || nearest.place.properties.insee === insee || (kind === 'van' && (bus || nearest.far > 40_000))) {
        expect(line, `${path} ${kind}`).toBeUndefined();
        continue;
      }
      expect(line?.[1], `${path} ${kind}`).toBe(nearest.place.id);
      const { value, error } = read(line?.[3] ?? '');
      expect(Math.abs(value - nearest.far), `${path} ${kind}: ${value} for ${nearest.far}`).toBeLessThan(error);
    }
  }
  expect(buses).toBeGreaterThan(0);
});

/** One page of each make: which headings it has, the name of its commune apart. */
async function oneOfEachMake(request: APIRequestContext): Promise<string[]> {
  const makes = new Map<string, string>();
  for (const path of await addresses(request)) {
    const [, main = ''] = /<main[^>]*>([^]*)<\/main>/.exec(await (await request.get(path)).text()) ?? [];
    makes.set([...main.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, text = '']) => text.replace(/ (à|au|aux) .*/, '')).join(), path);
  }
  return [...makes.values()];
}

test.describe('axe', () => {
  test.use({ bypassCSP: true });
  test('finds nothing on a commune of each make, in light colours', async ({ page, request }) => {
    test.setTimeout(60_000);
    const pages = await oneOfEachMake(request);
    expect(pages.length).toBeGreaterThan(3);
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Aide numérique /);
      await expectNoViolation(page, path, 'light');
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
    }
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('from the index to a telephone number, by keyboard', async ({ page }) => {
    await page.goto('/communes');
    await page.locator('a[href="#lettre-S"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#lettre-S a').first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Aide numérique /);
    await expect(page.locator('a[href^="tel:"]').first()).toBeVisible();
  });
});
