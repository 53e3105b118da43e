import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromQuery, toQuery, type Addressed } from '../src/address.ts';
import { nothingFurther } from '../src/further.ts';

const nothing: Addressed = { step: 'reponse', search: { by: 'nothing' }, zone: null, services: [], kinds: [], sure: false, when: '', further: nothingFurther, place: null, view: null, tab: 'liste' };

const TODAY = '2026-12-01T10:00';

const states: Record<string, Addressed> = {
  'everything': nothing,
  'the first question': { ...nothing, step: 'besoin' },
  'the first question again': { ...nothing, step: 'besoin', services: ['caf'], when: 'maintenant' },
  'the second question': { ...nothing, step: 'ou', services: ['caf'] },
  'the second question, the first passed': { ...nothing, step: 'ou' },
  'the third question': { ...nothing, step: 'quand', search: { by: 'point', label: 'Saint-Lô', commune: '50502', lat: 49.1163, lon: -1.0907 } },
  'a sheet over a question': { ...nothing, step: 'quand', place: 'abc234' },
  'now': { ...nothing, when: 'maintenant' },
  'an hour of a day': { ...nothing, when: '2026-12-08T14:30' },
  'words': { ...nothing, search: { by: 'words', text: 'médiathèque & co' } },
  'a commune': { ...nothing, search: { by: 'point', label: 'Saint-Lô', commune: '50502', lat: 49.1163, lon: -1.0907 } },
  'a part of the map': { ...nothing, zone: [-1.2, 49, -1.0001, 49.2], kinds: ['epn'] },
  'near me': { ...nothing, search: { by: 'point', label: '', commune: '', lat: 49.117, lon: -1.09 } },
  'needs and kinds': { ...nothing, services: ['caf', 'cv'], kinds: ['epn', 'van'] },
  'this week': { ...nothing, when: 'semaine' },
  'further choices': { ...nothing, services: ['caf'], sure: true, further: { ...nothingFurther, fee: ['gratuit'], care: ['surdite', 'illettrisme'] } },
  'one day': { ...nothing, when: '2026-12-08', kinds: ['van'] },
  'a sheet on the map': { ...nothing, place: 'abc234', view: { zoom: 12, lat: 49.1163, lon: -1.0907 }, tab: 'carte' },
};

for (const [name, state] of Object.entries(states)) {
  test(`${name} comes back from its address`, () => assert.deepEqual(fromQuery(toQuery(state), TODAY), state));
}

test('an address is one that people can read', () => {
  assert.equal(toQuery(nothing), '?etape=reponse');
  assert.equal(toQuery({ ...nothing, step: 'besoin' }), '');
  assert.equal(toQuery({ ...nothing, step: 'ou', services: ['caf'] }), '?service=caf&etape=ou');
  assert.equal(toQuery({ ...nothing, when: '2026-12-08T14:30' }), '?jour=2026-12-08&heure=14:30');
  assert.equal(toQuery({ ...nothing, services: ['caf', 'cv'], view: { zoom: 9, lat: 49.12346, lon: -1 } }), '?service=caf,cv&view=9/49.1235/-1');
  assert.equal(toQuery({ ...nothing, when: 'mois' }), '?quand=mois');
  assert.equal(toQuery({ ...nothing, when: '2026-12-08' }), '?jour=2026-12-08');
  assert.equal(toQuery({ ...nothing, sure: true, further: { ...nothingFurther, support: ['atelier', 'distance'] } }), '?support=atelier,distance&certainty=confirmed');
});

test('a form without JavaScript repeats its boxes', () => {
  assert.deepEqual(fromQuery('?q=&service=caf&service=cv&service=caf&kind=epn&quand=jour&jour=2026-12-08', TODAY), { ...nothing, services: ['caf', 'cv'], kinds: ['epn'], when: '2026-12-08' });
});

test('what cannot be read is left out', () => {
  for (const query of ['?lat=abc&lon=1', '?lat=91&lon=0', '?lat=49', '?lat=&lon=', '?lat=NaN&lon=Infinity', '?view=1/2', '?view=x/y/z', '?tab=autre', '?place=', '?q=%20', '?quand=hier', '?jour=2026-11-30', '?jour=2026-12-32', '?jour=demain', '?quand=&jour=2026-12-08', '?fee=payant', '?care=,x', '?certainty=sans', '?zone=', '?zone=1,2,3', '?zone=1,2,3,4,5', '?zone=2,1,1,3', '?zone=1,1,1,3', '?zone=0,-91,1,1', '?zone=a,b,c,d', '?zone=1e0,1,2,3', '?zone=NaN,1,2,3', '?zone= 1,1,2,3']) {
    assert.deepEqual({ ...fromQuery(query, TODAY), step: 'reponse' }, nothing, query);
  }
});

test('without a step, an address that asks something is that of the answer, and a bare one of the first question', () => {
  const stepOf = (query: string): string => fromQuery(query, TODAY).step;
  for (const query of ['', '?', '?utm_source=mail', '?q=&service=', '?etape=', '?etape=deux', '?heure=14:30']) assert.equal(stepOf(query), 'besoin', query);
  for (const query of ['?q=caf', '?service=caf', '?quand=semaine', '?zone=-1.5,49,-1,49.3', '?jour=2020-01-01', '?view=12/49/-1', '?place=a', '?page=2', '?q=&kind=epn', '?etape=x&kind=epn']) assert.equal(stepOf(query), 'reponse', query);
  assert.equal(fromQuery('?etape=ou&tab=carte', TODAY).tab, 'liste', 'a question stands alone');
});

test('an hour that is past or cannot be read is left out', () => {
  const whenOf = (query: string): string => fromQuery(query, TODAY).when;
  for (const hour of ['09:59', '24:00', '9:30', '', '14h', '14:60']) assert.equal(whenOf(`?jour=2026-12-01&heure=${hour}`), '2026-12-01', hour);
  assert.equal(whenOf('?jour=2026-12-01&heure=10:00'), '2026-12-01T10:00');
  assert.equal(whenOf('?jour=2026-11-30&heure=14:00'), '');
});
