import { expect, test, type Page } from '@playwright/test';
import { answered, chooseSuggestion, lines, open } from './helpers.ts';
import { expectSound, Hand, pick, question } from './scenario.ts';

test.describe.configure({ timeout: 90_000 }); // many pages, each looked at whole

test.use({ bypassCSP: true }); // axe is injected

/** The pages of a PDF as Chromium writes it. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** In points, what these words measure on paper. */
const points = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).first().evaluate((element) => (Number.parseFloat(getComputedStyle(element).fontSize) * 72) / 96);

test('a secretary prints the sheet of a place for somebody without internet', async ({ page, baseURL }) => {
  const hand = new Hand();
  await open(page, baseURL, '/');
  await expectSound(page);
  await hand.touch(pick(page, 'CAF'));
  await expect(question(page, 'Où êtes-vous ?')).toBeFocused();
  await chooseSuggestion(page, 'Périers', 'Commune');
  await expect(question(page, 'Quand ?')).toBeFocused();
  await hand.touch(pick(page, 'N’importe quand'));
  await answered(page, 'lat=');
  const card = lines(page).filter({ has: page.locator('.tag-sure') }).filter({ has: page.locator('.call') }).first();
  const link = card.getByRole('heading').getByRole('link');
  const [name, href, phone] = [await link.textContent(), await link.getAttribute('href'), await card.locator('.call').getAttribute('href')];
  await page.goto(href ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name ?? '?');
  await expectSound(page);
  await expect(page.getByRole('button', { name: 'Imprimer' })).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.call').first()).toHaveAttribute('href', phone ?? '?');
  await expect(page.locator('.call .number').first()).toHaveText(/^0\d( |\s)(\d\d\s?){4}$/);
  await expect(page.locator('address')).toHaveText(/\d{5} \S/);
  await expect(page.locator('.offer').first().getByRole('heading', { name: 'Horaires' })).toBeVisible();
  await expect(page.locator('.offer').first()).toContainText(/(?:lundi|mardi|mercredi|jeudi|vendredi)[^]*\d\sh/i);
  await expect(page.locator('.paper-code .qr')).toBeVisible();
  await expect(page.locator('.paper-code p')).toHaveText(page.url());
  expect((await page.locator('.paper-code .qr').boundingBox())?.width).toBeGreaterThan(72); // 19 mm
  for (const selector of ['h1', '.call', 'address', '.offer .hours']) expect(await points(page, selector), selector).toBeGreaterThanOrEqual(12);
  await expect(page.locator('button:visible, input:visible, .button:visible, .foot:visible, .skip:visible')).toHaveCount(0);
  expect(pagesOf(await page.pdf({ format: 'A4', preferCSSPageSize: true }))).toBe(1);
});
