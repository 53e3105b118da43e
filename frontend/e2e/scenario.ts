import { expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolation, type Colour } from './axe.ts';

/** What holds of every page and state that a scenario opens: axe finds nothing, and nothing sticks out on the side. */
export async function expectSound(page: Page, ...colours: Colour[]): Promise<void> {
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(0);
  await expectNoViolation(page, page.url(), ...(colours.length > 0 ? colours : (['light'] as const)));
}

/** A finger, or a mouse, that counts how often it touches. */
export class Hand {
  taps = 0;

  async touch(target: Locator): Promise<void> {
    this.taps++;
    if (await target.page().evaluate(() => navigator.maxTouchPoints > 0)) await target.tap();
    else await target.click();
  }
}

export const pick = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true });

export const question = (page: Page, name: string): Locator => page.getByRole('heading', { name, exact: true });

/** Presses Tab until what has the focus is what is looked for; each thing passed must show that it has it. */
export async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const { found, outline, name } = await page.evaluate((wanted) => {
      const focused = document.activeElement ?? document.body;
      const { outlineWidth, outlineStyle } = getComputedStyle(focused);
      return { found: focused.matches(wanted), outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth), name: focused.outerHTML.slice(0, 120) };
    }, selector);
    if (!name.startsWith('<body')) expect(outline, `the focus is not seen on ${name}`).toBeGreaterThanOrEqual(3);
    if (found) return;
  }
  throw new Error(`${selector} not reached in ${most} presses of Tab`);
}
