import { expect, test } from '@playwright/test';
import { idsOf, lines, open, placesOf, spaced, type NextVisit } from './helpers.ts';

// The question decides which places come first, and which day their cards are about.

interface Passing {
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: { readonly place: string; readonly city: string };
}

/** The stop of the bus that is nearest to the middle of its commune, among the first ten to come. */
async function stopNearby(find: (path: string) => Promise<unknown>): Promise<{ place: string; city: string; visit: NextVisit }> {
  const { features } = (await find('/api/v1/visits?limit=10')) as { features: Passing[] };
  for (const { geometry: { coordinates: [lon, lat] }, properties: { place, city } } of features) {
    const { features: near } = (await find(`/api/v1/places?lat=${lat}&lon=${lon}&limit=2`)) as { features: { id: string; properties: { next_visit: NextVisit } }[] };
    const found = near.find(({ id }) => id === place);
    if (found) return { place, city, visit: found.properties.next_visit };
  }
  throw new Error('no bus of the server under test stops alone');
}

test('the bus that stops in the commune is among the first three, with its date, though it only may help', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  const { place, city, visit } = await stopNearby(async (path) => (await request.get(path)).json());
  await open(page, baseURL, `/?service=caf&q=${city}`);
  expect((await idsOf(page)).slice(0, 3)).toContain(place);
  const card = lines(page).and(page.locator(`[data-place="${place}"]`));
  await expect(card.locator('.tag').first()).toHaveText(spaced(new RegExp(`^Le bus (passe .* à ${Number(visit.start.slice(11, 13))} h|est là jusqu’à)`)));
  await expect(card.locator('.tag-check')).toHaveText('À vérifier par téléphone');
});

test('with a Saturday in the question, every card is about that Saturday', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  const wanted = await placesOf(request, '?service=cv&from=2026-12-05&to=2026-12-05');
  await open(page, baseURL, '/?service=cv&quand=jour&jour=2026-12-05');
  expect((await idsOf(page)).sort()).toEqual(wanted.map(({ id }) => id).sort());
  for (const status of await lines(page).locator('.tag:first-child').allTextContents()) {
    expect(status).toMatch(spaced(/^\s*(Samedi 5 : \d|Le bus passe samedi 5 à \d|Sur rendez-vous)/));
  }
});

test('a card looks alike in the list and where it was folded away', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?service=caf&plus=loin');
  await expect(page.locator('.fold .card').first()).toBeVisible();
  const looks = await page.locator('#main .card h2').evaluateAll((names) => names.map((name) => {
    const { margin, fontSize } = getComputedStyle(name);
    return `${margin}, ${fontSize}`;
  }));
  expect([...new Set(looks)]).toHaveLength(1);
});
