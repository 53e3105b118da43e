import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { answerTiles, COMMUNE } from './helpers.ts';
import type { Commune, Offers } from '../src/orientation/types.ts';

/** What a social worker asks for: three needs, no car, two afternoons. */
export const REQUEST = 'besoins=caf,cv,souris-clavier&portee=sans-voiture&libre=ma-apm,je-apm';

async function json<T>(request: APIRequestContext, path: string, base = ''): Promise<T> {
  const response = await request.get(base + path);
  expect(response.status(), path).toBe(200);
  return (await response.json()) as T;
}

export const offersOf = (request: APIRequestContext, base = ''): Promise<Offers> => json<Offers>(request, '/api/v1/orientation/offers', base);

export const communesOf = async (request: APIRequestContext, base = ''): Promise<readonly Commune[]> => (await json<{ communes: Commune[] }>(request, '/api/v1/communes', base)).communes;

/** Saint-Hilaire-du-Harcouët, or a commune that the example set has. */
export async function townOf(request: APIRequestContext, base = ''): Promise<Commune> {
  const communes = await communesOf(request, base);
  const town = communes.find(({ name }) => name === 'Saint-Hilaire-du-Harcouët') ?? communes.find(({ name }) => name === COMMUNE);
  if (!town) throw new Error('no commune to start from');
  return town;
}

/** Opens the page, and waits until it has its data. */
export async function openOrientation(page: Page, baseURL: string | undefined, fragment = ''): Promise<void> {
  await answerTiles(page, baseURL ?? '');
  await page.goto(`${baseURL ?? ''}/orientation${fragment && `#${fragment}`}`);
  await page.locator('body[data-ready]').waitFor();
}

/** A row as the page shows it. */
export interface ShownRow {
  readonly id: string;
  readonly reason: string;
  readonly states: readonly string[];
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The rows of the comparison, or of those that do not fit. */
export async function shownRows(page: Page, table: '#table' | '#unfit' = '#table'): Promise<ShownRow[]> {
  const rows = await page.locator(`${table} .row`).evaluateAll((list) => list.map((row) => ({
    id: row.querySelector<HTMLElement>('.pick-row')?.dataset['row']?.replace(/^\w+-/, '') ?? '',
    reason: row.querySelector('.reason')?.textContent ?? '',
    states: [...row.querySelectorAll('.state')].map((state) => state.lastChild?.textContent?.trim() ?? ''),
  })));
  return rows.map((row) => ({ ...row, reason: plain(row.reason) }));
}

export const row = (page: Page, i: number) => page.locator('#table .row').nth(i);
export const summary = (page: Page) => page.locator('#summary');

/** Puts the first rows on the sheet, and opens it. */
export async function toSheet(page: Page, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await row(page, i).locator('.pick-row').click();
  await page.locator('#to-sheet a').click();
  await expect(page.getByRole('heading', { name: 'Où aller, et quand' })).toBeFocused();
}

/** Everywhere, so that there are rows enough whatever the data. */
export const anywhere = async (page: Page, baseURL: string | undefined, request: APIRequestContext): Promise<string> => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,cv&commune=${insee}&portee=partout`);
  return insee;
};
