import { expect, test, type Page } from '@playwright/test';
import { answerTiles, placePage } from './helpers.ts';

/** What of the header sticks out of the screen or of the header, or lies on its neighbour. */
const faults = (page: Page): Promise<string[]> =>
  page.locator('header.top').evaluate((header) => {
    const shown = [...header.querySelectorAll<HTMLElement>('.brand, .publisher, .nav-wide a, summary')].filter((one) => one.checkVisibility());
    const frame = header.getBoundingClientRect();
    const boxes = shown.map((one) => ({ name: one.textContent?.trim() ?? '', one, box: one.getBoundingClientRect() }));
    const out = boxes.filter(({ one, box }) => box.left < -1 || box.right > innerWidth + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 5 || one.scrollWidth > one.clientWidth + 1);
    const apart = (a: DOMRect, b: DOMRect): boolean => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const over = boxes.filter(({ box }, i) => boxes.some((other, j) => i !== j && !apart(box, other.box)));
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    return [...wide, ...[...out, ...over].map(({ name }) => name), ...(boxes.length < 2 ? ['nothing in it'] : [])];
  });

test('no header is clipped between 320 and 1920 pixels', async ({ page, baseURL, request }) => {
  test.setTimeout(120_000);
  await answerTiles(page, baseURL ?? '');
  const place = await placePage(request);
  for (const address of ['/?etape=reponse', place, '/communes', '/?lang=pt', `${place}?lang=ar`]) {
    await page.goto(address);
    for (let width = 320; width <= 1920; width += 40) {
      await page.setViewportSize({ width, height: 640 });
      expect(await faults(page), `${address} at ${width}`).toEqual([]);
    }
  }
});

test('with text twice as large the header still holds what is in it', async ({ page }) => {
  await page.goto('/communes');
  for (const width of [360, 768, 1024, 1280]) {
    await page.setViewportSize({ width, height: 640 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '212.5%'));
    expect(await faults(page), `at ${width}`).toEqual([]);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the menu opens and leads on @narrow', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/mentions-legales');
    const link = page.locator('.menu').getByRole('link', { name: 'Communes' });
    await expect(link).toBeHidden();
    await page.getByText('Menu', { exact: true }).click();
    await expect(link).toBeVisible();
    expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await link.click();
    await expect(page).toHaveURL(/\/communes$/);
    await expect(page.locator('.menu [aria-current]')).toHaveText('Communes');
  });
});
