import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '../src/data.ts';
import { byTown, toPlace } from '../src/data.ts';
import { choice, understand } from '../src/search.ts';
import { initialState, type State } from '../src/store.ts';
import type { Suggestion } from '../src/types.ts';
import { place } from './places.ts';

const commune: Suggestion = { type: 'commune', id: '50502', label: 'Saint-Lô', lat: 49.1163, lon: -1.0907 };
const caf: Suggestion = { type: 'need', id: 'caf', label: 'Aides de la CAF', lat: null, lon: null };
const aPlace: Suggestion = { type: 'place', id: 'x', label: 'Médiathèque', lat: 49, lon: -1 };

const suggesting = (...suggestions: Suggestion[]): Data => ({ suggest: async () => suggestions }) as unknown as Data;

test('a commune becomes the point searched, and the map chooses its view', () => {
  const search = { by: 'point', label: 'Saint-Lô', commune: '50502', lat: 49.1163, lon: -1.0907 };
  assert.deepEqual(choice(commune, initialState), { search, view: null });
});

test('a need is ticked once and keeps the point searched', () => {
  const near = { ...initialState, ...choice(commune, initialState) };
  const once = choice(caf, near);
  assert.deepEqual(once, { services: ['caf'], search: near.search });
  assert.deepEqual(choice(caf, { ...near, ...once }).services, ['caf']);
});

test('a place opens its sheet', () => assert.deepEqual(choice(aPlace, initialState), { place: 'x' }));

test('words typed mean the best suggestion, but for a place', async () => {
  const step = 'reponse';
  assert.deepEqual(await understand('saint lo', suggesting(commune, caf), initialState), { ...choice(commune, initialState), step });
  assert.deepEqual(await understand('media', suggesting(aPlace), initialState), { search: { by: 'words', text: 'media' }, step });
  assert.deepEqual(await understand('zzz', suggesting(), initialState), { search: { by: 'words', text: 'zzz' }, step });
});

test('words are looked for in names when the server does not answer', async () => {
  const broken = { suggest: () => Promise.reject(new Error('down')) } as unknown as Data;
  assert.deepEqual(await understand('caf', broken, initialState), { search: { by: 'words', text: 'caf' }, step: 'reponse' });
});

test('typed into a question, words that mean nothing leave it asked; others lead on', async () => {
  const asked = (step: State['step']): State => ({ ...initialState, step, services: ['cv'] });
  for (const step of ['besoin', 'ou'] as const) assert.equal(await understand('zzz', suggesting(), asked(step)), null);
  assert.deepEqual(await understand('caf', suggesting(caf), asked('besoin')), { services: ['caf'], search: { by: 'nothing' }, step: 'ou' });
  assert.deepEqual((await understand('saint lo', suggesting(commune), asked('ou')))?.step, 'quand');
  assert.deepEqual((await understand('saint lo', suggesting(commune), asked('besoin')))?.step, 'besoin');
  assert.deepEqual((await understand('media', suggesting(aPlace), asked('besoin')))?.step, 'reponse');
});

test('where someone is may be a place', () => {
  const found = { ...aPlace, lat: 49.1, lon: -1.1 };
  assert.equal(choice(found, { ...initialState, step: 'ou' }).search?.by, 'point');
});

test('a feature becomes a place, whatever is missing', () => {
  const feature = { id: 7, geometry: { coordinates: [-1, 49] as const }, properties: { name: 'Été', kinds: ['epn'] } };
  const read = toPlace(feature);
  assert.equal(read?.id, '7');
  assert.deepEqual([read?.lat, read?.lon, read?.phone, read?.open, read?.words], [49, -1, '', null, 'ete']);
  assert.equal(read?.nextVisit, null);
  assert.equal(toPlace({ ...feature, geometry: null }), null);
  const visit = { id: 'v', start: '2026-12-08T14:00:00+01:00', end: '2026-12-08T16:30:00+01:00', status: 'planned' as const, text: 'Passage mardi 8 décembre à 14 h' };
  assert.equal(toPlace({ ...feature, properties: { ...feature.properties, next_visit: visit } })?.nextVisit, visit);
});

test('without a point the list goes by town, then by name', () => {
  const places = [place('a', { city: 'Évreux' }), place('b', { city: 'Coutances', name: 'B' }), place('c', { city: 'Coutances', name: 'a' }), place('d', { city: 'Flers' })];
  assert.deepEqual(byTown(places).map((p) => p.id), ['c', 'b', 'a', 'd']);
});
