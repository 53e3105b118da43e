import { expect, type APIRequestContext, type FrameLocator, type Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { placesOf } from './helpers.ts';

/** A site of somebody else: another host name and another port than the server under test. */
export class OtherSite {
  html = '';
  private readonly server = createServer((request, response) => {
    const found = request.url === '/';
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(found ? this.html : '');
  });

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** A page around these elements. */
  show(body: string, style = ''): void {
    this.html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Ma commune</title><style>${style}</style></head>`
      + `<body><h1>Ma commune</h1><a id="before" href="#x">Avant</a>${body}<a id="after" href="#y">Après</a></body></html>`;
  }
}

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** The requests and messages of a page and its frames. */
export interface Heard {
  readonly origins: Set<string>;
  readonly cookies: string[];
  readonly faults: string[];
}

/** Answers tiles with one pixel, and notes every request and message. */
export async function listen(page: Page): Promise<Heard> {
  const heard: Heard = { origins: new Set(), cookies: [], faults: [] };
  await page.route(/data\.geopf\.fr/, (route) => route.fulfill({ contentType: 'image/png', body: pixel }));
  page.on('request', (request) => {
    if (/^http/.test(request.url())) heard.origins.add(new URL(request.url()).origin);
  });
  page.on('response', async (response) => {
    const cookie = await response.headerValue('set-cookie').catch(() => null);
    if (cookie) heard.cookies.push(`${response.url()}: ${cookie}`);
  });
  page.on('console', (message) => void (message.type() === 'error' && heard.faults.push(message.text())));
  page.on('pageerror', (error) => heard.faults.push(error.message));
  return heard;
}

/** The frame of the page, and what the test reads of it. */
export const frameOf = (page: Page): FrameLocator => page.frameLocator('iframe');

/** Waits until the script of the map in a frame has taken over. */
export const taken = (frame: FrameLocator): Promise<void> => expect(frame.locator('body.scripted #main')).toBeVisible();

/** Types a search where the question of a framed map is changed, and sends it. */
export async function askIn(frame: FrameLocator, text: string): Promise<void> {
  const details = frame.locator('#change');
  if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
  await frame.locator('#q').fill(text);
  await frame.getByRole('button', { name: 'Chercher', exact: true }).click();
}

/** Every id of a framed map, once its list is unrolled, and what is folded away with it. */
export async function listedIn(frame: FrameLocator): Promise<string[]> {
  const cards = frame.locator('#main .card');
  const more = frame.locator('.more a, p.fold a').first();
  while (await more.isVisible()) {
    const before = await cards.count();
    await more.click();
    await expect.poll(() => cards.count()).toBeGreaterThan(before);
  }
  return (await cards.evaluateAll((items) => items.map((item) => item.getAttribute('data-place') ?? ''))).sort();
}

export interface Territory {
  /** The query of a frame and of the API alike, "" for all. */
  readonly query: string;
  readonly ids: readonly string[];
}

/** A commune with several places, its EPCI, and the whole map. */
export async function territories(request: APIRequestContext): Promise<Territory[]> {
  const everything = (await (await request.get('/api/v1/places')).json()) as { features: { id: string; properties: { insee: string } }[] };
  const counts = new Map<string, number>();
  for (const { properties } of everything.features) counts.set(properties.insee, (counts.get(properties.insee) ?? 0) + 1);
  const [[commune] = ['']] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const { properties } = (await (await request.get(`/api/v1/communes/${commune}`)).json()) as { properties: { epci?: { siren: string } | string } };
  const epci = typeof properties.epci === 'string' ? properties.epci : (properties.epci?.siren ?? '');
  expect(epci, 'the commune has an EPCI').not.toBe('');
  const queries = [`commune=${commune}`, `epci=${epci}`, ''];
  return Promise.all(queries.map(async (query) => ({ query, ids: (await placesOf(request, query && `?${query}`)).map(({ id }) => id).sort() })));
}

/** Every id of a frame without a map, page after page. */
export async function listedInPages(frame: FrameLocator): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const lines = frame.locator('#results > .card');
    await expect(lines.first()).toBeAttached();
    const found = await lines.evaluateAll((items) => items.map((item) => item.getAttribute('data-place') ?? ''));
    ids.push(...found);
    const next = frame.locator('a[rel="next"]');
    if ((await next.count()) === 0) return ids.sort();
    await next.click();
    await expect(frame.locator(`#results > .card[data-place="${found[0]}"]`)).toHaveCount(0);
  }
}

/** The links that would put another page in the frame, where none may show, or that do not say that they open a tab. */
export const strayLinks = (frame: FrameLocator): Promise<string[]> =>
  frame.locator('a[href]').evaluateAll((links) => {
    const handled = document.body.classList.contains('scripted') ? '#main .card-head a' : 'no-such-element'; // the script opens these in place
    const leaves = (link: HTMLAnchorElement): boolean => /^(https?|webcal):/.test(link.href) && link.pathname !== '/embed' && !link.matches(handled);
    const sound = (link: HTMLAnchorElement): boolean => link.target === '_blank' && link.relList.contains('noopener') && Boolean(link.textContent?.includes('(nouvel onglet)'));
    return (links as HTMLAnchorElement[]).filter((link) => leaves(link) && !sound(link)).map((link) => link.outerHTML);
  });
