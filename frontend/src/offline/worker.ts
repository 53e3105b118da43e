/**
 * The service worker, at /sw.js: after a first visit the map, and whatever was
 * seen, works without a network. Two caches. One for each build holds its
 * files, its map page and the places of the map, all fetched together; SEEN
 * holds the latest pages and answers seen, and outlives builds. Tiles are never
 * kept. Taking /sw.js away (404 or 410) takes all of it away.
 */
import { agedPage, agedPlaces, filesOf, LIST, PLACES, ruleOf, surplus, UNSEEN, type Rule } from './rules.ts';
import type { AskingEvent, Age, Wish, WorkerScope } from './scope.ts';
import { offlinePage } from './words.ts';
import { sweepSheet } from '../day/kept.ts';

/** Set by build.mjs: the name of the build, its files, those to fetch when idle, the map's script and the style of the other pages. */
declare const VERSION: string, FILES: readonly string[], LATER: readonly string[], APP: string, STYLE: string;

const worker = self as unknown as WorkerScope;
const OURS = 'escale-';
const SHELL = OURS + VERSION;
const SEEN = `${OURS}seen`;
/** What the map page needs beside its files. */
const FIRST = ['/', LIST, PLACES];
/** How long the server is waited for when there is an older answer, in milliseconds. */
const PATIENCE = 3000;
/** How long what was kept need not be kept anew, in milliseconds. */
const FRESH = 60_000;
const KEPT = 'x-kept';
const SIZE = 'x-size';

let ended = false;

const ourCaches = async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith(OURS));

const cacheName = (key: string): string => (FIRST.includes(key) || key.startsWith('/static/') ? SHELL : SEEN);

/** What is kept under a key. Opening a cache would make it anew while the worker ends. */
const keptUnder = (key: string): Promise<Response | undefined> => caches.match(key, { cacheName: cacheName(key) });

function ruleFor(address: string): Rule | null {
  const url = new URL(address);
  return url.origin === worker.location.origin && !ended ? ruleOf(url) : null;
}

/** True for the page of the map, in any language. */
const isMap = (key: string): boolean => key.split('?')[0] === '/';

const keptAt = (response: Response): number => Number(response.headers.get(KEPT));

/** When this worker kept what, and under which tag. */
const lately = new Map<string, { readonly tag: string; readonly at: number }>();

/** True for what is kept already, since a short while: to write it again would only take time from the page. */
function isKept(key: string, { headers }: Response): boolean {
  const last = lately.get(key);
  return last !== undefined && last.tag === headers.get('etag') && Date.now() - last.at < FRESH;
}

/** Keeps an answer as it is without its encoding. False for one that must not be kept, or a map page of another build. */
async function keep(key: string, response: Response): Promise<boolean> {
  if (response.status !== 200 || /no-store/.test(response.headers.get('cache-control') ?? '')) return false;
  const body = await response.arrayBuffer();
  if (ended || (isMap(key) && !new TextDecoder().decode(body).includes(APP))) return false;
  const headers = new Headers(response.headers);
  for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
  headers.set(KEPT, String(Date.now()));
  headers.set(SIZE, String(body.byteLength));
  await (await caches.open(cacheName(key))).put(key, new Response(body, { headers }));
  lately.set(key, { tag: headers.get('etag') ?? KEPT, at: Date.now() });
  return true;
}

async function fetchAndKeep(key: string): Promise<void> {
  if (!(await keep(key, await fetch(key)))) throw key;
}

async function trim(): Promise<void> {
  if (ended) return; // opening a cache makes it
  const cache = await caches.open(SEEN);
  const entries = await Promise.all((await cache.keys()).map(async ({ url }) => {
    const found = (await cache.match(url)) ?? new Response(); // it may just have gone
    return { key: url, kept: keptAt(found), size: Number(found.headers.get(SIZE)) };
  }));
  await Promise.all(surplus(entries).map(({ key }) => cache.delete(key)));
}

const find = ({ key }: Rule): Promise<Response | null> => keptUnder(key).then((found) => found ?? null, () => null);

async function aged({ kind }: Rule, found: Response): Promise<Response> {
  const text = await found.text();
  return new Response(kind === 'page' ? agedPage(text, keptAt(found)) : agedPlaces(text), { headers: found.headers });
}

async function neverSeen(): Promise<Response> {
  const agenda = await (await caches.open(SEEN)).match('/passages');
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'self'" };
  return new Response(offlinePage(STYLE, agenda !== undefined), { status: 503, headers });
}

async function tell(client: string, age: Age): Promise<void> {
  if (client) (await worker.clients.get(client))?.postMessage(age);
}

/** The server's answer if it comes soon and is none of its failures, or no other is there; else the one kept, looked for meanwhile. */
async function answer(event: AskingEvent, rule: Rule, network: Promise<Response>): Promise<Response> {
  const { request, clientId } = event;
  const { key } = rule;
  const finding = find(rule);
  const tooLate = finding.then((found) => new Promise<never>((_, reject) => found && setTimeout(reject, PATIENCE)));
  const good = network.then(async (response) => (response.status < 500 || !(await finding) ? response : Promise.reject(response)));
  try {
    const response = await Promise.race([good, tooLate]);
    void tell(clientId, { key, kept: 0 });
    return response;
  } catch (fault) {
    const found = await finding;
    if (request.signal.aborted) throw fault;
    if (!found) return rule.kind === 'page' && request.mode === 'navigate' ? neverSeen() : Promise.reject(fault);
    void tell(clientId, { key, kept: keptAt(found) });
    event.waitUntil(good.then(() => tell(clientId, { key, kept: keptAt(found), late: true }), () => undefined));
    return aged(rule, found);
  }
}

/** A built file: its name says its content, so any that is kept will do. */
async function file(request: Request, key: string): Promise<Response> {
  const found = await caches.match(key);
  if (found) return found;
  const response = await fetch(request);
  void keep(key, response.clone()).catch(() => undefined);
  return response;
}

/** Ends the worker if the server no longer has it. The browser alone would keep it for ever. */
async function checkWanted(): Promise<void> {
  const { status } = await fetch('/sw.js', { method: 'HEAD' });
  if (status !== 404 && status !== 410) return;
  ended = true;
  await Promise.all((await ourCaches()).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}

void sweepSheet(); // names of people go in time, whoever wakes the worker
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') event.waitUntil(sweepSheet());
  // A frame in another site does not say how old its data are: it gets those of the network.
  const framed = request.referrer.startsWith(`${worker.location.origin}/embed`);
  const rule = request.method === 'GET' && !framed ? ruleFor(request.url) : null;
  if (!rule) return;
  if (rule.kind === 'file') return event.respondWith(file(request, rule.key));
  const network = fetch(request);
  const kept = network.then((response) => rule.keeps && !isKept(rule.key, response) && keep(rule.key, response.clone()));
  event.waitUntil(kept.then((anew) => (anew ? trim() : undefined)).catch(() => undefined));
  // A search is not kept, but the map in the language in which it was made is.
  if (!rule.keeps && isMap(rule.key)) event.waitUntil(network.then(() => grant({ seen: [new URL(rule.key, request.url).href], map: false })).catch(() => undefined));
  event.respondWith(answer(event, rule, network));
  if (request.mode === 'navigate') event.waitUntil(worker.registration.update().catch(checkWanted).catch(() => undefined));
});

async function install(): Promise<void> {
  await Promise.all([...FILES, ...FIRST].map(fetchAndKeep));
  await worker.skipWaiting();
}

/** Drops the other builds, but for the files that pages seen still name. */
async function takeOver(): Promise<void> {
  const [shell, seen] = await Promise.all([caches.open(SHELL), caches.open(SEEN)]);
  const texts = await Promise.all((await seen.matchAll()).map((found) => found.text()));
  const named = new Set(texts.flatMap(filesOf));
  for (const name of await ourCaches()) {
    if (name === SHELL || name === SEEN) continue;
    const old = await caches.open(name);
    for (const key of named) {
      const found = await old.match(key);
      if (found) await shell.put(key, found);
    }
    await caches.delete(name);
  }
  await worker.clients.claim();
}

/** Keeps what a page saw before there was a worker, and the code of the map. */
async function grant({ seen, map }: Wish): Promise<void> {
  const keys = seen.map(ruleFor).filter((rule) => rule?.keeps).map((rule) => rule?.key ?? '');
  await Promise.allSettled([...keys, ...(map && !ended ? LATER : [])].map(async (key) => {
    if (!(await keptUnder(key))) await fetchAndKeep(key);
  }));
  await trim();
}

worker.addEventListener('install', (event) => {
  event.addRoutes?.(UNSEEN.map((condition) => ({ condition, source: 'network' })));
  event.waitUntil(install());
});
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', (event) => event.waitUntil(grant(event.data as Wish)));
