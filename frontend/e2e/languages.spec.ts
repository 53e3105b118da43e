import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolation } from './axe.ts';
import { townOf } from './orientation.ts';
import { answered, answerTiles, ask, COMMUNE, lines, NEED, ready } from './helpers.ts';

test.use({ bypassCSP: true }); // for axe

/** The French texts that a language says otherwise. */
function frenchOf(code: string): Set<string> {
  const catalogue = readFileSync(join(import.meta.dirname, `../../data/languages/${code}.po`), 'utf8');
  const pairs = [...catalogue.matchAll(/^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.+)"$/gm)];
  return new Set(pairs.filter(([, french, translated]) => french !== translated).map(([, french = '']) => french));
}

/** What the page says that is not marked as the French of sources. */
const textsOf = (page: Page): Promise<string[]> => page.evaluate(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent?.closest('[lang=fr], script, noscript')) texts.push(walker.currentNode.textContent?.trim() ?? '');
  }
  return texts.filter((text) => /\p{L}/u.test(text));
});

async function go(page: Page, baseURL: string | undefined, path: string): Promise<void> {
  await answerTiles(page, baseURL ?? '');
  await page.goto(path);
  await ready(page);
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const code of ['en', 'ar', 'pt', 'falc']) {
  test(`${code}: nothing is left in French, and axe finds nothing`, async ({ page, baseURL }) => {
    const french = frenchOf(code);
    const foreign = code !== 'falc';
    const check = async (): Promise<void> => {
      if (foreign) expect((await textsOf(page)).filter((text) => french.has(text))).toEqual([]);
      expect(await fits(page)).toBe(true);
      await expectNoViolation(page, page.url(), 'light');
    };
    await go(page, baseURL, `/?lang=${code}`);
    await check();
    await go(page, baseURL, `/?lang=${code}&service=${NEED}&q=${COMMUNE}`);
    await expect(lines(page).first()).toBeVisible();
    await check();
    await lines(page).first().locator('h2 a').click();
    await expect(page.locator('#sheet h1')).toBeVisible();
    await check();
    await go(page, baseURL, `/?lang=${code}&kind=van&jour=2026-12-06&care=surdite`);
    await expect(page.locator('#message .ways li').first()).toBeVisible();
    await check();
  });
}

test('Arabic, from right to left: from the first question to a telephone number', async ({ page, baseURL }) => {
  await go(page, baseURL, '/?lang=ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.locator(`[data-pick="${NEED}"]`).first().click();
  await answered(page, /service=/); // the next question is there to be typed in
  await expect(page).toHaveURL(/lang=ar/);
  const field = page.getByRole('combobox');
  await field.pressSequentially(COMMUNE);
  await page.getByRole('option').first().click();
  await page.locator('[data-pick=""]').click();
  await expect(page.locator('#summary')).toContainText('بالقرب من');
  const first = lines(page).first();
  const box = await first.boundingBox();
  const name = await first.locator('h2').boundingBox();
  const phone = first.locator('.call');
  expect(await phone.getAttribute('href')).toMatch(/^tel:\+33/);
  expect(await phone.locator('bdi').textContent()).toMatch(/^0\d/);
  const number = await phone.boundingBox();
  // Text starts at the right, and the number reads from left to right.
  expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) - (number?.x ?? 0) - (number?.width ?? 0))).toBeLessThan(40);
  expect(name?.width).toBeGreaterThan(0);
  expect(await fits(page)).toBe(true);
  await first.locator('h2 a').click();
  await expect(page.locator('#sheet h1')).toBeVisible();
  await page.goBack();
  await expect(page.locator('#summary')).toBeVisible();
  await expect(page).toHaveURL(/lang=ar/);
});

test('the language is changed where one is, and stays in the address of places', async ({ page, baseURL }) => {
  await go(page, baseURL, `/?service=${NEED}`);
  await ask(page, COMMUNE);
  await answered(page, /q=/);
  await page.locator('.languages summary').click();
  await page.getByRole('link', { name: 'English' }).click();
  await ready(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(/lang=en/);
  await expect(page).toHaveURL(new RegExp(`service=${NEED}`));
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  const address = await lines(page).first().locator('h2 a').getAttribute('href');
  expect(address).toContain('lang=en');
  await page.goto(address ?? '');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByText('The next seven days').or(page.getByText('Opening hours')).or(page.getByText('When the bus comes')).first()).toBeVisible();
  await expectNoViolation(page, page.url(), 'light');
});

test('needs are found in the words of the language', async ({ page, baseURL }) => {
  await go(page, baseURL, '/?lang=en');
  await page.getByRole('combobox').pressSequentially('driving licence');
  await expect(page.getByRole('option').first()).toContainText('driving licence');
  await page.getByRole('option').first().click();
  await expect(page).toHaveURL(/service=ants/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a language is kept from question to question, to a telephone number', async ({ page }) => {
    await page.goto('/?lang=pt');
    await page.locator(`[data-pick="${NEED}"]`).first().click();
    await answered(page, /service=/);
    await expect(page).toHaveURL(/lang=pt/);
    await page.locator('#q').fill(COMMUNE);
    await page.getByRole('button', { name: 'Procurar' }).click();
    await expect(page).toHaveURL(/lang=pt/);
    await page.getByRole('link', { name: 'Quando for' }).click();
    await expect(page).toHaveURL(/lang=pt/);
    await expect(page.locator('#summary')).toContainText(`perto de ${COMMUNE}`);
    expect(await page.locator('#results .call').first().getAttribute('href')).toMatch(/^tel:/);
  });
});

test('without JavaScript, a commune is found by a name without accents or hyphens', async ({ browser, baseURL, request }) => {
  const { name, insee, postcodes: [postcode] = [] } = await townOf(request);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  for (const typed of [name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('-', ' ').toLowerCase(), postcode ?? name]) {
    await page.goto('/communes?lang=en');
    await page.getByRole('searchbox').fill(typed);
    await page.keyboard.press('Enter');
    await expect(page.locator(`main section a[href^="/communes/${insee}-"][href*="lang=en"]`).first()).toBeVisible();
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(typed);
  }
  await context.close();
});
