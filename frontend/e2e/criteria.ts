import { expect, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { expectValid } from './html.ts';

/** What holds of every page, of its structure. Faults are all reported, each under its name: docs/accessibilite.md names the criteria of the RGAA. */

const soft = expect.soft;

/** A page of the sample, opened once, as its checks see it. */
export interface Opened {
  readonly page: Page;
  readonly name: string;
  readonly address: string;
  /** What the server wrote. */
  readonly html: string;
  /** The requests to other hosts. */
  readonly foreign: readonly string[];
  readonly narrow: boolean;
}

/** A check of a page; it leaves the page as it was found, but for the last of them. */
export type Check = (opened: Opened) => Promise<void>;

/** On a narrow screen an open sheet hides the footer until one closes it: one thing at a time. */
const closesRest = ({ name, narrow }: Pick<Opened, 'name' | 'narrow'>): boolean => narrow && name === 'fiche ouverte';

/** States of the answer: the title is the one of the answer. */
const STATES = ['réponse vide', 'fiche ouverte'];

/** Headings that are shown, as levels in order. */
const levels = (page: Page): Promise<number[]> =>
  page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1])));

/** Of the page as it opens. */
export const structure: Readonly<Record<string, Check>> = {
  'the server wrote valid HTML': async ({ html, name }) => expectValid(html, name),

  'only the server and the tiles get requests': async ({ foreign }) => soft(foreign.filter((url) => !/geopf/.test(url))).toEqual([]),

  'nothing sticks out on the side': async ({ page }) => soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0),

  '8.6 each page has a title of its own, the one that the server wrote': async ({ page, name, html }) => {
    if (STATES.includes(name)) return;
    const title = await page.title();
    soft(title).toMatch(/\S.* – Escale$/);
    const plain = (text: string): string => text.replaceAll('&#39;', '’').replaceAll('&amp;', '&');
    soft(plain(/<title>([^<]*)/.exec(html)?.[1] ?? '')).toBe(title);
  },

  '9.1 headings begin at one, and skip no level': async ({ page }) => {
    const found = await levels(page);
    soft(found.filter((level) => level === 1).length).toBe(1);
    soft(found.filter((level, i) => level > (found[i - 1] ?? 0) + 1), found.join(' ')).toEqual([]);
  },

  '9.2 and 12.6 each page has one header, one main and one footer, and nothing shows outside': async ({ page, name, narrow }) => {
    const shown = closesRest({ name, narrow }) ? (['banner', 'main'] as const) : (['banner', 'main', 'contentinfo'] as const);
    for (const landmark of shown) await soft(page.getByRole(landmark), landmark).toHaveCount(1);
    const outside = await page.evaluate(() => {
      const within = 'header, main, footer, nav, section[aria-label], [role=status], .skip, script, .sprite';
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (texts.nextNode()) if (texts.currentNode.textContent?.trim() && !texts.currentNode.parentElement?.closest(within)) found.push(texts.currentNode.textContent.trim());
      return found;
    });
    soft(outside).toEqual([]);
  },

  '12.1 and 12.4 every page shows its footer, which leads to the plan and to accessibility': async ({ page, name, narrow }) => {
    for (const link of ['Plan du site', /^Accessibilité :/]) {
      await soft(page.getByRole('contentinfo', { includeHidden: true }).getByRole('link', { name: link, includeHidden: true })).toBeVisible({ visible: !closesRest({ name, narrow }) });
    }
  },

  '2, 5, 11.8 and 13.2 each frame and each table is named, no long list to unroll, no window that opens by itself': async ({ page, address }) => {
    await soft(page.locator('frame, object, embed, video, audio, canvas:not(.leaflet-container canvas), [target=_blank], marquee, blink, optgroup')).toHaveCount(0);
    await soft(page.locator('iframe')).toHaveCount(address.startsWith('/integrer') ? 1 : 0);
    for (const frame of await page.locator('iframe').all()) await soft(frame).toHaveAttribute('title', /^Aide numérique /);
    const tables = await page.locator('table').evaluateAll((all) => all.map((table) => ({
      caption: table.querySelector('caption')?.textContent?.trim() ?? '',
      loose: [...table.querySelectorAll('th')].filter((th) => !['col', 'row'].includes(th.scope)).length,
      headed: [...table.querySelectorAll('tbody tr')].every((row) => row.querySelector('th[scope=row]')),
      spans: table.querySelectorAll('[colspan], [rowspan]').length,
    })));
    soft(tables.filter(({ caption, loose, headed, spans }) => !caption || loose || !headed || spans)).toEqual([]);
    soft(tables.length > 0).toBe(address.startsWith('/orientation'));
  },

  'axe finds nothing, in light, dark and forced colours': async ({ page, name }) => expectNoViolation(page, name),
};

/** Puts the focus before all that the page holds. */
const toTheTop = (page: Page): Promise<void> => page.evaluate(() => {
  const top = document.createElement('span');
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
});

/** With the keyboard: it moves the focus. */
export const walked: Readonly<Record<string, Check>> = {
  '12.8 and 12.9 Tab follows the page, and is caught nowhere': async ({ page, name }) => {
    // The order of the sheet is that of the page of a place, and Escape leaves it (sheet.spec.ts); the list of communes is 445 links alike.
    if (['fiche ouverte', 'les communes'].includes(name)) return;
    await toTheTop(page);
    const { met, left } = await walk(page, 'Tab');
    soft(left).toBe(true);
    soft(met.length).toBeGreaterThan(3);
    // Radio buttons are one stop; everything else comes in the order it is written, as it is seen.
    soft([...met].sort((a, b) => a - b)).toEqual(met);
  },
};

/** The last on a narrow screen: following the link changes the address, which asks some pages anew. */
export const skipped: Readonly<Record<string, Check>> = {
  '12.7 the first Tab leads past the header': async ({ page, name }) => {
    if (name === 'fiche ouverte') return; // the focus is in the sheet already
    await toTheTop(page);
    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    await soft(skip).toHaveText(/^Aller (au contenu|à la question|à la liste des lieux)$/);
    await soft(skip).toBeInViewport({ ratio: 1 });
    const target = page.locator((await skip.getAttribute('href')) ?? '');
    await page.keyboard.press('Enter');
    await soft(target).toBeVisible();
    await soft(target).toBeFocused();
  },
};

/** Of the page, once all that folds is open. */
export const unfolded: Readonly<Record<string, Check>> = {
  '11.1 to 11.7 each field has a label that is seen, and each group its legend': async ({ page }) => {
    const faults = await page.locator('input:visible, textarea:visible').evaluateAll((fields) => (fields as HTMLInputElement[]).flatMap((field) => {
      const label = [...(field.labels ?? [])].map((one) => one.innerText.trim()).join('');
      const legend = field.closest('fieldset')?.querySelector('legend')?.textContent?.trim();
      return [label ? '' : `no label: ${field.outerHTML}`, field.type !== 'radio' || legend ? '' : `no legend: ${field.outerHTML}`].filter(Boolean);
    }));
    soft(faults).toEqual([]);
  },
};

/** Walks by Tab until the focus leaves the page, or comes round; what it met, in order. */
async function walk(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<{ met: number[]; left: boolean }> {
  await page.evaluate(() => document.querySelectorAll('body *').forEach((one, i) => one.setAttribute('data-order', String(i))));
  const met: number[] = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press(key);
    const order = await page.evaluate(() => Number(document.activeElement?.getAttribute('data-order') ?? -1));
    if (order === -1 || order === met[0]) return { met, left: true };
    met.push(order);
  }
  return { met, left: false };
}
