import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test';

/** A commune that the server under test knows. */
export const COMMUNE = process.env['ESCALE_E2E_COMMUNE'] ?? 'Saint-Lô';
/** A need that some places of the server under test do. */
export const NEED = process.env['ESCALE_E2E_NEED'] ?? 'caf';

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Answers whatever goes to another host, as tiles do, with one pixel. Returns the hosts of the requests. */
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
  await expect(page.locator('body.scripted')).toBeVisible();
}

export async function open(page: Page, baseURL: string | undefined, path = '/?etape=reponse'): Promise<void> {
  await answerTiles(page, baseURL ?? '');
  await page.goto(path);
  await ready(page);
}

/** The cards of the list. */
export const lines = (page: Page): Locator => page.locator('#results > .card');

/** The ids of the cards. */
export const idsOf = (page: Page): Promise<(string | null)[]> => lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));

/** The number of places that answer, sure or not. */
export async function announced(page: Page): Promise<number> {
  return Number(await page.locator('#results').getAttribute('data-count'));
}

/** Waits until the answer is to this question, in the address and in the page: what the list, all of it, and, where it shows, the map say. */
export async function answered(page: Page, query: RegExp | string): Promise<void> {
  await expect.poll(() => page.locator('#main').getAttribute('data-address')).toMatch(query);
  await expect(page.locator('#main')).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('#results > .is-late')).toHaveCount(0); // cards out of sight come a frame later
}

/** Opens the form that changes the question. */
export async function change(page: Page): Promise<Locator> {
  const details = page.locator('#change');
  if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
  return details;
}

/** Types a search where the question is changed, and sends it. */
export async function ask(page: Page, text: string): Promise<void> {
  await change(page);
  await page.locator('#q').fill(text);
  await page.locator('#q').press('Enter');
}

export async function drawer(page: Page, id: 'needs' | 'when' | 'kinds' | 'further'): Promise<Locator> {
  await change(page);
  const details = page.locator(`#${id}`);
  if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
  return details;
}

export async function showMap(page: Page): Promise<void> {
  const [tab, form] = [page.getByRole('tab', { name: 'Carte' }), page.locator('#change[open] > summary')];
  if (!(await tab.isVisible()) && (page.viewportSize()?.width ?? 0) < 896 && (await form.isVisible())) await form.click(); // it hides the tabs
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
  if ((await page.locator('#change').count()) > 0) await change(page);
  const field = page.getByRole('combobox');
  await field.fill('');
  await field.pressSequentially(text);
  const option = page.getByRole('option').filter({ hasText: type }).first();
  await expect(option).toBeVisible();
  for (let i = 0; i < 12 && (await option.getAttribute('aria-selected')) !== 'true'; i++) await field.press('ArrowDown');
  await field.press('Enter');
}

/** Clicks what lies under the cards: those that come into sight get their height then, and a click waits until all stands still. */
export async function clickUnder(link: Locator): Promise<void> {
  await link.scrollIntoViewIfNeeded();
  await link.click();
}

/** Every id of the list, once it is unrolled, and what is folded away with it. */
export async function listed(page: Page): Promise<(string | null)[]> {
  for (const name of [/Voir plus/, /à vérifier par téléphone \(/i]) {
    const more = page.getByRole('link', { name });
    while (await more.isVisible()) {
      const before = await page.locator('#main .card').count();
      await clickUnder(more);
      await expect.poll(() => page.locator('#main .card').count()).toBeGreaterThan(before);
    }
  }
  return page.locator('#main .card').evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));
}

/** How many places such words count, sure or not: "36 lieux, 78 à vérifier". */
export function countOf(words: string): number {
  const [, first = '0', rest = '0'] = spaced(/ : (\d+) lieux?(?:, (\d+) à vérifier)?/).exec(words) ?? [];
  return Number(first) + Number(rest);
}

/** The same pattern, whatever kind of space the typography puts. */
export const spaced = ({ source, flags }: RegExp): RegExp => new RegExp(source.replaceAll(' ', '\\s'), flags);

/** The day that it is for the server under test. */
export async function serverDay(request: APIRequestContext): Promise<string> {
  const html = await (await request.get('/?etape=reponse')).text();
  return /name="jour"[^>]* min="([\d-]+)"/.exec(html)?.[1] ?? '';
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

/** How many sheets a page takes on paper: the pages of a PDF as Chromium writes it. */
export async function printed(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
