import { expect, test, type Page } from '@playwright/test';
import { announced, COMMUNE, lines, NEED, ready } from './helpers.ts';

test.use({ javaScriptEnabled: false });

test('without JavaScript the list is there, with links that call', async ({ page }) => {
  await page.goto('/');
  expect(await announced(page)).toBeGreaterThan(0);
  expect(await lines(page).count()).toBeGreaterThan(0);
  expect(await page.locator('#results .phone').first().getAttribute('href')).toMatch(/^tel:\+?\d+$/);
  for (const hidden of ['#panel-map', '#tabs', '#locate', '#clear', '#sheet']) await expect(page.locator(hidden)).toBeHidden();
});

test('without JavaScript the form searches and filters', async ({ page }) => {
  await page.goto('/');
  const everything = await announced(page);
  await page.locator('#q').fill(COMMUNE);
  await page.locator('#needs summary').click();
  await page.locator(`#needs input[value="${NEED}"]`).check();
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page).toHaveURL(new RegExp(`service=${NEED}`));
  await expect(page.locator('#summary')).toContainText(COMMUNE);
  expect(await announced(page)).toBeLessThanOrEqual(everything);
  await expect(page.locator(`#needs input[value="${NEED}"]`)).toBeChecked();
  await expect(lines(page).first().locator('.match')).toBeVisible();
  await expect(lines(page).first().locator('.distance')).toBeVisible();
});

test('without JavaScript the rest of the list is a link away', async ({ page }) => {
  await page.goto('/');
  const next = page.getByRole('link', { name: 'Voir plus' });
  test.skip((await next.count()) === 0, 'all on one page');
  const first = await lines(page).first().getAttribute('data-place');
  await next.click();
  await expect(lines(page).first()).not.toHaveAttribute('data-place', first ?? '');
});

/** The tags of a line and their classes, in order; "open now" may change between two requests. */
function shape(html: string): string[] {
  const classOf = (attributes: string): string => /class="([^"]*)"/.exec(attributes)?.[1] ?? '';
  return [...html.matchAll(/<(\w+)([^>]*)>/g)].map(([, tag, attributes = '']) => `${tag} ${classOf(attributes).replace(' open-now', '')}`);
}

test('a line is written the same by the server and by the script', async ({ page, browser, baseURL }) => {
  const address = `/?service=${NEED}`;
  await page.goto(address);
  const scripted = await browser.newPage({ baseURL: baseURL ?? '', javaScriptEnabled: true });
  await scripted.goto(address);
  await ready(scripted);
  const idsOf = (of: Page): Promise<string[]> => lines(of).evaluateAll((items) => items.map((item) => item.getAttribute('data-place') ?? ''));
  const theirs = await idsOf(scripted);
  const common = (await idsOf(page)).find((id) => theirs.includes(id)) ?? '';
  const htmlOf = (of: Page): Promise<string> => of.locator(`.line[data-place="${common}"]`).innerHTML();
  expect(shape(await htmlOf(scripted))).toEqual(shape(await htmlOf(page)));
  await scripted.close();
});
