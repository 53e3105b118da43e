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

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`);
}

/**
 * Runs axe on what shows, in each of these colours, and leaves it in light ones. It injects axe: the test must set bypassCSP.
 * The test goes on, to tell all that is wrong.
 */
export async function expectNoViolation(page: Page, name = page.url(), ...wanted: readonly Colour[]): Promise<void> {
  for (const colour of wanted.length > 0 ? wanted : (Object.keys(colours) as Colour[])) {
    await page.emulateMedia(colours[colour]);
    expect.soft(await violations(page), `${name}, ${colour} colours`).toEqual([]);
  }
  await page.emulateMedia(colours.light);
}
