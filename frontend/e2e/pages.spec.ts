import { expect, test, type Page } from '@playwright/test';
import { skipped, structure, unfolded, walked, type Check, type Opened } from './criteria.ts';
import { unfoldedNarrow, unfoldedWide, upright, withoutStyle } from './criteria-sight.ts';
import { expectNoViolation, type Colour } from './axe.ts';
import { expectValid } from './html.ts';
import { knownTo, OTHERS, SAMPLE, TRANSLATED, visit } from './sample.ts';

/** Each page is opened once at each width, and every check of it is run there. Every fault is reported, under the name of its check. */

test.use({ bypassCSP: true }); // axe and style sheets are injected
test.describe.configure({ timeout: 90_000 }); // a page is looked at whole

/** How much a page may move while it loads (BUDGETS: cumulative layout shift). */
const MOST = 0.05;
/** The pages of which it is measured, one of each template, on a processor four times as slow. */
const MOVES = ['accueil, question 1', 'réponse', 'page d’un lieu', 'page d’une commune', 'agenda du bus', 'comparaison'];

async function run(checks: Readonly<Record<string, Check>>, opened: Opened): Promise<void> {
  for (const [name, check] of Object.entries(checks)) await test.step(name, () => check(opened));
}

/** The requests to other hosts than the server, from now on. */
function strangers(page: Page, baseURL: string | undefined): string[] {
  const urls: string[] = [];
  page.on('request', (sent) => /^(data:|blob:)/.test(sent.url()) || sent.url().startsWith(baseURL ?? '') || urls.push(sent.url()));
  return urls;
}

/** Opens a page on a slow telephone; returns the sum of the shifts that nobody caused, and what the server wrote. */
async function openSlowly(page: Page, baseURL: string | undefined, address: string): Promise<{ readonly html: string; readonly shift: number }> {
  await page.addInitScript(() => {
    const total = { shift: 0 };
    Object.assign(globalThis, { total });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) total.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const html = await visit(page, baseURL, address);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const shift = await page.evaluate(() => (globalThis as unknown as { total: { shift: number } }).total.shift);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return { html, shift };
}

for (const [name, addressOf] of Object.entries(SAMPLE)) {
  test(`page: ${name}`, { tag: ['@narrow', '@wide'] }, async ({ page, baseURL, request }) => {
    const [address, narrow, foreign] = [addressOf(await knownTo(request)), page.viewportSize()?.width === 360, strangers(page, baseURL)];
    const { html, shift } = MOVES.includes(name) ? await openSlowly(page, baseURL, address) : { html: await visit(page, baseURL, address), shift: 0 };
    await test.step('it does not move while it loads', () => expect.soft(shift).toBeLessThanOrEqual(MOST));
    const opened = { page, name, address, html, foreign, narrow };
    await run(structure, opened);
    if (narrow) await run(upright, opened);
    const details = page.locator('details');
    const open = await details.evaluateAll((all) => all.map((one) => one.hasAttribute('open')));
    await details.evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    await run(unfolded, opened);
    await run(narrow ? unfoldedNarrow : unfoldedWide, opened);
    await details.evaluateAll((all, before) => all.forEach((one, i) => one.toggleAttribute('open', before[i])), open);
    if (narrow || address.startsWith('/?')) await run(walked, opened);
    await run(narrow ? skipped : withoutStyle, opened);
  });
}

/** The checks of a page that is not in the sample. */
async function expectSoundPage(page: Page, html: string, ...colours: Colour[]): Promise<void> {
  await test.step('the server wrote valid HTML', () => expectValid(html));
  await test.step('nothing sticks out on the side', async () => expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0));
  await test.step('axe finds nothing', () => expectNoViolation(page, page.url(), ...colours));
}

for (const [name, addressOf] of Object.entries(OTHERS)) {
  test(`page: ${name}`, async ({ page, baseURL, request }) => {
    const foreign = strangers(page, baseURL);
    await expectSoundPage(page, await visit(page, baseURL, addressOf(await knownTo(request))));
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    if (name === 'une erreur signalée') await expect(page.getByText('Merci')).toBeVisible();
    expect(foreign).toEqual([]);
  });
}

for (const code of ['ar', 'pt']) {
  for (const [name, addressOf] of Object.entries(TRANSLATED)) {
    test(`page in ${code}: ${name}`, async ({ page, baseURL, request }) => {
      await expectSoundPage(page, await visit(page, baseURL, `${addressOf(await knownTo(request))}lang=${code}`), 'light');
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(code === 'ar' ? 'rtl' : 'ltr');
    });
  }
}
