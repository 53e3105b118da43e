import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers } from '../src/orientation/request/form.ts';
import { ofName, wayText, windOf } from '../src/orientation/where.ts';

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
