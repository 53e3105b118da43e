import { expect, type Page } from '@playwright/test';
import type { Check } from './criteria.ts';

/** What holds of every page, of what is seen: sizes, spacing, colours of what is not text. docs/accessibilite.md names the criteria of the RGAA. */

const soft = expect.soft;

/** Boxes that hide a part of their text, or stick out of the page. */
const cut = (page: Page): Promise<string[]> => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`the page is ${wide} px too wide`] : [];
  const unseen = [...document.querySelectorAll('body *')].filter((one) => getComputedStyle(one).clipPath === 'inset(50%)'); // only for those who hear the page
  for (const box of document.querySelectorAll<HTMLElement>('body *')) {
    if (unseen.some((one) => one.contains(box))) continue;
    if (!box.checkVisibility() || !box.innerText?.trim() || box.closest('.visually-hidden, .leaflet-container, .skip')) continue;
    const { overflowX, overflowY } = getComputedStyle(box);
    if (overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1) found.push(`cut on the side: ${box.outerHTML.slice(0, 120)}`);
    if (overflowY === 'hidden' && box.scrollHeight > box.clientHeight + 1) found.push(`cut below: ${box.outerHTML.slice(0, 120)}`);
  }
  return found;
});

/** Texts of neighbours that lie over one another. */
const overlaps = (page: Page): Promise<string[]> => page.evaluate(() => {
  const words = (one: Element): DOMRect => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const [whole, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()]; // without what only screen readers read
    const [left, top] = [Math.max(whole.left, box.left), Math.max(whole.top, box.top)];
    return new DOMRect(left, top, Math.min(whole.right, box.right) - left, Math.min(whole.bottom, box.bottom) - top);
  };
  /** A link without ground nor edge may be touched a little beyond its words: that may lie over words, not over another thing to touch. */
  const touched = (one: Element): boolean => one.matches('a, button, label, summary');
  const bare = (one: Element): boolean => one.matches('a') && getComputedStyle(one).backgroundColor === 'rgba(0, 0, 0, 0)' && getComputedStyle(one).borderTopWidth === '0px';
  const boxes = [...document.querySelectorAll<HTMLElement>('main a, main button, main h1, main h2, main h3, main label, main summary, main p')]
    .filter((one) => one.checkVisibility() && one.innerText.trim() && !one.closest('.leaflet-container, .visually-hidden, .skip, .panel-end'))
    .map((one) => ({ one, box: one.getBoundingClientRect(), words: words(one) })).filter(({ box }) => box.width > 2 && box.height > 2);
  const found: string[] = [];
  boxes.forEach((first, i) => boxes.slice(i + 1).forEach((second) => {
    const [one, other] = [first.one, second.one];
    if (one.contains(other) || other.contains(one)) return;
    const box = bare(one) && !touched(other) ? first.words : first.box;
    const beside = bare(other) && !touched(one) ? second.words : second.box;
    const [across, down] = [Math.min(box.right, beside.right) - Math.max(box.left, beside.left), Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top)];
    if (across > 3 && down > 3) found.push(`${one.innerText.slice(0, 40)} / ${other.innerText.slice(0, 40)}`);
  }));
  return found;
});

/** Fields and buttons whose edge and ground are both too near the colour behind them, by WCAG's formula. */
const faint = (page: Page): Promise<string[]> => page.evaluate(() => {
  const rgb = (text: string): number[] => (/rgba?\((.*)\)/.exec(text)?.[1] ?? '0,0,0,0').split(/[, /]+/).map(Number);
  const luminance = (text: string): number => {
    const [r = 0, g = 0, b = 0] = rgb(text).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (one: Element | null): string => {
    for (let box = one; box; box = box.parentElement) {
      const colour = getComputedStyle(box).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const found: string[] = [];
  for (const one of document.querySelectorAll('input, textarea, button, .button, .pick, summary')) {
    if (!one.checkVisibility() || one.matches('[type=checkbox], [type=radio]')) continue; // the browser draws those
    const { borderTopColor, borderTopWidth, color } = getComputedStyle(one);
    const behind = ground(one.parentElement);
    const edge = Number.parseFloat(borderTopWidth) > 0 ? contrast(borderTopColor, behind) : 1;
    // A field is known by its edge; a button also by its words.
    const best = Math.max(edge, contrast(ground(one), behind), one.matches('input, textarea') ? 1 : contrast(color, ground(one)));
    if (best < 3) found.push(`${best.toFixed(2)} ${one.outerHTML.slice(0, 100)}`);
  }
  for (const one of document.querySelectorAll('svg.icon, svg.picture')) {
    if (!one.checkVisibility()) continue;
    const ratio = contrast(getComputedStyle(one).color, ground(one));
    if (ratio < 3) found.push(`${ratio.toFixed(2)} ${one.outerHTML.slice(0, 100)}`);
  }
  const focus = getComputedStyle(document.documentElement).getPropertyValue('--focus');
  const probe = document.body.appendChild(document.createElement('i'));
  for (const paper of ['--paper', '--wash', '--check-paper', '--error-paper', '--open-paper', '--later-paper']) {
    probe.style.color = focus;
    probe.style.backgroundColor = `var(${paper})`;
    const { color, backgroundColor } = getComputedStyle(probe);
    if (contrast(color, backgroundColor) < 3) found.push(`${contrast(color, backgroundColor).toFixed(2)} focus on ${paper}`);
  }
  probe.remove();
  return found;
});

/** Nothing is cut, and no text lies over another, while this style and this width hold. */
function fits(css: string, size?: { readonly width: number; readonly height: number }): Check {
  return async ({ page }) => {
    const before = page.viewportSize();
    if (size) await page.setViewportSize(size);
    const style = css ? await page.addStyleTag({ content: css }) : undefined;
    soft(await cut(page), 'cut').toEqual([]);
    soft(await overlaps(page), 'over one another').toEqual([]);
    await style?.evaluate((element) => (element as HTMLStyleElement).remove());
    if (size && before) await page.setViewportSize(before);
  };
}

const standOut: Check = async ({ page }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    soft(await faint(page), colorScheme).toEqual([]);
  }
};

const spaced = fits('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');

/** The criteria about a page as it opens, on a telephone turned upright and sideways. */
export const upright: Readonly<Record<string, Check>> = {
  '13.9 turned upright or sideways, a telephone shows the same': async ({ page }) => {
    const shown = (): Promise<string[]> => page.locator('body *').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && !one.matches('.visually-hidden[role=status]') && one.childElementCount === 0 && one.textContent?.trim()).map((one) => one.textContent ?? ''));
    const before = page.viewportSize() ?? { width: 0, height: 0 };
    const first = await shown();
    soft(first.length).toBeGreaterThan(5);
    await page.setViewportSize({ width: before.height, height: before.width });
    soft(await shown()).toEqual(first);
    soft(await cut(page)).toEqual([]);
    await page.setViewportSize(before);
  },

  '10.6 a link within a sentence does not stand out by its colour alone': async ({ page }) => {
    const bare = await page.locator('p a, li a').evaluateAll((links) => links.filter((link) => {
      const around = link.parentElement?.innerText.replace((link as HTMLElement).innerText, '').trim();
      const { textDecorationLine, borderTopStyle } = getComputedStyle(link);
      return link.checkVisibility() && around && textDecorationLine === 'none' && borderTopStyle === 'none' && !link.querySelector('svg');
    }).map((link) => link.outerHTML.slice(0, 120)));
    soft(bare).toEqual([]);
  },
};

/** On a narrow screen, once all that folds is open. */
export const unfoldedNarrow: Readonly<Record<string, Check>> = {
  '10.3 what is written first is seen first': async ({ page }) => {
    const above = await page.evaluate(() => {
      const own = (one: Element): boolean => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      // The names on a drawn map have no order; the tabs float over the page, at the thumb. The name of the language, where its sign stands for it, is only for those who hear the page.
      const seen = (one: Element): boolean => one.checkVisibility() && getComputedStyle(one).clipPath !== 'inset(50%)';
      const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => own(one) && seen(one) && !one.closest('.skip, .languages ul, .menu ul, .visually-hidden, .leaflet-container, .panel-end, .tabs, svg, noscript, script'));
      const boxes = shown.map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.height > 0);
      return boxes.slice(1).filter(({ one, box }, i) => box.bottom <= (boxes[i]?.box.top ?? 0) && !boxes[i]?.one.contains(one)).map(({ one }) => one.outerHTML.slice(0, 120));
    });
    soft(above).toEqual([]);
  },
  '3.3 and 10.7 edges, drawings and the focus stand out, in light and dark colours': standOut,
  '10.12 text spaced out: nothing is cut nor lies over something else': spaced,
  '10.11 at 320 pixels: nothing is cut nor lies over something else': fits('', { width: 320, height: 640 }),
};

/** On a wide screen, once all that folds is open. */
export const unfoldedWide: Readonly<Record<string, Check>> = {
  '3.3 and 10.7 edges, drawings and the focus stand out, in light and dark colours': standOut,
  '10.12 text spaced out: nothing is cut nor lies over something else': spaced,
  '10.4 text twice as large: nothing is cut nor lies over something else': fits('html { font-size: 225% !important; }'),
  '10.4 a window zoomed to 200 %: nothing is cut nor lies over something else': fits('', { width: 640, height: 640 }),
};

/** The last of all: the page has lost its style after it. */
export const withoutStyle: Readonly<Record<string, Check>> = {
  '10.2 without style sheets all that showed still shows': async ({ page }) => {
    await page.locator('main *').evaluateAll((all) => all.forEach((one) => (one as HTMLElement).checkVisibility() && one.setAttribute('data-showed', '')));
    await page.locator('link[rel=stylesheet]').evaluateAll((links) => links.forEach((link) => link.remove()));
    soft(await page.locator('main:not([hidden])').evaluate((main) => getComputedStyle(main.ownerDocument.body).margin), 'the browser’s own style').toBe('8px');
    const lost = await page.locator('[data-showed]').evaluateAll((all) => all.filter((one) => !one.checkVisibility() && one.tagName !== 'BR').map((one) => one.outerHTML.slice(0, 100)));
    soft(lost).toEqual([]);
  },
};

/** Edges, drawings and the focus of what shows now, in light and dark colours. */
export async function expectEdges(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faint(page), colorScheme).toEqual([]);
  }
}
