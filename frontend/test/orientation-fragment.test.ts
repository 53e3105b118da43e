import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARES, NOTHING, readState, writeLink, writeState } from '../src/orientation/request/fragment.ts';
import { HALF_DAYS } from '../src/orientation/rules/time.ts';
import { ticked } from '../src/orientation/request/halfdays.ts';
import type { State } from '../src/orientation/types.ts';
import { pick, random } from './orientation-oracle.ts';

const EMPTY: State = { request: NOTHING, chosen: [], sheet: false };

test('every state comes back from its address, 1,000 of them', () => {
  const r = random(7);
  const some = <T>(list: readonly T[]): T[] => list.filter(() => r() < 0.3);
  for (let i = 0; i < 1000; i++) {
    const state: State = {
      request: {
        needs: some(['caf', 'cv', 'souris-clavier', 'logement-social']), free: some(HALF_DAYS), care: some(CARES), gratuit: r() < 0.5, pass: r() < 0.5,
        home: pick(r, [null, { commune: '50484' }, { commune: '2A004' }, { lat: 48.583, lon: -1.094, label: 'Ma position & autour, #1' }, { lat: -1.5, lon: 0, label: '' }]),
        reach: pick(r, ['pied', 'sans-voiture', 'voiture', 'partout']), support: pick(r, ['', 'individuel', 'atelier']),
      },
      chosen: some(['aaa', 'bbb', 'ccc']).map((id) => ({ id, time: pick(r, ['', '20261203T1400']), check: pick(r, ['', 'c9gj266q']) })),
      sheet: r() < 0.5,
    };
    assert.deepEqual(readState(`#${writeState(state)}`), state);
  }
});

test('an address is one that people can read', () => {
  const request = { ...NOTHING, needs: ['caf', 'cv'], home: { commune: '50484' }, reach: 'sans-voiture' as const, free: ['ma-apm', 'je-apm'], care: ['illettrisme'] };
  assert.equal(writeState({ ...EMPTY, request }), 'besoins=caf,cv&commune=50484&portee=sans-voiture&libre=ma-apm,je-apm&accueil=illettrisme');
  assert.equal(writeState(EMPTY), '');
});

test('what is wrong is left out, and the rest is read', () => {
  const { request, chosen } = readState('#besoins=caf,<b>,caf&commune=x&lat=91&lon=0&portee=loin&libre=xx,ma-apm&accueil=rien&aide=tout&gratuit=oui&choix=a~20261203T1400~c,b~demain~,a,<i>,c,d,e,f,g');
  assert.deepEqual(request, { ...NOTHING, needs: ['caf'], free: ['ma-apm'] });
  assert.deepEqual(chosen.map(({ id }) => id), ['a', 'c', 'd', 'e', 'f']);
});

test('a time that is on no calendar is dropped, and the line stays', () => {
  for (const wrong of ['20261301T1000', '20269999T9999', '20261201T2560', '20261131T1000', '20260229T1000', '2026', 'T']) {
    assert.deepEqual(readState(`#choix=a~${wrong}~c9~3`).chosen, [{ id: 'a', time: '', check: 'c9', promised: '3' }], wrong);
  }
  assert.equal(readState('#choix=a~20280229T0000~c9').chosen[0]?.time, '20280229T0000');
});

test('the link that is handed over says where, when and for what, and nothing of the person', () => {
  const state = readState('#besoins=caf&commune=50484&lat=48.5&lon=-1&ici=Chez+elle&portee=pied&libre=ma-apm&gratuit=1&pass=1&accueil=illettrisme&aide=individuel&choix=a~20261203T1400~c9gj266q');
  assert.equal(writeLink(state), 'besoins=caf&choix=a~20261203T1400~c9gj266q&vue=fiche');
});

test('one box ticks every morning, and takes them away', () => {
  const mornings = ticked(['ma-apm'], 'every', 'matin', true);
  assert.deepEqual(mornings, ['lu-matin', 'ma-matin', 'ma-apm', 'me-matin', 'je-matin', 've-matin', 'sa-matin', 'di-matin']);
  assert.deepEqual(ticked(mornings, 'every', 'matin', false), ['ma-apm']);
  assert.deepEqual(ticked(['ma-apm'], 'free', 'ma-apm', false), []);
});
