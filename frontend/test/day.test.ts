import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { afterOpening, CACHE, eraseSheet, keepSheet, keptSheet, readMarks, SHEET, sweepSheet, writeMarks } from '../src/day/kept.ts';

/** Caches and storage as a browser has them, as far as the sheet of the day uses them. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>();

  open(name: string): Promise<{ put(key: string, value: Response): Promise<void>; addAll(keys: readonly string[]): Promise<void> }> {
    const cache = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, cache);
    return Promise.resolve({
      put: (key, value) => Promise.resolve(void cache.set(key, value)),
      addAll: (keys) => Promise.resolve(keys.forEach((key) => cache.set(key, new Response('')))),
    });
  }

  match(key: string, { cacheName }: { cacheName: string }): Promise<Response | undefined> {
    return Promise.resolve(this.all.get(cacheName)?.get(key));
  }

  delete(name: string): Promise<boolean> {
    return Promise.resolve(this.all.delete(name));
  }
}

const kept = new Caches();
const stored = new Map<string, string>();
let status = 200;
Object.assign(globalThis, {
  caches: kept,
  localStorage: { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value), removeItem: (key: string) => void stored.delete(key) },
  fetch: () => Promise.resolve(new Response('<h1>La feuille du jour</h1>Aminata', { status })),
});

afterEach(() => {
  mock.timers.reset();
  status = 200;
});

test('the sheet of the day is kept for a day, and no longer', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-12-01T08:00:00Z') });
  await keepSheet(['/static/pages.css']);
  mock.timers.setTime(Date.parse('2026-12-02T07:59:00Z'));
  assert.match((await (await keptSheet())?.text()) ?? '', /Aminata/);
  await keepSheet([]);
  mock.timers.setTime(Date.parse('2026-12-03T08:01:00Z'));
  assert.equal(await keptSheet(), undefined);
  assert.equal(kept.all.has(CACHE), false); // not only hidden
});

test('who is signed out, or leaves, keeps nothing', async () => {
  await keepSheet([]);
  status = 403;
  await keepSheet([]);
  assert.equal(kept.all.has(CACHE), false);
  status = 200;
  await keepSheet([]);
  await eraseSheet();
  assert.equal(await keptSheet(), undefined);
});

/** Runs a worker as a browser that wakes it, and lets it answer once. */
async function wake(file: string, run: () => Promise<unknown>): Promise<void> {
  const heard = new Map<string, (event: unknown) => void>();
  const scope = { addEventListener: (name: string, listener: (event: unknown) => void) => void heard.set(name, listener), location: new URL('https://escale.example/sw.js'), registration: { update: () => Promise.resolve() }, clients: {} };
  Object.assign(globalThis, { self: scope, VERSION: '1', FILES: [], LATER: [], APP: '', STYLE: '' });
  await run();
  await new Promise((resolve) => setImmediate(resolve));
  const started = kept.all.has(CACHE);
  await keepSheetOf(25);
  const waits: Promise<unknown>[] = [];
  heard.get('fetch')?.({ request: { method: 'POST', mode: 'navigate', url: 'https://escale.example/', referrer: '' }, waitUntil: (work: Promise<unknown>) => void waits.push(work), respondWith: () => undefined });
  await Promise.allSettled(waits);
  assert.deepEqual([started, kept.all.has(CACHE)], [false, false], `${file}: kept after it starts, after it answers`);
}

/** Keeps a copy, and lets so many hours pass. */
async function keepSheetOf(hours: number): Promise<void> {
  const now = Date.now();
  await keepSheet([]);
  mock.timers.setTime(now + hours * 3_600_000);
}

test('a copy that nobody opens again is erased by whatever wakes a worker of the site', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-12-01T08:00:00Z') });
  const workers = { day: () => import('../src/day/worker.ts'), offline: () => import('../src/offline/worker.ts') };
  for (const [name, run] of Object.entries(workers)) {
    await keepSheetOf(25);
    await wake(name, run);
  }
  await keepSheetOf(23);
  await sweepSheet();
  assert.equal(kept.all.has(CACHE), true); // it is good still
  await eraseSheet();
});

test('marks wait in order, and name nobody', () => {
  writeMarks(['atelier=w&p12=seen', 'atelier=w&p12=absent']);
  assert.deepEqual(readMarks(), ['atelier=w&p12=seen', 'atelier=w&p12=absent']);
  writeMarks([]);
  assert.equal(stored.size, 0);
  stored.set('feuille-du-jour', 'not json');
  assert.deepEqual(readMarks(), []);
  assert.equal(SHEET, '/gestion/jour');
});

test('marks leave nothing behind once sent; without marks, none is announced', () => {
  for (const waited of [true, false]) {
    for (const waiting of waited ? [true, false] : [false]) {
      for (const online of [true, false]) {
        const { say, keep } = afterOpening(waited, waiting, online);
        assert.equal(say === 'waiting', waiting);
        assert.equal(say === 'sent', waited && !waiting);
        assert.equal(keep, online && !waited);
      }
    }
  }
});
