import { expect, test, type Page } from '@playwright/test';
import { answered, change, drawer, lines, open } from './helpers.ts';

test.beforeEach(({ page, baseURL }) => open(page, baseURL));

for (const id of ['needs', 'when', 'kinds', 'further'] as const) {
  test(`Escape closes the panel "${id}" and gives the focus back to its title`, async ({ page }) => {
    const panel = await drawer(page, id);
    await panel.locator('input').first().focus();
    await page.keyboard.press('Escape');
    await expect(panel).not.toHaveAttribute('open');
    await expect(panel.locator('summary')).toBeFocused();
  });

  test(`the end of the panel "${id}" leads to the results, and says how many`, async ({ page }) => {
    const panel = await drawer(page, id);
    await panel.locator('input:visible').last().check();
    const end = panel.getByRole('button', { name: /^Voir les lieux/ });
    await expect(async () => expect((await end.textContent())?.replace(/[()]/g, '')).toBe(`Voir les lieux ${await counted(page)}`)).toPass({ timeout: 5000 });
    await end.click();
    await expect(panel).toBeHidden();
    await expect(page.locator('#summary')).toBeFocused();
    await expect(page.locator('#summary')).toBeInViewport();
  });
}

/** How many places the summary tells, as a button does: "36", "114 à vérifier", "0" for "aucun lieu". */
async function counted(page: Page): Promise<string> {
  const summary = ((await page.locator('#summary').textContent()) ?? '').replace(/aucun/i, '0');
  const [, number = '', unsure = ''] = /(\d[\d\s]*)\slieux?(\sà\svérifier)?(, \d+\sà\svérifier)?$/.exec(summary) ?? [];
  return number + unsure;
}

test('Escape closes one thing at a time', async ({ page }) => {
  const panel = await drawer(page, 'kinds');
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#sheet')).toBeHidden();
  await expect(panel).toHaveAttribute('open');
});

test('however long the panel, one sees that there are places', { tag: '@narrow' }, async ({ page }) => {
  const end = (await drawer(page, 'needs')).getByRole('button', { name: /^Voir les lieux/ });
  await expect(end).toBeInViewport({ ratio: 1 });
  for (const box of await page.locator('#needs input').all()) {
    await box.focus();
    const [focused, button] = await Promise.all([box.boundingBox(), end.boundingBox()]);
    expect((focused?.y ?? 0) + (focused?.height ?? 0), 'the button covers what has the focus').toBeLessThanOrEqual((button?.y ?? 0) + 1);
  }
});

test('the days are chosen with the keyboard alone', async ({ page }) => {
  await change(page);
  await page.locator('#when summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('N’importe quand')).toBeFocused();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Les 7 prochains jours')).toBeChecked();
  await expect(page.locator('#summary')).toContainText('7 jours');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await answered(page, 'jour=');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Quel jour ?')).toBeFocused();
});

test('at 320 pixels an open panel fits, and what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  await drawer(page, 'when');
  await page.getByLabel('Un jour').check();
  await drawer(page, 'kinds');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  for (const target of await page.locator('.filter label:visible, .panel-end button:visible, .tours a:visible, #day, #hour').all()) {
    const box = await target.boundingBox();
    expect(box?.height, await target.innerText()).toBeGreaterThanOrEqual(44);
  }
});
