import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterNeed, stepAfter } from '../src/steps.ts';
import type { Search } from '../src/store.ts';

const nowhere: Search = { by: 'nothing' };
const there: Search = { by: 'point', label: 'Saint-Lô', commune: '50502', lat: 49.1, lon: -1.1 };

test('a need leads to the place, unless that is known', () => {
  assert.deepEqual([afterNeed(nowhere), afterNeed(there)], ['ou', 'quand']);
  assert.equal(stepAfter({ services: ['caf'] }, { step: 'besoin', search: nowhere }), 'ou');
  assert.equal(stepAfter({ services: ['caf'] }, { step: 'besoin', search: there }), 'quand');
});

test('a place leads to the time; typed where needs are asked for, it is kept and the question stays', () => {
  assert.equal(stepAfter({ search: there }, { step: 'ou', search: nowhere }), 'quand');
  assert.equal(stepAfter({ search: there }, { step: 'besoin', search: nowhere }), 'besoin');
  assert.equal(stepAfter({ services: ['caf'] }, { step: 'ou', search: nowhere }), 'ou');
});

test('words and the sheet of a place lead to the answer, which stays', () => {
  assert.equal(stepAfter({ search: { by: 'words', text: 'mairie' } }, { step: 'besoin', search: nowhere }), 'reponse');
  assert.equal(stepAfter({ place: 'a' }, { step: 'besoin', search: nowhere }), 'reponse');
  for (const patch of [{}, { services: ['caf'] }, { search: there }]) assert.equal(stepAfter(patch, { step: 'reponse', search: nowhere }), 'reponse');
});
