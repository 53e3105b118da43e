import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalogue } from '../src/catalogue.ts';
import { nothingFurther } from '../src/further.ts';
import { firstOfAll, less, nameOf, waysOut, type PlacesFor, type Question } from '../src/rescue.ts';
import { place } from './places.ts';

const nothing: Question = { search: { by: 'nothing' }, zone: null, services: [], kinds: [], sure: false, when: '', further: nothingFurther };
const periers = { by: 'point', label: 'Périers', commune: '', lat: 49.18, lon: -1.4 } as const;

const house = place('house', { kinds: ['france-services'], services: { caf: 'implied', cv: 'implied' }, lat: 49.183, lon: -1.4, phone: '+33233000001' });
const near = place('near', { kinds: ['epn'], services: { caf: 'possible', cv: 'declared' }, lat: 49.181, lon: -1.4 });
const far = place('far', { kinds: ['epn'], services: { caf: 'declared' }, lat: 49.6, lon: -1.6, phone: '+33233000002' });
const all = [far, house, near];

/** Nobody is open any day but `far`; nobody says that it is free. */
const placesFor: PlacesFor = ({ when, further }) => {
  if (further.fee.length > 0) return Promise.resolve([]);
  return Promise.resolve(when ? [far] : all);
};

const said = async (question: Question): Promise<unknown[]> =>
  (await waysOut(question, placesFor)).map(({ what, id, count, first }) => [what, id, count, first.place.id]);

test('the nearest sure place leads the ways out', async () => {
  const question = { ...nothing, search: periers, services: ['caf', 'cv'], when: 'aujourdhui' };
  assert.deepEqual(await said(question), [['when', 'aujourdhui', 2, 'house'], ['service', 'cv', 1, 'far']]);
});

test('a way out is the question with one condition less, and nothing else', async () => {
  const question = { ...nothing, search: periers, services: ['caf', 'cv'], when: 'aujourdhui', sure: true };
  const [way] = await waysOut(question, placesFor);
  assert.deepEqual(way?.question, { ...question, when: '' });
  for (const { question: lesser } of less(question)) assert.notDeepEqual(lesser, question);
});

test('each condition can be the one that fails', async () => {
  assert.deepEqual(await said({ ...nothing, services: ['rsa'] }), [['service', 'rsa', 3, 'far']]);
  assert.deepEqual(await said({ ...nothing, kinds: ['van'] }), [['kinds', '', 3, 'far']]);
  assert.deepEqual(await said({ ...nothing, further: { ...nothingFurther, fee: ['gratuit'] } }), [['fee', '', 3, 'far']]);
  assert.deepEqual(await said({ ...nothing, search: { by: 'words', text: 'zzz' } }), [['text', 'zzz', 3, 'far']]);
  assert.deepEqual(await said({ ...nothing, kinds: ['epn'], services: ['caf', 'cv'], sure: true }), [
    ['kinds', '', 1, 'house'], ['service', 'caf', 1, 'near'], ['service', 'cv', 1, 'far'], ['sure', '', 1, 'near'],
  ]);
});

test('an empty zone leads to the nearest place outside', async () => {
  const zone = [-1.5, 49.17, -1.41, 49.2] as const; // just west of Périers
  assert.deepEqual(await said({ ...nothing, zone, services: ['cv'] }), [['zone', '', 2, 'house']]);
  const [way] = await waysOut({ ...nothing, zone, services: ['cv'] }, placesFor);
  assert.deepEqual(way?.question, { ...nothing, services: ['cv'], search: { by: 'point', label: 'la zone de la carte', commune: '', lat: 49.185, lon: -1.455 } });
  const words = { by: 'words', text: 'lieu' } as const;
  assert.deepEqual((await waysOut({ ...nothing, search: words, zone }, placesFor))[0]?.question, { ...nothing, search: words }, 'words are kept');
});

test('when no single condition is to blame, all but the needs go', async () => {
  const question = { ...nothing, search: periers, services: ['cv'], when: 'aujourdhui', kinds: ['van'], further: { ...nothingFurther, fee: ['gratuit'] } };
  assert.deepEqual(await said(question), [['rest', '', 2, 'near']]);
  const [way] = await waysOut(question, placesFor);
  assert.deepEqual(way?.question, { ...nothing, search: periers, services: ['cv'] });
});

test('who finds nobody now, or at an hour, is offered a longer time', () => {
  const offered = (when: string): unknown[] => less({ ...nothing, when }).map(({ what, id, question }) => [what, id, question.when]);
  assert.deepEqual(offered('maintenant'), [['when', 'maintenant', ''], ['later', 'semaine', 'semaine']]);
  assert.deepEqual(offered('2026-12-08T14:30'), [['when', '2026-12-08T14:30', ''], ['later', '2026-12-08', '2026-12-08']]);
});

test('when even the needs find nobody, there is someone to call', async () => {
  assert.deepEqual(await said({ ...nothing, services: ['x', 'y'] }), []);
  assert.equal(firstOfAll(all, periers)?.place.id, 'house', 'the nearest has no telephone');
  assert.equal(firstOfAll([], null), undefined);
});

test('a way that the server could not tell is left out', async () => {
  const broken: PlacesFor = ({ when }) => (when ? Promise.resolve([]) : Promise.reject(new Error('down')));
  assert.deepEqual(await waysOut({ ...nothing, when: 'mois', services: ['caf'] }, broken), []);
});

test('what is left out is named as it was chosen', () => {
  const catalogue: Catalogue = { need: (id) => `besoin ${id}`, kind: (id) => id.toUpperCase(), further: (name, value) => `${name} ${value}` };
  const question = { ...nothing, services: ['caf'], kinds: ['epn', 'van'], when: 'semaine', further: { ...nothingFurther, care: ['surdite'] } };
  assert.deepEqual(less(question).map((one) => nameOf(one, question, '2026-12-01', catalogue)), ['cette semaine', 'EPN ou VAN', 'care surdite', 'besoin caf']);
});
