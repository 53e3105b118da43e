import { expect, test } from '@playwright/test';
import { NOTHING } from '../src/orientation/request/fragment.ts';
import { compare } from '../src/orientation/rules/rank.ts';
import { expectNoViolation } from './axe.ts';
import { expectValid } from './html.ts';
import { expectSound, Hand, tabTo } from './scenario.ts';
import { anywhere, REQUEST, communesOf, offersOf, openOrientation, row, shownRows, summary, toSheet, townOf } from './orientation.ts';

test.use({ bypassCSP: true }); // axe is injected

test('a few touches say what a person needs, and the comparison follows at each', async ({ page, baseURL, request }) => {
  const town = await townOf(request);
  const hand = new Hand();
  await openOrientation(page, baseURL);
  await expect(summary(page)).toHaveText('Choisissez au moins un besoin, et dites où habite la personne.');
  await page.getByLabel('Trouver un besoin').fill('rsa');
  await expect(page.locator('#need-message')).toHaveText('1 besoin');
  await hand.touch(page.getByLabel('Faire une démarche CAF'));
  await expect(summary(page)).toHaveText('Dites où habite la personne.');
  await page.getByLabel('Commune ou code postal').fill(town.name.slice(0, 9));
  await hand.touch(page.getByRole('option').filter({ hasText: town.name }).first());
  await expect(summary(page)).toContainText(/convien/);
  await hand.touch(page.getByLabel('Partout', { exact: true }));
  const all = (await shownRows(page)).length;
  expect(all).toBeGreaterThan(0);
  await expect(row(page, 0).locator('.reason')).toHaveText(/1 besoin sur 1/);
  expect(page.url()).toContain(`#besoins=caf&commune=${town.insee}&portee=partout`);
  expect(hand.taps).toBe(3);
  await expect(page.locator('#status')).toHaveText(((await summary(page).textContent()) ?? '').trim());
});

test('the page keeps its state in the fragment: it comes back, and Back leaves the sheet', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  const fragment = `${REQUEST}&commune=${insee}&gratuit=1&accueil=illettrisme&aide=individuel`;
  await openOrientation(page, baseURL, fragment);
  for (const label of ['Faire une démarche CAF', 'Sans voiture, jusqu’à 10 km', 'Mardi, après-midi']) await expect(page.getByLabel(label)).toBeChecked();
  await page.locator('#more summary').click();
  for (const label of ['Gratuit seulement', 'Illettrisme', 'Seul à seul avec quelqu’un']) await expect(page.getByLabel(label)).toBeChecked();
  await page.getByLabel('Gratuit seulement').uncheck();
  await expect.poll(() => new URL(page.url()).hash).not.toContain('gratuit');
  await page.goto(`${baseURL}/orientation#besoins=caf,cv&commune=${insee}&portee=partout`);
  await expect(page.getByLabel('Partout', { exact: true })).toBeChecked();
  await toSheet(page, 1);
  await page.goBack();
  await expect(page.locator('#compare')).toBeVisible();
  await expect(page.locator('#fiche')).toBeHidden();
});

test('a query has no business there, and is dropped', async ({ request }) => {
  const answer = await request.get('/orientation?besoins=caf&commune=50484', { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers()['location']).toBe('/orientation');
});

test('a place that does not fit says why, and the reasons stand open when none fits', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf&commune=${insee}&portee=pied&libre=di-soir&aide=atelier`);
  await expect(summary(page)).toContainText('Aucun lieu ne convient');
  await expect(page.locator('#unfit')).toHaveAttribute('open', '');
  for (const { reason } of await shownRows(page, '#unfit')) expect(reason).toMatch(/trop loin à pied|fermé les dimanches soir|pas d’atelier|aucun passage les dimanches soir|ne reçoit pas de public/);
});

test('with many needs the names and the heads stay in view while the table scrolls, and a thirteenth is refused in view @wide', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,ameli,impots,france-travail,retraite,msa,ants,cv,souris-clavier,email,internet,photos&commune=${insee}&portee=partout`);
  const frame = page.locator('#table .wide-table');
  await frame.evaluate((one) => { one.scrollLeft = 400; one.scrollTop = 300; });
  const [box, head, name] = [await frame.boundingBox(), await frame.locator('thead th').first().boundingBox(), await frame.locator('tbody th').nth(2).boundingBox()];
  expect(Math.abs((head?.x ?? 0) - (box?.x ?? 9)) + Math.abs((head?.y ?? 0) - (box?.y ?? 9))).toBeLessThan(4);
  expect(Math.abs((name?.x ?? 0) - (box?.x ?? 9))).toBeLessThan(4);
  await expect(frame.getByRole('columnheader', { name: 'Faire une démarche CAF' })).toBeVisible();
  await page.getByLabel('Demander un logement social').check({ force: true }).catch(() => undefined); // it is unticked again
  await expect(page.locator('#need-message')).toHaveText(/^12 besoins au plus/);
  await expect(page.locator('#need-message')).toBeInViewport();
});

test('the comparison is not cut once a line is on the sheet @wide', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,cv,souris-clavier,ameli&commune=${insee}&portee=partout`);
  const cut = (): Promise<number> => page.locator('#table .wide-table').evaluate((frame) => frame.scrollWidth - frame.clientWidth);
  expect(await cut()).toBe(0);
  for (let i = 0; i < 3; i++) await row(page, i).locator('.pick-row').click();
  expect(await cut()).toBe(0);
});

test('arrows move in the half-days, and one box takes all mornings', async ({ page, baseURL }) => {
  await openOrientation(page, baseURL);
  const cell = (label: string) => page.getByLabel(label, { exact: true });
  await cell('Lundi, matin').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'Space', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(key);
  await expect(cell('Mardi, après-midi')).toBeChecked();
  await expect(cell('Lundi, matin')).toBeFocused();
  await cell('Tous les matins').check();
  await expect(cell('Dimanche, matin')).toBeChecked();
  await expect.poll(() => new URL(page.url()).hash).toBe('#libre=lu-matin,ma-matin,ma-apm,me-matin,je-matin,ve-matin,sa-matin,di-matin');
  await cell('Jeudi, matin').uncheck();
  await expect(cell('Tous les matins')).not.toBeChecked();
});

test('with the keyboard alone, from the first need to the sheet', async ({ page, baseURL, request }) => {
  const town = await townOf(request);
  await openOrientation(page, baseURL);
  await tabTo(page, '#need-filter');
  await page.keyboard.type('caf');
  await tabTo(page, 'input[name=need][value=caf]');
  await page.keyboard.press('Space');
  await tabTo(page, '#home');
  await page.keyboard.type(town.name.toLowerCase());
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, 'input[name=reach]');
  await page.keyboard.press('ArrowDown'); // the last one: anywhere
  await expect(page.getByLabel('Partout', { exact: true })).toBeChecked();
  await tabTo(page, '#see');
  await page.keyboard.press('Enter');
  await expect(page.locator('#results-title')).toBeFocused();
  await tabTo(page, '#table .pick-row');
  await page.keyboard.press('Enter');
  await expect(page.locator('#table .pick-row').first()).toBeFocused();
  await expect(page.locator('#table .pick-row').first()).toHaveText(/^Retirer/);
  await expect(page.locator('#basket')).toHaveText('Sur la fiche : 1 lieu.');
  await page.keyboard.press('Tab');
  await expect(page.locator('.sheet-here').first()).toBeFocused(); // next, and in view
  await expect(page.locator('.sheet-here').first()).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.sheet-here').first()).toHaveText('Voir la fiche (1)');
  await page.keyboard.press('Enter');
  await expect(page.locator('#fiche-title')).toBeFocused();
  await tabTo(page, '#print');
  await tabTo(page, '.fiche-line textarea');
});

test('a pair is proposed when no single place is sure of everything, and goes on the sheet at once', async ({ page, baseURL, request }) => {
  const needs = ['caf', 'souris-clavier', 'materiel'];
  const [data, communes] = [await offersOf(request), await communesOf(request)];
  const pairOf = (home: { lat: number; lon: number }) => compare(data, { ...NOTHING, needs, reach: 'voiture' }, home).pair;
  const town = communes.find(pairOf);
  const ids = town && pairOf(town)?.rows.map(({ id }) => id);
  expect(ids, 'some commune has a pair to propose').toHaveLength(2);
  await openOrientation(page, baseURL, `besoins=${needs.join()}&commune=${town?.insee}&portee=voiture`);
  await expect(page.locator('#pair')).toContainText('Aucun lieu ne fait tout à coup sûr');
  await page.getByRole('button', { name: 'Ajouter les deux à la fiche' }).click();
  await expect.poll(() => new URL(page.url()).hash).toMatch(new RegExp(`choix=${ids?.[0]}~[^,]*,${ids?.[1]}~`));
});

test('axe finds nothing, and nothing sticks out', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL, request }) => {
  await openOrientation(page, baseURL);
  await expectSound(page, 'light', 'dark');
  await anywhere(page, baseURL, request);
  await page.reload();
  await page.locator('body[data-ready]').waitFor();
  await page.locator('#more summary').click();
  if (await page.locator('#unfit').isVisible()) await page.locator('#unfit summary').click();
  await expectSound(page, 'light', 'dark');
  await expectValid(await page.content());
  await toSheet(page, 2);
  await expect(page.locator('#fiche-link .qr')).toBeVisible();
  await expectSound(page, 'light', 'dark');
  await expectValid(await page.content());
});

test('everything to press is large enough', async ({ page, baseURL, request }) => {
  await anywhere(page, baseURL, request);
  const small = (): Promise<string[]> => page.locator('main :is(button, summary, label.box, label.tick, input[type=search], select, .phone, .row-name a, .call, textarea)').evaluateAll((all) =>
    all.filter((one) => (one as HTMLElement).offsetParent).map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.height < 43.5 || box.width < 43.5).map(({ one }) => one.outerHTML.slice(0, 100)));
  expect(await small()).toEqual([]);
  await toSheet(page, 2);
  expect(await small()).toEqual([]);
});

test('on a narrow screen a row is a card whose number comes first, and stays a row of a table @narrow', async ({ page, baseURL, request }) => {
  await anywhere(page, baseURL, request);
  await expect(page.getByRole('table', { name: /conviennent/ }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('table', { name: /conviennent/ }).getByRole('columnheader', { name: 'Prix' })).toBeAttached();
  const card = await row(page, 0).boundingBox();
  const phone = await row(page, 0).locator('.phone').boundingBox();
  const need = await row(page, 0).locator('.state').first().boundingBox();
  expect(card?.width).toBeLessThan(360);
  expect(phone?.y).toBeLessThan(need?.y ?? 0);
  await expect(row(page, 0).locator('.cell-label').first()).toBeVisible();
});

test('data that do not come get a message, and can be tried again', async ({ page, baseURL }) => {
  let fails = true;
  await page.route('**/api/v1/orientation/offers', (route) => (fails ? route.abort() : route.continue()));
  await page.goto(`${baseURL}/orientation`);
  await expect(summary(page)).toContainText('n’ont pas pu être chargés');
  fails = false;
  await page.getByRole('button', { name: 'Réessayer' }).first().click();
  await expect(summary(page)).toContainText('Choisissez au moins un besoin');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says who does what, and leads to the ordinary search', async ({ page, request }) => {
    const town = await townOf(request);
    await page.goto('/orientation');
    await expect(page.getByText('Comparer sans rien envoyer demande JavaScript')).toBeVisible({ timeout: 10_000 });
    for (const id of ['#compare', '#fiche']) await expect(page.locator(id)).toBeHidden();
    await expect(page.getByRole('heading', { name: 'Qui fait quoi, et quand passer le relais' })).toBeVisible();
    await expect(page.getByText('Rien de ce que vous indiquez')).toBeHidden();
    await expect(page.getByText('Cette recherche envoie la commune et le besoin, sans rien dire de la personne.')).toBeVisible();
    await page.getByLabel('Commune', { exact: true }).fill(town.name);
    await page.getByRole('checkbox', { name: 'Faire une démarche CAF' }).check();
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page).toHaveURL(/service=caf/);
    await expect(page.locator('#results > .card').first()).toBeVisible();
  });
});

test('axe finds nothing on the page as the server writes it', async ({ page }) => {
  await page.route('**/static/orientation-*.js', (route) => route.abort());
  await page.goto('/orientation');
  await expectNoViolation(page, page.url(), 'light');
});

test('where no place is known, the comparison says so', async ({ page, baseURL }) => {
  await page.route('**/api/v1/orientation/offers', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), places: [] } });
  });
  await openOrientation(page, baseURL);
  await expect(summary(page)).toHaveText(/^La carte ne connaît encore aucun lieu dans ce territoire\s: il n’y a rien à comparer\.$/);
  await expect(page.locator('#status')).toHaveText(((await summary(page).textContent()) ?? '').trim());
});
