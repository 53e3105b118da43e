import { expect, test, type Page } from '@playwright/test';
import { answerTiles, COMMUNE, NEED, open } from './helpers.ts';

/** Presses Tab until what has the focus is what is looked for; backwards where it lies above. */
async function tabTo(page: Page, selector: string, most = 60, key = 'Tab'): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} not reached in ${most} presses of ${key}`);
}

const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => Number.parseFloat(getComputedStyle(document.activeElement ?? document.body).outlineWidth) >= 3);

test('from the landing to a telephone number with the keyboard alone', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await tabTo(page, '#change > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '#q');
  await page.keyboard.type(COMMUNE.toLowerCase());
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('#summary')).toContainText(COMMUNE);

  await tabTo(page, '#change > summary', 60, 'Shift+Tab');
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

test('the first Tab offers the list, and it goes there', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, '#change > summary', 1);
  await tabTo(page, '.card h2 a', 2);
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
    await expect(page.locator('main .call').first()).toHaveAttribute('href', /^tel:/);
  });
});
