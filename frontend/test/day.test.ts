import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { afterOpening, CACHE, eraseSheet, keepSheet, keptSheet, readMarks, SHEET, writeMarks } from '../src/day/kept.ts';

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
