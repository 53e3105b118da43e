import { expect, test, type Page } from '@playwright/test';
import { announced, COMMUNE, lines, NEED, open } from './helpers.ts';

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
  const first = await lines(page).first().getAttribute('data-place');
  await next.click();
  await expect(lines(page).first()).not.toHaveAttribute('data-place', first ?? '');
});

/** Tags with their classes and addresses, and texts, in order. */
function shape(html: string): string[] {
  const said = (attributes: string): string => [...attributes.matchAll(/(?:class|href)="([^"]*)"/g)].map(([, value]) => value).join(' ');
  const parts = [...html.replaceAll('&nbsp;', ' ').matchAll(/<(\w+)([^>]*)>|([^<>]+)/g)];
  return parts.map(([, tag, attributes = '', text = '']) => (tag ? `${tag} ${said(attributes)}` : text.trim())).filter(Boolean);
}

async function listOf(page: Page): Promise<unknown> {
  const htmls = await lines(page).evaluateAll((items) => items.map((item) => item.innerHTML));
  return { summary: await page.locator('#summary').textContent(), lines: htmls.map(shape) };
}

for (const address of ['/', `/?service=${NEED}`, `/?service=${NEED},cv&q=${COMMUNE}`, '/?q=france+services', '/?kind=epn,van', '/?kind=van&quand=mois', `/?quand=semaine&service=${NEED}&q=${COMMUNE}`, '/?quand=aujourdhui']) {
  test(`the server writes the list as the script does: ${address}`, async ({ page, browser, baseURL }) => {
    await page.goto(address);
    const scripted = await browser.newPage({ baseURL: baseURL ?? '', javaScriptEnabled: true });
    await open(scripted, baseURL, address);
    expect(await listOf(page)).toEqual(await listOf(scripted));
    await scripted.close();
  });
}
