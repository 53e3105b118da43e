import { expect, test, type Browser, type Page } from '@playwright/test';
import { answerTiles, lines, open } from './helpers.ts';
import { expectSound, pick, question, tabTo } from './scenario.ts';

test.describe.configure({ timeout: 90_000 }); // many pages, each looked at whole

test.use({ bypassCSP: true }); // axe is injected

const TOWN = 'Périers';

test('with the keyboard alone, from the landing to the telephone', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await expectSound(page);
  await tabTo(page, '[data-pick=caf]');
  await page.keyboard.press('Enter');
  await expect(question(page, 'Où êtes-vous ?')).toBeFocused();
  await tabTo(page, '#q');
  await page.keyboard.type(TOWN.toLowerCase());
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expectSound(page);
  await page.keyboard.press('Enter');
  await expect(question(page, 'Quand ?')).toBeFocused();
  await tabTo(page, '[data-pick=semaine]');
  await page.keyboard.press('Enter');
  await expect(page.locator('#summary')).toBeFocused();
  await expectSound(page);
  await tabTo(page, '.card .call');
  await expect(page.locator(':focus')).toHaveAttribute('href', /^tel:\+?\d+$/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#sheet h1')).toBeFocused();
  await expect(page.locator('#sheet h1')).toBeVisible();
  await expectSound(page);
  await tabTo(page, '#sheet .call');
  await page.keyboard.press('Escape');
  await expect(lines(page).first().getByRole('heading').getByRole('link')).toBeFocused();
});

test('the first Tab of a question leads to it, past what comes before', async ({ page, baseURL }) => {
  await open(page, baseURL, '/?etape=ou');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await tabTo(page, '.recall a', 1);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  /** Without scripts axe cannot run: the same page, its scripts withheld, is looked at instead. */
  async function expectSoundWithout(page: Page, browser: Browser): Promise<void> {
    const other = await browser.newPage({ bypassCSP: true, serviceWorkers: 'block', viewport: page.viewportSize(), javaScriptEnabled: true });
    await other.route('**/static/*.js', (route) => route.abort());
    await other.goto(page.url());
    await expect(other.locator('body.scripted')).toHaveCount(0);
    await expectSound(other);
    await other.close();
  }

  test('from the landing to the telephone', async ({ page, baseURL, browser }) => {
    await answerTiles(page, baseURL ?? '');
    await page.goto('/');
    await expect(question(page, 'De quoi avez-vous besoin ?')).toBeVisible();
    await expectSoundWithout(page, browser);
    await pick(page, 'CAF').click();
    await expect(question(page, 'Où êtes-vous ?')).toBeVisible();
    await expect(page).toHaveTitle(/^Où êtes-vous/);
    await expectSoundWithout(page, browser);
    await page.locator('#q').fill(TOWN);
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(question(page, 'Quand ?')).toBeVisible();
    await expectSoundWithout(page, browser);
    await pick(page, 'Les 7 prochains jours').click();
    await expect(page.locator('#summary')).toContainText(`CAF près de ${TOWN}, 7 jours`);
    await expectSoundWithout(page, browser);
    const phone = await lines(page).first().locator('.call').getAttribute('href');
    await lines(page).first().getByRole('heading').getByRole('link').click();
    await expect(page.locator('.call').first()).toHaveAttribute('href', phone ?? '?');
    expect(phone).toMatch(/^tel:\+?\d+$/);
    await expectSoundWithout(page, browser);
  });
});
