import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countKinds, countServices, distance, fold, search, type Criteria } from '../src/filter.ts';
import { place } from './places.ts';

const all: Criteria = { services: [], kinds: [], text: '' };
const ids = (results: readonly { place: { id: string } }[]): string[] => results.map((result) => result.place.id);

const saintLo = { lat: 49.1163, lon: -1.0907 };
const places = [
  place('a', { city: 'Saint-Lô', kinds: ['epn'], services: { caf: 'possible', cv: 'declared' }, ...saintLo }),
  place('b', { city: 'Cherbourg-en-Cotentin', kinds: ['van'], services: { caf: 'declared' }, lat: 49.6386, lon: -1.6164 }),
  place('c', { city: 'Coutances', kinds: ['epn', 'france-services'], services: { caf: 'implied', cv: 'possible' }, lat: 49.0472, lon: -1.4451 }),
];

test('fold keeps what matters when comparing', () => {
  assert.equal(fold('  Saint-Lô, L’Œuvre d\'ÉTÉ '), 'saint lo l oeuvre d ete');
  assert.equal(fold('Cap-e.tic (Pôle\u00a0n° 1) – Café & Co'), 'cap e tic pole n° 1 cafe & co');
});

test('distance is that of the great circle', () => {
  assert.equal(distance(saintLo, saintLo), 0);
  const cherbourg = { lat: 49.6386, lon: -1.6164 };
  assert.ok(Math.abs(distance(saintLo, cherbourg) - 69_400) < 500);
  assert.ok(Math.abs(distance({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }) - 111_319) < 10);
});

test('no criterion shows everything in the order given', () => {
  assert.deepEqual(ids(search(places, all, null)), ['a', 'b', 'c']);
  assert.deepEqual(search(places, all, null).map((r) => r.match), [null, null, null]);
});

test('kinds mean any of them', () => {
  assert.deepEqual(ids(search(places, { ...all, kinds: ['van', 'france-services'] }, null)), ['b', 'c']);
});

test('needs mean all of them at one place', () => {
  assert.deepEqual(ids(search(places, { ...all, services: ['caf', 'cv'] }, null)), ['a', 'c']);
});

test('what is confirmed comes before what is possible, each nearest first', () => {
  const results = search(places, { ...all, services: ['caf'] }, saintLo);
  assert.deepEqual(ids(results), ['c', 'b', 'a']);
  assert.deepEqual(results.map((r) => r.match), ['confirmed', 'confirmed', 'possible']);
});

test('one merely possible need makes the whole possible', () => {
  assert.ok(search(places, { ...all, services: ['caf', 'cv'] }, null).every((r) => r.match === 'possible'));
});

/** One door: an EPN that may help with the CAF and teaches the mouse, and a France Services house that helps with the CAF. */
const door = place('d', { offers: { epn: { caf: 'possible', souris: 'declared' }, 'france-services': { caf: 'implied' } } });
const matchAt = (services: string[], kinds: string[]): unknown => search([door], { services, kinds, text: '' }, null).map((r) => r.match);

test('kind and need must be true of the same offers', () => {
  assert.deepEqual(matchAt(['caf'], ['epn']), ['possible']);
  assert.deepEqual(matchAt(['caf'], ['france-services']), ['confirmed']);
  assert.deepEqual(matchAt(['souris'], ['france-services']), []);
  assert.deepEqual(matchAt(['caf'], ['van']), []);
});

test('the offers of the kinds chosen give the needs between them, each at its surest', () => {
  assert.deepEqual(matchAt(['caf'], []), ['confirmed']);
  assert.deepEqual(matchAt(['caf', 'souris'], []), ['confirmed']);
  assert.deepEqual(matchAt(['caf', 'souris'], ['epn', 'france-services']), ['confirmed']);
  assert.deepEqual(matchAt(['caf', 'souris'], ['epn']), ['possible']);
  assert.deepEqual(matchAt(['caf', 'souris'], ['france-services']), []);
});

test('counts follow the same rule', () => {
  const criteria: Criteria = { services: ['souris'], kinds: ['france-services'], text: '' };
  assert.deepEqual(Object.fromEntries(countKinds([door], criteria)), { epn: 1 });
  const ofHouse = search([door], { ...criteria, services: [] }, null);
  assert.deepEqual(Object.fromEntries(countServices(ofHouse)), { caf: 1 });
});

test('a place without any offer answers only when nothing is asked of offers', () => {
  const bare = place('z', { kinds: [] });
  assert.deepEqual(ids(search([bare], all, null)), ['z']);
  assert.deepEqual(ids(search([bare], { ...all, services: ['caf'] }, null)), []);
  assert.deepEqual(ids(search([bare], { ...all, kinds: ['epn'] }, null)), []);
});

test('places at one distance come by id, as the server gives them', () => {
  const twins = [place('y'), place('x')];
  assert.deepEqual(ids(search(twins, all, saintLo)), ['x', 'y']);
  assert.deepEqual(ids(search(twins, all, null)), ['y', 'x']);
});

test('every word must occur, whatever accents and case', () => {
  assert.deepEqual(ids(search(places, { ...all, text: 'SAINT lo' }, null)), ['a']);
  assert.deepEqual(ids(search(places, { ...all, text: 'lieu coutances' }, null)), ['c']);
  assert.deepEqual(ids(search(places, { ...all, text: 'nulle part' }, null)), []);
});

test('a kind is counted as if no kind were chosen', () => {
  const counts = countKinds(places, { ...all, kinds: ['van'], services: ['cv'] });
  assert.deepEqual(Object.fromEntries(counts), { epn: 2, 'france-services': 1 });
});

test('a need is counted among the results', () => {
  const counts = countServices(search(places, { ...all, kinds: ['epn'] }, null));
  assert.deepEqual(Object.fromEntries(counts), { caf: 2, cv: 2 });
});

test('a kind or need once chosen shows as many as its count said', () => {
  for (const [kind, count] of countKinds(places, all)) {
    assert.equal(search(places, { ...all, kinds: [kind] }, null).length, count);
  }
  for (const [id, count] of countServices(search(places, all, null))) {
    assert.equal(search(places, { ...all, services: [id] }, null).length, count);
  }
});

test('only what is sure, when that is asked', () => {
  const criteria = { ...all, services: ['caf'], sure: true };
  assert.deepEqual(ids(search(places, criteria, null)), ['b', 'c']);
  assert.deepEqual(Object.fromEntries(countKinds(places, criteria)), { van: 1, epn: 1, 'france-services': 1 });
  assert.deepEqual(Object.fromEntries(countServices(search(places, criteria, null), true)), { caf: 2 });
  assert.deepEqual(ids(search(places, { ...all, sure: true }, null)), ['a', 'b', 'c'], 'without a need there is nothing to be sure of');
});

test('filtering leaves the places as they were', () => {
  search(places, { ...all, services: ['caf'] }, saintLo);
  assert.deepEqual(places.map((p) => p.id), ['a', 'b', 'c']);
});
