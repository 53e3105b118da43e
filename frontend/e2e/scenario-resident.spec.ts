import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { announced, countOf, answerTiles, chooseSuggestion, lines, NEED, open, ready, spaced } from './helpers.ts';
import { expectSound, Hand, pick, question } from './scenario.ts';
import { withServer } from './server.mjs';

test.describe.configure({ timeout: 90_000 }); // many pages, each looked at whole

test.use({ bypassCSP: true }); // axe is injected

const TOWN = 'Périers';

interface Place {
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: { readonly name: string; readonly phone?: string; readonly open: { readonly text: string } | null; readonly offers: readonly { readonly services?: { readonly declared?: readonly string[]; readonly implied?: readonly string[] } }[] };
}

/** In metres, on a sphere: another computation than the program's. */
function between(a: readonly [number, number], b: readonly [number, number]): number {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [...a, ...b].map((degrees) => (degrees * Math.PI) / 180);
  const h = Math.sin((y2 - y1) / 2) ** 2 + Math.cos(y1) * Math.cos(y2) * Math.sin((x2 - x1) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(h));
}

/** The nearest place that surely helps with the need, found by looking at every place. */
async function nearest(request: APIRequestContext, base: string, here: readonly [number, number], id: string): Promise<{ place: Place; metres: number }> {
  const all: Place[] = [];
  for (let next = `${base}/api/v1/places?limit=1000`; next;) {
    const { features, links } = (await (await request.get(next)).json()) as { features: Place[]; links: { rel: string; href: string }[] };
    all.push(...features);
    const link = links.find(({ rel }) => rel === 'next');
    next = link ? new URL(link.href, base).href : '';
  }
  const sure = all.filter(({ properties }) => properties.offers.some(({ services: { declared = [], implied = [] } = {} }) => [...declared, ...implied].includes(id)));
  const [first] = sure.map((place) => ({ place, metres: between(here, place.geometry.coordinates) })).sort((a, b) => a.metres - b.metres);
  if (!first) throw new Error(`no place surely helps with ${id}`);
  return first;
}

const metresOf = (text: string): number => {
  const [, number = '', unit] = /([\d,]+)\s(m|km)/.exec(text) ?? [];
  return Number(number.replace(',', '.')) * (unit === 'km' ? 1000 : 1);
};

/** From the landing to the question of the time, through the first two. */
async function needAndTown(page: Page, hand: Hand): Promise<void> {
  await expect(question(page, 'De quoi avez-vous besoin ?')).toBeVisible();
  await expectSound(page);
  await hand.touch(pick(page, 'CAF'));
  await expect(question(page, 'Où êtes-vous ?')).toBeFocused();
  await expectSound(page);
  await hand.touch(page.getByRole('combobox'));
  await page.keyboard.type('péri');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectSound(page);
  await hand.touch(page.getByRole('option', { name: `${TOWN} Commune` }));
  await expect(question(page, 'Quand ?')).toBeFocused();
  await expectSound(page);
}

test('a Sunday evening in Périers: nobody now for the CAF, then who opens first, in six taps', async ({ page, request }) => {
  test.setTimeout(120_000); // a program of its own starts
  const options = { now: '2026-11-29T20:30:00+01:00', example: Boolean(process.env['ESCALE_E2E_EXAMPLE']) };
  await withServer(async (base) => {
    const hand = new Hand();
    await open(page, base, base);
    await needAndTown(page, hand);
    await hand.touch(pick(page, 'Maintenant'));
    await expect(page.locator('#message p').first()).toHaveText(/^Aucun lieu ne s’annonce ouvert.*pour ce besoin\.$/);
    await expect(lines(page)).toHaveCount(0);
    await expectSound(page);

    const { searchParams } = new URL(page.url());
    const { place, metres } = await nearest(request, base, [Number(searchParams.get('lon')), Number(searchParams.get('lat'))], 'caf');
    const way = page.locator('#message .ways a').first();
    const named = spaced(/Le plus proche : (.+), à /).exec((await way.textContent()) ?? '')?.[1];
    await hand.touch(way);
    await expect(lines(page).first()).toBeVisible();
    await expectSound(page);

    await expect(lines(page).first().getByRole('heading')).toHaveText(named ?? '?');
    const first = lines(page).filter({ has: page.locator('.tag-sure') }).first();
    await expect(first.getByRole('heading')).toHaveText(place.properties.name);
    const rank = await lines(page).evaluateAll((cards) => cards.findIndex((card) => card.querySelector('.tag-sure')));
    expect(rank, 'one that is sure is among the first three').toBeLessThan(3);
    await expect(first.locator('.tag-sure')).toBeVisible();
    const shownMetres = metresOf((await first.locator('.distance').textContent()) ?? '');
    expect(Math.abs(shownMetres - metres)).toBeLessThan(Math.max(60, metres * 0.06)); // the page rounds it
    await expect(first.locator('.tag-later').first()).toHaveText(/^(Ouvre )?(demain|lundi|mardi|mercredi|jeudi|vendredi|samedi)/i);
    const phone = first.locator('.call');
    await expect(phone).toHaveAttribute('href', `tel:${place.properties.phone}`);
    await phone.evaluate((link) => link.scrollIntoView({ block: 'center' }));
    await expect(phone).toBeInViewport({ ratio: 1 });
    expect((await phone.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(hand.taps + 1, 'the call itself is a tap').toBeLessThanOrEqual(6);
  }, options);
});

test('a position refused: a message says so, the focus stays, and typing goes on', async ({ page, baseURL, context }) => {
  await context.clearPermissions();
  await open(page, baseURL, '/?etape=ou&service=caf');
  const locate = page.getByRole('button', { name: 'Me localiser' });
  await locate.focus();
  await page.keyboard.press('Enter');
  const message = page.locator('#locate-message');
  await expect(message).toHaveText(/écrivez le nom de votre commune/);
  await expect(message).toHaveRole('status');
  await expect(locate).toBeFocused();
  await expect(question(page, 'Où êtes-vous ?')).toBeVisible();
  await expectSound(page);
  await chooseSuggestion(page, TOWN, 'Commune');
  await expect(question(page, 'Quand ?')).toBeFocused();
  await expect(page.locator('#recall-where')).toHaveText(TOWN);
  await pick(page, 'N’importe quand').click();
  await expect(page.locator('#summary')).toContainText(`rès de ${TOWN}`);
  await expect(lines(page).first().locator('.distance')).toBeVisible();
  await expectSound(page);
});

test('an empty answer names the condition that fails, and one tap gives what it says', async ({ page, baseURL, request }) => {
  await answerTiles(page, baseURL ?? '');
  await page.goto(`/?service=${NEED}&jour=2026-12-06&q=${TOWN}`); // a Sunday
  await ready(page);
  await expect(lines(page)).toHaveCount(0);
  await expect(page.locator('#message p').first()).toHaveText(spaced(/^Aucun lieu (n’est|ne s’annonce) ouvert dimanche 6 décembre/));
  await expectSound(page);
  const way = page.locator('#message .ways a').first();
  const text = (await way.textContent()) ?? '';
  const [, name] = spaced(/^Sans « dimanche 6 décembre » : [^.]+\. Le plus proche : (.+), à [\d,]+ (?:m|km)\./).exec(text) ?? [];
  const { numberMatched } = (await (await request.get(`/api/v1/places?service=${NEED}&limit=1`)).json()) as { numberMatched: number };
  expect(countOf(text), text).toBe(numberMatched);
  await new Hand().touch(way);
  await expect(lines(page).first()).toBeVisible();
  expect(await announced(page)).toBe(numberMatched);
  await expect(lines(page).first().getByRole('heading')).toHaveText(name ?? '?');
  await expect(page.locator('#summary')).toBeFocused();
  await expectSound(page);
});
