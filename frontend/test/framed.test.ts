import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atTown, isOutside, outsideText, questionOf, widened } from '../src/framed.ts';
import { initialState, type State } from '../src/store.ts';
import type { Framed } from '../src/types.ts';
import { place } from './places.ts';

const framed: Framed = { territory: 'commune=50502', name: 'Saint-Lô', communes: ['50502'], widen: '/embed?color=8a0b3c&view=map' };
const box = [-1.2, 49, -1, 49.2] as const;
const at = (label: string, commune: string, lat: number, lon: number): State => ({ ...initialState, search: { by: 'point', label, commune, lat, lon } });

test('what says how a frame is says nothing of its question', () => {
  const query = new URLSearchParams(questionOf('?commune=50502&epci=1&view=map&color=0b4f8a&height=500&zone=1,2,3,4&q=CAF&service=cv'));
  assert.deepEqual([...query].sort(), [['etape', 'reponse'], ['q', 'CAF'], ['service', 'cv']]);
  assert.equal(new URLSearchParams(questionOf('?etape=quand')).get('etape'), 'quand');
});

test('towns are said with their article', () => {
  assert.deepEqual(['Céaux', 'Le Teilleul', 'Les Pieux', 'Lessay', 'Leslay'].map(atTown), ['à Céaux', 'au Teilleul', 'aux Pieux', 'à Lessay', 'à Leslay']);
});

test('a commune is outside by its code, another point by the box around the territory', () => {
  for (const [state, outside] of [
    [at('Saint-Lô', '50502', 49.1, -1.1), false], [at('Voisine', '50599', 49.1, -1.1), true], [at('', '', 49.1, -1.1), false],
    [at('', '', 49.6, -1.1), true], [{ ...initialState, search: { by: 'words', text: 'x' } } as State, false], [initialState, false],
  ] as const) assert.equal(isOutside(framed, box, state), outside, JSON.stringify(state.search));
  assert.equal(isOutside({ ...framed, territory: '' }, box, at('Voisine', '50599', 49.6, -1.1)), false);
});

test('a search outside names the nearest place of the territory, be it unsure', () => {
  const near = place('a', { city: 'Saint-Lô', lat: 49.12, lon: -1.09 });
  const state = { ...at('Cherbourg-en-Cotentin', '50129', 49.63, -1.09), places: [place('b', { city: 'Le Dézert', lat: 49, lon: -1 }), near] };
  assert.equal(outsideText(framed, state).replaceAll('\u00a0', ' '), 'Cherbourg-en-Cotentin est hors de cette carte, qui montre : Saint-Lô. Le plus proche de cette carte est à Saint-Lô, 57 km.');
  assert.equal(outsideText(framed, at('', '', 49.63, -1.09)), 'Vous êtes hors de cette carte, qui montre : Saint-Lô.');
});

test('searching everywhere asks the same of the whole map', () => {
  const [path, query] = widened(framed, { ...at('Valognes', '50615', 49.513, -1.4734), services: ['caf'], kinds: ['epn'], tab: 'carte' }).split('?');
  assert.equal(path, '/embed');
  assert.deepEqual(Object.fromEntries(new URLSearchParams(query)), { etape: 'reponse', q: 'Valognes', lat: '49.513', lon: '-1.4734', service: 'caf', kind: 'epn', color: '8a0b3c', view: 'map' });
});
