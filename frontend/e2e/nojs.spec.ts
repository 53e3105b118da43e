import { expect, test, type Page } from '@playwright/test';
import { announced, COMMUNE, lines, NEED, open, placesOf } from './helpers.ts';

test.use({ javaScriptEnabled: false });

test('without JavaScript the list is there, with links that call', async ({ page }) => {
  await page.goto('/?etape=reponse');
  expect(await announced(page)).toBeGreaterThan(0);
  expect(await lines(page).count()).toBeGreaterThan(0);
  expect(await page.locator('#results .phone').first().getAttribute('href')).toMatch(/^tel:\+?\d+$/);
  for (const hidden of ['#panel-map', '#tabs', '#locate', '#sheet']) await expect(page.locator(hidden)).toBeHidden();
});

test('without JavaScript the form searches and filters', async ({ page }) => {
  await page.goto('/?etape=reponse');
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
  await page.goto('/?etape=reponse');
  const next = page.getByRole('link', { name: 'Voir plus' });
  const first = await lines(page).first().getAttribute('data-place');
  // Lines far below get their true height as they come into view: let them settle.
  await next.scrollIntoViewIfNeeded();
  await next.click();
  await expect(page).toHaveURL(/page=2/);
  await expect(lines(page).first()).not.toHaveAttribute('data-place', first ?? '');
});

/** Tags with their classes and addresses, and texts, in order. */
function shape(html: string): string[] {
  const said = (attributes: string): string => [...attributes.matchAll(/(?:class|href)="([^"]*)"/g)].map(([, value]) => value).join(' ');
  const parts = [...html.replaceAll('&nbsp;', ' ').matchAll(/<(\w+)([^>]*)>|([^<>]+)/g)];
  return parts.map(([, tag, attributes = '', text = '']) => (tag ? `${tag} ${said(attributes)}`.trim() : text.trim())).filter(Boolean);
}

/** What an empty answer says: sentences and ways out, each in one piece. */
async function messageOf(page: Page): Promise<string[]> {
  const texts = await page.locator('#message').locator('p, li').allTextContents();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

async function listOf(page: Page): Promise<unknown> {
  const htmls = await page.locator('#results > li').evaluateAll((items) => items.map((item) => item.outerHTML));
  return { summary: await page.locator('#summary').textContent(), lines: htmls.map(shape) };
}

for (const address of ['/?etape=reponse', `/?service=${NEED}`, `/?service=${NEED},cv&q=${COMMUNE}`, '/?q=france+services', '/?kind=epn,van', '/?kind=van&quand=mois', `/?quand=semaine&service=${NEED}&q=${COMMUNE}`, '/?quand=aujourdhui', '/?quand=maintenant', '/?jour=2026-12-08&heure=14:30', `/?jour=2026-12-03&heure=10:00&service=${NEED}&q=${COMMUNE}`, `/?service=${NEED}&certainty=confirmed&fee=gratuit&q=${COMMUNE}`, '/?zone=-1.3,49,-1,49.3', `/?zone=-1.6,49,-1,49.7&service=${NEED}&quand=semaine`, `/?zone=-1.6,49,-1,49.7&q=${COMMUNE}`, `/?lang=en&service=${NEED}&q=${COMMUNE}`, `/?lang=ar&quand=semaine&service=${NEED},cv&q=${COMMUNE}`, '/?lang=pt&kind=van&quand=mois', '/?lang=falc&jour=2026-12-08&heure=14:30']) {
  test(`the server writes the list as the script does: ${address}`, async ({ page, browser, baseURL }) => {
    await page.goto(address);
    const scripted = await browser.newPage({ baseURL: baseURL ?? '', javaScriptEnabled: true });
    await open(scripted, baseURL, address);
    expect(await listOf(page)).toEqual(await listOf(scripted));
    await scripted.close();
  });
}

for (const address of [
  '/?kind=van&service=cv&jour=2026-12-06&fee=gratuit', `/?service=${NEED},cv&jour=2026-12-06&q=${COMMUNE}`, '/?care=surdite&audience=femmes&kind=van',
  '/?kind=van&service=securite&quand=maintenant', '/?lang=en&kind=van&service=securite&quand=maintenant',
  '/?kind=van&jour=2026-12-06&heure=03:00', '/?lang=en&kind=van&jour=2026-12-06&heure=03:00', `/?lang=ar&service=${NEED},cv&jour=2026-12-06&q=${COMMUNE}`, '/?lang=pt&care=surdite&audience=femmes&kind=van', `/?jour=2026-12-08&heure=03:00&service=${NEED}&q=${COMMUNE}`, '/?q=zzzzqqqq', '/?q=zzzzqqqq&quand=semaine', '/?zone=-1.99,49.1,-1.98,49.11', `/?zone=-1.12,49.1,-1.07,49.13&service=${NEED}&kind=van&jour=2026-12-06`, `/?support=atelier&care=surdite&audience=femmes&kind=van&service=${NEED}&q=${COMMUNE}`,
]) {
  test(`the server says the same of an empty answer: ${address}`, async ({ page, browser, baseURL }) => {
    await page.goto(address);
    await expect(lines(page)).toHaveCount(0);
    const scripted = await browser.newPage({ baseURL: baseURL ?? '', javaScriptEnabled: true });
    await open(scripted, baseURL, address);
    await expect(scripted.locator('#message li').last()).toBeVisible();
    await expect(async () => expect(await messageOf(scripted)).toEqual(await messageOf(page))).toPass({ timeout: 5000 });
    await scripted.close();
  });
}

test('without JavaScript the further choices filter, and are kept', async ({ page, request }) => {
  await page.goto(`/?service=${NEED}`);
  await page.locator('#further summary').click();
  await page.getByLabel('Gratuit').check();
  await page.getByLabel('Sûr seulement').check();
  await page.locator('#further').getByRole('button', { name: 'Voir les lieux' }).click();
  await expect(page).toHaveURL(/fee=gratuit/);
  const wanted = await placesOf(request, `?service=${NEED}&fee=gratuit&certainty=confirmed`);
  expect(await announced(page)).toBe(wanted.length);
  await page.locator('#further summary').click();
  for (const label of ['Gratuit', 'Sûr seulement']) await expect(page.getByLabel(label)).toBeChecked();
  await expect(page.locator('#further-chosen')).toHaveText('2 choisis');
});

test('without JavaScript an empty answer leads on by links', async ({ page }) => {
  await page.goto(`/?service=${NEED}&jour=2026-12-06&fee=gratuit&q=${COMMUNE}`);
  const way = page.locator('#message').getByRole('link').first();
  const count = Number(/ : (\d+) lieu/.exec((await way.textContent()) ?? '')?.[1]);
  await way.click();
  expect(await announced(page)).toBe(count);
  await expect(page.locator('#summary')).toContainText(COMMUNE);
});
