import { expect, test, type Page } from '@playwright/test';
import { answerTiles, COMMUNE, NEED, open } from './helpers.ts';

/** Presses Tab until what has the focus is what is looked for. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} not reached in ${most} presses of Tab`);
}

const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => Number.parseFloat(getComputedStyle(document.activeElement ?? document.body).outlineWidth) >= 3);

test('from the landing to a telephone number with the keyboard alone', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await tabTo(page, '#change > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '#q');
  await page.keyboard.type(COMMUNE.toLowerCase());
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('#summary')).toContainText(COMMUNE);

  await tabTo(page, '#change > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '#needs summary');
  await page.keyboard.press('Enter');
  await tabTo(page, `input[value="${NEED}"]`);
  await page.keyboard.press('Space');
  await expect(page.locator('#summary')).toContainText('CAF');

  await tabTo(page, '.card h2 a');
  expect(await focusIsSeen(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(page.locator('#sheet h1')).toBeFocused();
  await tabTo(page, '#sheet .call');
  expect(await focusIsSeen(page)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.locator('.card h2 a').first()).toBeFocused();
});

test('the first Tab offers the list, and it goes there', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller à la liste des lieux' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, '.card h2 a', 3);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('from the landing to a telephone number with the keyboard alone', async ({ page, baseURL }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto('/?etape=reponse');
    await page.locator('#change > summary').press('Enter');
    await page.locator('#q').focus();
    await page.keyboard.type(COMMUNE);
    await page.keyboard.press('Enter');
    await expect(page.locator('#summary')).toContainText(COMMUNE);
    await page.locator('.card h2 a').first().focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('main .call')).toHaveAttribute('href', /^tel:/);
  });
});
