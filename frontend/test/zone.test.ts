import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance, countKinds, countServices, search, type Criteria } from '../src/filter.ts';
import { createStore, initialState } from '../src/store.ts';
import type { Zone } from '../src/types.ts';
import { centreOf, inZone, isNearly, readZone, zoneOf, zoneText } from '../src/zone.ts';
import { place } from './places.ts';

/** Always the same numbers between 0 and 1. */
function* drawn(seed = 7): Generator<number, never> {
  for (let x = seed; ; ) yield (x = (x * 16807) % 2147483647) / 2147483647;
}

const numbers = drawn();
const between = (low: number, high: number): number => Number((low + (high - low) * numbers.next().value).toFixed(4));
const kinds = ['epn', 'van', 'france-services'];
const places = Array.from({ length: 80 }, (_, i) =>
  place(`p${String(i).padStart(2, '0')}`, { lat: between(48.5, 49.7), lon: between(-1.9, -0.8), kinds: [kinds[i % 3] ?? ''], services: i % 4 ? { caf: i % 2 ? 'declared' : 'possible' } : {} }));

function drawZone(): Zone {
  const [west, south] = [between(-1.9, -1), between(48.5, 49.5)];
  return [west, south, between(west + 0.01, -0.8), between(south + 0.01, 49.7)];
}

/** The plainest way: those inside, what is sure first, then the nearest to the middle, then by id. */
function oracle(criteria: Criteria, zone: Zone): string[] {
  const inside = places.filter(({ lon, lat }) => lon >= zone[0] && lat >= zone[1] && lon <= zone[2] && lat <= zone[3]);
  const asked = inside.filter(({ kinds: own, offers }) => (criteria.kinds.length === 0 || criteria.kinds.includes(own[0] ?? ''))
    && criteria.services.every((id) => offers[0]?.services.has(id)));
  const unsure = (one: (typeof places)[number]): number => Number(criteria.services.some((id) => one.offers[0]?.services.get(id) === 'possible'));
  const metres = (one: (typeof places)[number]): number => distance(centreOf(zone), one);
  return [...asked].sort((a, b) => unsure(a) - unsure(b) || metres(a) - metres(b) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

test('a zone keeps what lies in it, the nearest to its middle first, and tells no distance', () => {
  let found = 0;
  for (let i = 0; i < 200; i++) {
    const zone = drawZone();
    const criteria: Criteria = { services: i % 3 ? [] : ['caf'], kinds: i % 5 ? [] : ['van', 'epn'], text: '', zone };
    const results = search(places, criteria, null);
    assert.deepEqual(results.map((result) => result.place.id), oracle(criteria, zone), zoneText(zone));
    assert.ok(results.every((result) => result.distance === null));
    for (const [kind, count] of countKinds(places, criteria)) assert.equal(oracle({ ...criteria, kinds: [kind] }, zone).length, count);
    for (const [id, count] of countServices(results)) assert.equal(oracle({ ...criteria, services: [id] }, zone).length, count);
    found += results.length;
  }
  assert.ok(found > 500);
});

test('a zone written into an address holds all that was in view', () => {
  for (let i = 0; i < 100; i++) {
    const [west, south, east, north] = drawZone();
    const view: Zone = [west - 0.00001234, south + 0.00001234, east + 0.00004, north - 0.00004];
    const zone = zoneOf(view);
    assert.ok(zone[0] <= view[0] && zone[1] <= view[1] && zone[2] >= view[2] && zone[3] >= view[3]);
    assert.deepEqual(readZone(zoneText(zone)), zone);
    assert.match(zoneText(zone), /^(-?\d+(\.\d{1,4})?,?){4}$/);
    assert.ok(isNearly(zone, view));
  }
});

test('zones are nearly the same when they share most of both', () => {
  const zone: Zone = [-1, 49, 0, 50];
  assert.ok(isNearly(zone, [-1, 49, 0.05, 50.05]));
  assert.ok(!isNearly(zone, [-0.5, 49, 0.5, 50]), 'moved by half');
  assert.ok(!isNearly(zone, [-1.5, 48.5, 0.5, 50.5]), 'seen from higher up');
  assert.ok(!isNearly(zone, [2, 49, 3, 50]), 'elsewhere');
});

test('the edge of a zone is in it', () => assert.ok(inZone({ lat: 49, lon: -1 }, [-1, 49, 0, 50]) && !inZone({ lat: 48.9999, lon: -1 }, [-1, 49, 0, 50])));

test('a point searched takes the place of the zone, words do not', () => {
  const store = createStore({ ...initialState, zone: [-1, 49, 0, 50] });
  store.set({ search: { by: 'words', text: 'cyber' } });
  assert.notEqual(store.get().zone, null);
  store.set({ search: { by: 'point', label: 'Saint-Lô', commune: '50502', lat: 49.1, lon: -1 } });
  assert.equal(store.get().zone, null);
});
