import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test';

/** A commune that the server under test knows. */
export const COMMUNE = process.env['ESCALE_E2E_COMMUNE'] ?? 'Saint-Lô';
/** A need that some places of the server under test do. */
export const NEED = process.env['ESCALE_E2E_NEED'] ?? 'caf';

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Answers whatever goes to another host, as tiles do, with one pixel. Returns the hosts asked. */
export async function answerTiles(page: Page, baseURL: string): Promise<Set<string>> {
  const hosts = new Set<string>();
  const home = new URL(baseURL).host;
  await page.route((url) => url.host !== home, (route) => {
    hosts.add(new URL(route.request().url()).host);
    return route.fulfill({ contentType: 'image/png', body: pixel });
  });
  return hosts;
}

/** Waits until the page's script has taken over. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator('#kinds .count').first()).not.toBeEmpty();
}

export async function open(page: Page, baseURL: string | undefined, path = '/?etape=reponse'): Promise<void> {
  await answerTiles(page, baseURL ?? '');
  await page.goto(path);
  await ready(page);
}

export const lines = (page: Page): Locator => page.locator('#results > .line');

const numberOf = (digits = '0'): number => Number(digits.replace(/\s/g, ''));

/** The numbers of a summary: "36 lieux sûrs, 76 à vérifier par téléphone", "113 lieux", "Aucun lieu". */
export function told(summary: string): { sure: number; unsure: number } {
  if (summary.startsWith('Aucun lieu')) return { sure: 0, unsure: 0 };
  const [, first, toCheck, second] = /^([\d\s]+)lieux?(?: sûrs?)?( à vérifier par téléphone)?(?:, ([\d\s]+)à vérifier)?/.exec(summary) ?? [];
  if (first === undefined) throw new Error(`no number in « ${summary} »`);
  return toCheck ? { sure: 0, unsure: numberOf(first) } : { sure: numberOf(first), unsure: numberOf(second) };
}

/** The number of places that the summary announces, to check by telephone or not. */
export async function announced(page: Page): Promise<number> {
  const { sure, unsure } = told((await page.locator('#summary').textContent()) ?? '');
  return sure + unsure;
}

/** The list holds what the summary announces, twenty at most at first. */
export async function expectListInStep(page: Page): Promise<number> {
  const count = await announced(page);
  await expect(lines(page)).toHaveCount(Math.min(20, count));
  return count;
}

export async function drawer(page: Page, id: 'needs' | 'when' | 'kinds' | 'further'): Promise<Locator> {
  const details = page.locator(`#${id}`);
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  return details;
}

export async function showMap(page: Page): Promise<void> {
  const tab = page.getByRole('tab', { name: 'Carte' });
  if (await tab.isVisible()) await tab.click();
  await expect(page.locator('.marker, .cluster').first()).toBeVisible();
}

/** How many places the map shows, alone or in clusters. */
export async function onMap(page: Page): Promise<number> {
  const alone = await page.locator('.leaflet-marker-pane .marker').count();
  const discs = await page.locator('.leaflet-marker-pane .cluster-disc').allTextContents();
  return alone + discs.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
}

/** Chooses the first suggestion of that type by keyboard. */
export async function chooseSuggestion(page: Page, text: string, type: string): Promise<void> {
  const field = page.getByRole('combobox');
  await field.fill('');
  await field.pressSequentially(text);
  const option = page.getByRole('option').filter({ hasText: type }).first();
  await expect(option).toBeVisible();
  for (let i = 0; i < 12 && (await option.getAttribute('aria-selected')) !== 'true'; i++) await field.press('ArrowDown');
  await field.press('Enter');
}

/** Every id of the list, once it is unrolled. */
export async function listed(page: Page): Promise<(string | null)[]> {
  const more = page.getByRole('button', { name: /Voir plus/ });
  while (await more.isVisible()) await more.click();
  return lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));
}

/** The numbers beside kinds and needs: "epn (12)". */
export async function counts(page: Page): Promise<string[]> {
  const shown = await page.locator('#search').locator('input[name=kind], input[name=service]').evaluateAll((boxes) =>
    boxes.map((box) => `${(box as HTMLInputElement).value} ${box.parentElement?.querySelector('.count')?.textContent}`));
  return shown.sort();
}

/** The same numbers, as the API counts them. */
export async function facetsOf(request: APIRequestContext, query: string): Promise<string[]> {
  const { facets } = (await (await request.get(`/api/v1/facets${query}`)).json()) as { facets: Record<string, Record<string, number>> };
  return Object.entries({ ...facets['service'], ...facets['kind'] }).map(([id, count]) => `${id} (${count})`).sort();
}

/** The day that it is for the server under test. */
export async function serverDay(request: APIRequestContext): Promise<string> {
  const html = await (await request.get('/')).text();
  return /today(?:&#34;|"):(?:&#34;|")([\d-]+)/.exec(html)?.[1] ?? '';
}

/** The distances written on the lines, in metres. */
export async function distances(page: Page): Promise<number[]> {
  return lines(page).evaluateAll((items) => items.map((item) => Number((item as HTMLElement).dataset['distance'])));
}

/** A place as the API gives it. */
export interface Feature {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: { readonly name: string; readonly slug: string; readonly phone?: string; readonly kinds: readonly string[]; readonly open: { readonly text: string } | null; readonly next_visit: NextVisit | null };
}

export interface NextVisit {
  readonly id: string;
  readonly start: string;
  readonly text: string;
}

/** What the API answers to the same question. */
export async function placesOf(request: APIRequestContext, query: string): Promise<readonly Feature[]> {
  const response = await request.get(`/api/v1/places${query}`);
  expect(response.status(), query).toBe(200);
  return ((await response.json()) as { features: Feature[] }).features;
}

/** The page of a place that has a telephone, with the most offers. */
export async function placePage(request: APIRequestContext): Promise<string> {
  const places = (await placesOf(request, '')).filter((place) => place.properties.phone);
  const [best] = [...places].sort((a, b) => b.properties.kinds.length - a.properties.kinds.length);
  return `/lieux/${best?.id}-${best?.properties.slug}`;
}
