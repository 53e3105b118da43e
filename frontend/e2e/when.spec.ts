import { expect, test, type Page } from '@playwright/test';
import { asked } from '../src/when.ts';
import { announced, answerTiles, COMMUNE, counts, drawer, facetsOf, listed, lines, onMap, open, placesOf, ready, serverDay, showMap } from './helpers.ts';

const point = 'lat=49.1163&lon=-1.0907';

/** That many days later. */
const later = (day: string, days: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What the API must answer to a choice of days. */
function windowOf(when: string, today: string): string {
  return new URLSearchParams(asked(when, today)).toString();
}

async function choose(page: Page, label: string): Promise<void> {
  await (await drawer(page, 'when')).getByLabel(label, { exact: true }).check();
}

const spans: Record<string, [label: string, words: string]> = {
  maintenant: ['Maintenant', 'maintenant'],
  aujourdhui: ['Aujourd’hui', 'aujourd’hui'],
  semaine: ['Cette semaine', 'cette semaine'],
  mois: ['Ce mois-ci', 'ce mois-ci'],
};

for (const [when, [label, words]] of Object.entries(spans)) {
  test(`"${label}" filters list and map alike, as the API does`, async ({ page, baseURL, request }) => {
    await open(page, baseURL, `/?${point}&view=8/49.1/-1.25`); // the whole département in sight
    await choose(page, label);
    await expect(page.locator('#summary')).toContainText(`de passage ${words}`);
    expect(page.url()).toContain(`quand=${when}`);
    const days = windowOf(when, await serverDay(request));
    const wanted = await placesOf(request, `?${days}&${point}`);
    expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
    expect(await counts(page)).toEqual(await facetsOf(request, `?${days}`));
    await showMap(page);
    expect(await onMap(page)).toBe(wanted.length);
  });
}

test('a day is asked for by its date', async ({ page, baseURL, request }) => {
  const day = later(await serverDay(request), 7);
  await open(page, baseURL, `/?${point}`);
  await choose(page, 'Un jour');
  await page.getByLabel('Quel jour ?').fill(day);
  await expect(page).toHaveURL(new RegExp(`jour=${day}`));
  await expect(page.locator('#summary')).toContainText('de passage le ');
  const wanted = await placesOf(request, `?from=${day}&to=${day}&${point}`);
  expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
});

test('an hour of a day is asked for beside it, and one that is past is said and left out', async ({ page, baseURL, request }) => {
  const today = await serverDay(request);
  const day = later(today, 7);
  await open(page, baseURL, `/?${point}`);
  await choose(page, 'Un jour');
  await page.getByLabel('Quel jour ?').fill(day);
  await page.getByLabel('À quelle heure ?').fill('14:30');
  await expect(page).toHaveURL(new RegExp(`jour=${day}&heure=14:30`));
  await expect(page.locator('#summary')).toContainText('à 14 h 30');
  const wanted = await placesOf(request, `?open=${day}T14:30&${point}`);
  expect(await listed(page)).toEqual(wanted.map(({ id }) => id));
  await page.reload();
  await ready(page);
  await expect(page.locator('#when-chosen')).toContainText('à 14 h 30');
  await drawer(page, 'when');
  await expect(page.getByLabel('À quelle heure ?')).toHaveValue('14:30');
  await page.getByLabel('Quel jour ?').fill(today);
  await page.getByLabel('À quelle heure ?').fill('08:00');
  await expect(page.locator('#day-message')).toContainText('heure est passée');
  expect(page.url()).not.toContain('heure=');
});

test.describe('with other conditions the page answers as the API does', { tag: '@wide' }, () => {
  for (const condition of ['kind=france-services', 'kind=epn', 'kind=van', 'kind=epn,van&service=souris-clavier', 'service=caf,cv']) {
    test(condition, async ({ page, baseURL, request }) => {
      const today = await serverDay(request);
      for (const when of ['maintenant', 'aujourdhui', 'semaine', later(today, 2), `${later(today, 4)}T10:00`]) {
        const asked = when.startsWith('2') ? `jour=${when.replace('T', '&heure=')}` : `quand=${when}`;
        await open(page, baseURL, `/?${point}&${condition}&${asked}`);
        const query = `?${condition}&${windowOf(when, today)}`;
        const wanted = await placesOf(request, `${query}&${point}`);
        expect(await announced(page), asked).toBe(wanted.length);
        expect(await listed(page), asked).toEqual(wanted.map(({ id }) => id));
        expect(await counts(page), asked).toEqual(await facetsOf(request, query));
      }
    });
  }
});

test('back, forward and a link show the days again', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const all = (await page.locator('#summary').textContent()) ?? '';
  await choose(page, 'Aujourd’hui');
  await expect(page.locator('#summary')).toContainText('aujourd’hui');
  const today = (await page.locator('#summary').textContent()) ?? '';
  await choose(page, 'Cette semaine');
  await expect(page.locator('#summary')).toContainText('cette semaine');
  await page.goBack();
  await expect(page.locator('#summary')).toHaveText(today);
  await expect(page.getByLabel('Aujourd’hui')).toBeChecked();
  await page.goBack();
  await expect(page.locator('#summary')).toHaveText(all);
  await page.goForward();
  await expect(page.locator('#summary')).toHaveText(today);
  const names = await lines(page).getByRole('heading').allTextContents();
  await page.reload();
  await ready(page);
  await expect(page.locator('#summary')).toHaveText(today);
  expect(await lines(page).getByRole('heading').allTextContents()).toEqual(names);
  await expect(page.locator('#when-chosen')).toHaveText('aujourd’hui');
});

test('days that do not come are said, the list stays, and a retry works', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const all = (await page.locator('#summary').textContent()) ?? '';
  const names = await lines(page).getByRole('heading').allTextContents();
  await page.route('**/api/v1/places?*from=*', (route) => route.abort());
  await choose(page, 'Cette semaine');
  await expect(page.locator('#message')).toContainText('cette semaine n’ont pas pu être chargés');
  await expect(page.locator('#announce')).toContainText('n’ont pas pu être chargés');
  await expect(page.locator('#summary')).toHaveText(all);
  expect(await lines(page).getByRole('heading').allTextContents()).toEqual(names);
  await page.unroute('**/api/v1/places?*from=*');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.locator('#summary')).toContainText('cette semaine');
  await expect(page.locator('#message')).toBeEmpty();
});

test('a link with days whose places do not come keeps the server’s list', async ({ page, baseURL }) => {
  await answerTiles(page, baseURL ?? '');
  await page.route('**/api/v1/places?*from=*', (route) => route.abort());
  await page.goto('/?quand=semaine');
  await expect(page.locator('#message')).toContainText('n’ont pas pu être chargés');
  await expect(page.locator('#summary')).toContainText('cette semaine');
  await expect(lines(page).first()).toBeVisible();
  await page.unroute('**/api/v1/places?*from=*');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await ready(page);
  await expect(page.locator('#summary')).toContainText('cette semaine');
});

test('no place those days: other days are offered, with what they would give', async ({ page, baseURL, request }) => {
  const today = await serverDay(request);
  let empty = today;
  for (let i = 1; i < 30 && (await placesOf(request, `?kind=epn&from=${empty}&to=${empty}`)).length > 0; i++) empty = later(today, i);
  const all = (await placesOf(request, '?kind=epn')).length;
  await open(page, baseURL, `/?kind=epn&jour=${empty}`);
  await expect(lines(page)).toHaveCount(0);
  await page.locator('#message').getByRole('button', { name: new RegExp(`^Sans « le .* » : ${all} lieux?\\.`) }).click();
  await expect(page.locator('#summary')).toHaveText(new RegExp(`^${all} lieux?$`));
  expect(page.url()).not.toContain('jour=');
});

test('a day that is past, or of long ago while its year is typed, changes nothing', async ({ page, baseURL, request }) => {
  const today = await serverDay(request);
  await open(page, baseURL);
  await page.route('**/api/v1/places?*from=*', (route) => new Promise((resolve) => setTimeout(resolve, 700)).then(() => route.continue()));
  await choose(page, 'Un jour');
  await expect(page).toHaveURL(new RegExp(`jour=${today}`));
  for (const day of ['0002-12-08', later(today, -1)]) {
    await page.getByLabel('Quel jour ?').fill(day);
    await page.getByLabel('Quel jour ?').blur();
    await expect(page.locator('#day-message')).toContainText('à partir d’aujourd’hui');
    expect(page.url()).toContain(`jour=${today}`);
  }
  await expect(page.locator('#message')).toHaveText('Recherche en cours…');
  await expect(page.locator('#summary')).toContainText('de passage');
  await expect(page.getByLabel('Quel jour ?')).toHaveValue(later(today, -1)); // what is typed stays
});

test('a day that is no more asked for does not hold up a search', async ({ page, baseURL, request }) => {
  await open(page, baseURL);
  await choose(page, 'Un jour');
  await page.getByLabel('Quel jour ?').fill(later(await serverDay(request), -1));
  await page.getByLabel('Quel jour ?').press('Enter');
  await choose(page, 'N’importe quand');
  await page.getByRole('combobox').fill(COMMUNE);
  await page.getByRole('combobox').press('Enter');
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  await expect(page.locator('#day-message')).toBeEmpty();
});

test('"Recommencer" takes the days off too', async ({ page, baseURL }) => {
  await open(page, baseURL);
  const all = (await page.locator('#summary').textContent()) ?? '';
  await choose(page, 'Aujourd’hui');
  await expect(page.locator('#summary')).not.toHaveText(all);
  await page.getByRole('link', { name: 'Recommencer' }).click();
  await page.getByRole('link', { name: /^Voir tous les lieux/ }).click();
  await expect(page.locator('#summary')).toHaveText(all);
  await drawer(page, 'when');
  await expect(page.getByLabel('N’importe quand')).toBeChecked();
});
