import { expect, test, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, answerTiles, change, chooseSuggestion, COMMUNE, lines, open, placesOf, ready } from './helpers.ts';

const titles = { besoin: 'De quoi avez-vous besoin ?', ou: 'Où êtes-vous ?', quand: 'Quand ?' } as const;
const title = (page: Page, step: keyof typeof titles) => page.getByRole('heading', { name: titles[step], exact: true });
const pick = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const addresses = ['/', '/?etape=ou&service=caf', '/?etape=quand&service=caf&q=Saint-Lô&lat=49.1163&lon=-1.0907'];

/** Only this question shows, and no list; on a narrow screen nothing else does. */
async function expectQuestion(page: Page, step: keyof typeof titles): Promise<void> {
  await expect(title(page, step)).toBeVisible();
  for (const other of Object.keys(titles) as (keyof typeof titles)[]) if (other !== step) await expect(title(page, other)).toBeHidden();
  await expect(page.getByText(`Question ${Object.keys(titles).indexOf(step) + 1} sur 3`)).toBeVisible();
  const wide = (page.viewportSize()?.width ?? 0) > 1000;
  await expect(lines(page)).toHaveCount(0);
  await expect(page.locator('#panel-map')).toBeVisible({ visible: wide });
}

test('by touch: a need, a commune, a time, and a number to call', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL, request }) => {
  await open(page, baseURL, '/');
  const touch = async (name: string): Promise<void> => ((page.viewportSize()?.width ?? 0) < 1000 ? pick(page, name).tap() : pick(page, name).click());
  await expectQuestion(page, 'besoin');
  await touch('CAF');
  await expectQuestion(page, 'ou');
  await expect(title(page, 'ou')).toBeFocused();
  await expect(page.locator('#recall-need')).toHaveText('CAF');
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await expectQuestion(page, 'quand');
  await expect(title(page, 'quand')).toBeFocused();
  await expect(page.locator('#recall-where')).toHaveText(COMMUNE);
  await touch('Les 7 prochains jours');
  await expect(page.locator('#summary')).toBeFocused();
  await expect(page.locator('#summary')).toContainText(`CAF près de ${COMMUNE}, 7 jours`);
  await expect(page.locator('#announce')).toBeEmpty(); // the focus says it
  for (const step of Object.keys(titles) as (keyof typeof titles)[]) await expect(title(page, step)).toBeHidden();
  await expect(lines(page).first().locator('.tag').first()).toBeVisible();
  expect(await page.locator('#results .call').first().getAttribute('href')).toMatch(/^tel:\+?\d+$/);
  const { searchParams } = new URL(page.url());
  expect([searchParams.get('etape'), searchParams.get('service'), searchParams.get('quand')]).toEqual([null, 'caf', 'semaine']);
  const wanted = await placesOf(request, `?service=caf&from=2026-12-01&to=2026-12-07&lat=${searchParams.get('lat')}&lon=${searchParams.get('lon')}`);
  expect(await announced(page)).toBe(wanted.length);
});

test('a sentence names the need, with its mistakes', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await page.getByRole('combobox').fill('je veut déclaré mes impots');
  await page.getByRole('combobox').press('Enter');
  await expectQuestion(page, 'ou');
  await expect(page.locator('#recall-need')).toHaveText('Impôts');
  await expect(page.getByRole('combobox')).toHaveValue('');
});

test('a commune typed first is kept, and the page does not ask for it again', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await expectQuestion(page, 'besoin');
  await expect(page.locator('#recall-where')).toHaveText(COMMUNE);
  await expect(page.getByRole('combobox')).toHaveValue('');
  await page.getByText('Voir tous les besoins').click();
  await pick(page, 'Préparer ou demander sa retraite').click();
  await expectQuestion(page, 'quand');
  await page.getByRole('link', { name: 'changer de lieu' }).click();
  await expectQuestion(page, 'ou');
  await expect(page.getByRole('combobox')).toHaveValue(COMMUNE);
  await page.getByRole('combobox').press('Enter');
  await expectQuestion(page, 'quand');
});

test('words that are not understood get a message, and the question stays', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page.locator('#locate-message')).toContainText('Écrivez un mot');
  await page.getByRole('combobox').fill('zzzzqqqq');
  await page.getByRole('combobox').press('Enter');
  await expect(page.locator('#locate-message')).toHaveText('Nous n’avons pas compris « zzzzqqqq ». Essayez un autre mot, ou choisissez plus bas.');
  await expectQuestion(page, 'besoin');
  await pick(page, 'CV').click();
  await expect(page.locator('#locate-message')).toBeEmpty();
});

test('back, forward and a link show the same question', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await pick(page, 'Impôts').click();
  await pick(page, 'Passer cette question').click();
  await expectQuestion(page, 'quand');
  await pick(page, 'Ce mois-ci').click();
  await expect(page.locator('#summary')).toContainText('ce mois-ci');
  for (const step of ['quand', 'ou', 'besoin'] as const) {
    await page.goBack();
    await expectQuestion(page, step);
    await expect(title(page, step)).toBeFocused();
  }
  for (const step of ['ou', 'quand'] as const) {
    await page.goForward();
    await expectQuestion(page, step);
    await expect(page.locator('#recall-need')).toHaveText('Impôts');
    await page.locator('#see-all').focus();
    await expect(page.locator('#see-all')).toHaveAttribute('href', '/?service=impots');
    await title(page, step).focus();
  }
  await page.reload();
  await ready(page);
  await expectQuestion(page, 'quand');
  await page.goForward();
  await expect(page.locator('#summary')).toContainText('ce mois-ci');
});

test('each question can be passed: everything shows', async ({ page, baseURL, request }) => {
  const all = (await placesOf(request, '')).length;
  await open(page, baseURL, '/');
  await expect(pick(page, `Voir tous les lieux (${all})`)).toBeVisible();
  await pick(page, 'Passer cette question').click();
  await pick(page, 'Passer cette question').click();
  await pick(page, 'N’importe quand').click();
  await expect(page.locator('#summary')).toHaveText(`${all} lieux`);
  await expect(page.locator('#summary')).toBeFocused();
  expect(new URL(page.url()).search).toBe('?etape=reponse');
  await page.reload();
  await ready(page);
  await expect(page.locator('#summary')).toHaveText(`${all} lieux`);
  await expect(lines(page).first()).toBeVisible();
});

test('the last question takes an hour of a day; one that is past gets a message', async ({ page, baseURL, request }) => {
  await open(page, baseURL, '/?etape=quand&service=caf');
  await page.getByLabel('Le jour', { exact: true }).fill('2026-12-01');
  await page.getByLabel('L’heure, si vous voulez').fill('08:00');
  await page.getByRole('button', { name: 'Voir ce jour-là' }).click();
  await expect(page.locator('#main .warning')).toContainText('Cette heure est passée');
  await page.goBack();
  await expectQuestion(page, 'quand');
  await page.getByLabel('Le jour', { exact: true }).fill('2026-12-08');
  await page.getByLabel('L’heure, si vous voulez').fill('14:30');
  await page.getByRole('button', { name: 'Voir ce jour-là' }).click();
  await expect(page.locator('#summary')).toContainText('mardi 8 décembre à 14 h 30');
  expect(await announced(page)).toBe((await placesOf(request, '?service=caf&open=2026-12-08T14:30')).length);
});

test('a position given answers the second question', async ({ page, baseURL, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 49.1, longitude: -1.1 });
  await open(page, baseURL, '/?etape=ou');
  await page.getByRole('button', { name: 'Me localiser' }).click();
  await expectQuestion(page, 'quand');
  await expect(page.locator('#recall-where')).toHaveText('près de vous');
});

test('with the keyboard alone', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  const tabTo = async (selector: string): Promise<void> => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    throw new Error(`${selector} not reached`);
  };
  await tabTo('[data-pick=caf]');
  expect(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.activeElement ?? document.body).outlineWidth))).toBeGreaterThanOrEqual(3);
  await page.keyboard.press('Enter');
  await expect(title(page, 'ou')).toBeFocused();
  await tabTo('#q');
  await page.keyboard.type(COMMUNE);
  await page.keyboard.press('Enter');
  await expect(title(page, 'quand')).toBeFocused();
  await tabTo('[data-pick=semaine]');
  await page.keyboard.press('Enter');
  await expect(page.locator('#summary')).toBeFocused();
  await tabTo('.card .call');
});

test.describe('every question', () => {
  test.use({ bypassCSP: true }); // axe is injected
  test('fits 320 pixels, as at 400 %, what is touched is large enough, and axe finds nothing', async ({ page, baseURL }) => {
    for (const address of addresses) {
      await page.setViewportSize({ width: 360, height: 740 });
      await open(page, baseURL, address);
      await page.locator('#all-needs').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      await expectNoViolation(page, address, 'light', 'dark');
      await page.setViewportSize({ width: 320, height: 256 });
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), address).toBeLessThanOrEqual(0);
      const faults = await page.locator('#main :is(a, button, summary, input):visible').evaluateAll((all) =>
        all.filter((one) => one.getBoundingClientRect().height < 44 || one.scrollWidth > one.clientWidth).map((one) => one.outerHTML));
      expect.soft(faults, address).toEqual([]);
    }
  });
});

test('every picture is there', async ({ page, baseURL, request }) => {
  await open(page, baseURL, '/');
  const hrefs = await page.locator('.picture use').evaluateAll((uses) => uses.map((use) => use.getAttribute('href') ?? ''));
  const [file = ''] = (hrefs[0] ?? '').split('#');
  const response = await request.get(file);
  expect(response.headers()['content-type']).toContain('image/svg+xml');
  const drawn = [...(await response.text()).matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => `${file}#${id}`);
  expect(hrefs.length).toBeGreaterThan(35);
  for (const href of hrefs) expect(drawn).toContain(href);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a need, a commune, a time, and a number to call', async ({ page, baseURL }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto('/');
    await expect(title(page, 'besoin')).toBeVisible();
    await pick(page, 'CAF').click();
    await expect(title(page, 'ou')).toBeVisible();
    await page.locator('#q').fill(COMMUNE);
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(title(page, 'quand')).toBeVisible();
    await expect(page.locator('#recall-need')).toHaveText('CAF');
    await expect(page.locator('#recall-where')).toHaveText(COMMUNE);
    await page.getByLabel('Le jour', { exact: true }).fill('2026-12-08');
    await page.getByLabel('L’heure, si vous voulez').fill('14:30');
    await page.getByRole('button', { name: 'Voir ce jour-là' }).click();
    await expect(page.locator('#summary')).toContainText('mardi 8 décembre à 14 h 30');
    await expect(page.locator('#summary')).toContainText(`CAF près de ${COMMUNE}`);
    expect(await page.locator('#results .call').first().getAttribute('href')).toMatch(/^tel:/);
    await change(page);
    await page.getByRole('link', { name: 'Recommencer' }).click();
    await expect(title(page, 'besoin')).toBeVisible();
  });

  test('typed needs, passed questions, and words that mean nothing', async ({ page, baseURL }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto('/');
    await page.locator('#q').fill('zzzzqqqq');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.getByText('Nous n’avons pas compris « zzzzqqqq »')).toBeVisible();
    await page.locator('#q').fill('je veut déclaré mes impots');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.locator('#recall-need')).toHaveText('Impôts');
    await pick(page, 'Passer cette question').click();
    await pick(page, 'Maintenant').click();
    await expect(page.locator('#summary')).toContainText('Impôts, maintenant');
  });
});
