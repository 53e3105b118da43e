import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers } from '../src/orientation/request/form.ts';
import { findCommunes, ofName, wayText, windOf } from '../src/orientation/where.ts';

const communes = [
  { insee: '50484', name: 'Saint-Hilaire-du-Harcouët', postcodes: ['50600'], lat: 48.58, lon: -1.1, former: ['Virey'] },
  { insee: '50483', name: 'Saint-Hilaire-Petitville', postcodes: ['50500'], lat: 49.3, lon: -1.2 },
  { insee: '50025', name: 'Avranches', postcodes: ['50300'], lat: 48.7, lon: -1.4 },
];
const found = (text: string): string[] => findCommunes(communes, text).map(({ insee }) => insee);

test('a commune is found by its name, a former one, a short form or its postcode', () => {
  assert.deepEqual(found('st hilaire du harc'), ['50484']);
  assert.deepEqual(found('SAINT HILAIRE'), ['50483', '50484']);
  assert.deepEqual(found('virey'), ['50484']);
  assert.deepEqual(found('harcouet'), ['50484']);
  assert.deepEqual(found('503'), ['50025']);
  assert.deepEqual(found('a'), []);
  assert.deepEqual(found('lyon'), []);
});

test('directions are those of the wind rose', () => {
  const from = { lat: 48.6, lon: -1.1 };
  const to: readonly (readonly [number, number, string])[] = [[0.1, 0, 'au nord'], [0.1, 0.15, 'au nord-est'], [0, 0.1, 'à l’est'], [-0.1, 0, 'au sud'], [-0.1, -0.15, 'au sud-ouest'], [0, -0.1, 'à l’ouest'], [0.1, -0.15, 'au nord-ouest'], [-0.1, 0.15, 'au sud-est']];
  for (const [lat, lon, wind] of to) assert.equal(windOf(from, { lat: from.lat + lat, lon: from.lon + lon }), wind);
});

test('a way is told from the name of the commune, and not within it', () => {
  const home = { lat: 48.6, lon: -1.1, label: 'Avranches', insee: '50025' };
  assert.equal(wayText(home, { lat: 48.7, lon: -1.1 }, 11_132).replaceAll('\u00a0', ' '), 'à 11 km au nord d’Avranches, à vol d’oiseau');
  assert.equal(wayText(home, { lat: 48.7, lon: -1.1 }, 11_132, '50025'), 'dans la commune (Avranches)');
  assert.deepEqual(['Périers', 'Le Dézert', 'Les Pieux', 'La Haye', 'Écausseville'].map(ofName), ['de Périers', 'du Dézert', 'des Pieux', 'de La Haye', 'd’Écausseville']);
});

test('a need is found by what people call it', () => {
  assert.ok(answers('Faire une démarche CAF', ['rsa', 'prime d’activité'], 'RSA'));
  assert.ok(answers('Faire une démarche CAF', ['rsa', 'prime d’activité'], 'activite'));
  assert.ok(!answers('Faire une démarche CAF', ['rsa'], 'impots'));
});
