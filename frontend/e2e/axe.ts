import { expect, type Page } from '@playwright/test';
import { createRequire } from 'node:module';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const colours = {
  light: { colorScheme: 'light', forcedColors: 'none' }, dark: { colorScheme: 'dark', forcedColors: 'none' }, forced: { colorScheme: 'light', forcedColors: 'active' },
} as const;

export type Colour = keyof typeof colours;

/** The rules that read colours, of those that axe asks by itself. */
const COLOURS_ALONE = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } as const;

async function violations(page: Page, options: object): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(options)).violations;
  }, options);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`);
}

/**
 * Runs axe on what shows, in each of these colours, and leaves it in light ones. It injects axe: the test must set bypassCSP.
 * All rules are asked in the first colours; in the others those that read colours, for nothing else of a page changes with
 * them (test/colours.test.ts). The test goes on, to tell all that is wrong.
 */
export async function expectNoViolation(page: Page, name = page.url(), ...wanted: readonly Colour[]): Promise<void> {
  const all = wanted.length > 0 ? wanted : (Object.keys(colours) as Colour[]);
  for (const colour of all) {
    await page.emulateMedia(colours[colour]);
    expect.soft(await violations(page, colour === all[0] ? {} : COLOURS_ALONE), `${name}, ${colour} colours`).toEqual([]);
  }
  await page.emulateMedia(colours.light);
}
