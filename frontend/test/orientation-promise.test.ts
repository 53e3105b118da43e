import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemOf } from '../src/orientation/sheet/choice.ts';
import { NOTHING, readState, writeState } from '../src/orientation/request/fragment.ts';
import { calendar } from '../src/orientation/sheet/calendar.ts';
import { chosenOf, momentsOf, renewed, retime } from '../src/orientation/sheet/moments.ts';
import { reworded } from '../src/orientation/sheet/promise.ts';
import { compare } from '../src/orientation/rules/rank.ts';
import { tell, type Catalogue, type SheetLine } from '../src/orientation/sheet/text.ts';
import type { Chosen, OfferData, Offers, Request } from '../src/orientation/types.ts';

const HOME = { lat: 48.58, lon: -1.1, label: '' };
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const labels: Readonly<Record<string, string>> = { caf: 'CAF', cv: 'CV', souris: 'Souris' };
const kinds: Readonly<Record<string, string>> = { 'france-services': 'France Services', epn: 'Espace public numérique', 'conseiller-numerique': 'Conseiller numérique', van: 'Bus' };
const catalogue: Catalogue = { need: (id) => ({ id, label: labels[id] ?? id }), kind: (id) => kinds[id] ?? id };

const COUNTER: OfferData = { kind: 'france-services', services: { implied: ['caf'] }, phone: '+33233000001', hours: 'known', spans: [[0, 510, 720], [2, 840, 1020]] };
const ADVISER: OfferData = { kind: 'conseiller-numerique', services: { declared: ['souris'] }, phone: '+33233000002', hours: 'known', fee: ['gratuit'], spans: [[3, 510, 720]] };
const CLUB: OfferData = { kind: 'epn', services: { declared: ['cv'] }, phone: '+33233000003', fee: ['payant'], hours: 'unknown' };

const dataOf = (offers: readonly OfferData[], more: Partial<Offers> = {}): Offers => ({
  revision: '1', timeStamp: '2026-12-01T10:00:00+01:00', from: '2026-12-01', days: 42, now: { day: 0, minute: 600 }, timezone: { id: 'Europe/Paris', lines: ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'] },
  places: [{ id: 'house', slug: 'house', name: 'Maison', address: '1 rue Haute', city: 'Périers', lat: 48.6, lon: -1, phone: '+33233000001', offers }], ...more,
});
const DATA = dataOf([COUNTER, ADVISER, CLUB]);
const ALL: Request = { ...NOTHING, needs: ['caf', 'souris', 'cv'] };

/** The line that the only row makes, and what the sheet says of it. */
function picked(request: Request, data = DATA): Chosen {
  const { rows, unfit } = compare(data, request, HOME);
  const row = [...rows, ...unfit][0];
  assert.ok(row);
  return chosenOf(row, request, data);
}
const say = (chosen: Chosen, request: Request, data = DATA): SheetLine => tell(chosen, request, null, data, catalogue);
const does = (chosen: Chosen, request: Request, data = DATA): string[] => say(chosen, request, data).does.map(plain);

test('each need goes with its own helper, at a time when that helper is there', () => {
  assert.deepEqual(does(picked(ALL), ALL), [
    'Ce jour-là, on vous aide pour : CAF.',
    'Souris : vendredi 4 décembre, de 8 h 30 à 12 h, conseiller numérique, 02 33 00 00 02.',
    'CV : horaires à demander, espace public numérique, 02 33 00 00 03.',
  ]);
  const friday = retime(picked(ALL), 3 * 1440 + 510, ALL, DATA);
  assert.equal(does(friday, ALL)[0], 'Ce jour-là, on vous aide pour : Souris.');
  assert.equal(plain(say(friday, ALL).phone), '02 33 00 00 02', 'the number is that of who is there');
  assert.equal(plain(say(friday, ALL).hours), 'Ouvert ce jour-là de 8 h 30 à 12 h.');
  assert.equal(say(friday, ALL).who, 'Conseiller numérique');
});

test('without a time, a need that is asked for on another number says which', () => {
  const request = retime(picked(ALL), null, ALL, DATA);
  assert.deepEqual(does(request, ALL), ['On vous aide pour : CAF.', 'Souris : vendredi 4 décembre, de 8 h 30 à 12 h, conseiller numérique, 02 33 00 00 02.', 'CV : horaires à demander, espace public numérique, 02 33 00 00 03.']);
});

test('who does not fit what constrains the person promises nothing', () => {
  const free = { ...ALL, gratuit: true };
  assert.deepEqual(does(picked(free), free), ['Ce jour-là, on vous aide pour : CAF.', 'Souris : vendredi 4 décembre, de 8 h 30 à 12 h, conseiller numérique, 02 33 00 00 02.']);
  const thursday = { ...ALL, free: ['je-apm'] };
  assert.deepEqual(momentsOf(itemOf(picked(thursday), DATA)!, thursday, DATA), [2 * 1440 + 840]);
  assert.deepEqual(does(picked(thursday), thursday), ['Ce jour-là, on vous aide pour : CAF.', 'CV : horaires à demander, espace public numérique, 02 33 00 00 03.']);
});

test('a need that is only possible there is told with who does it surely', () => {
  const data = dataOf([{ ...COUNTER, services: { implied: ['caf'], possible: ['souris'] } }, ADVISER]);
  assert.deepEqual(does(picked(ALL, data), ALL, data), ['Ce jour-là, on vous aide pour : CAF.', 'Ce jour-là, à vérifier par téléphone : Souris.', 'Souris : vendredi 4 décembre, de 8 h 30 à 12 h, conseiller numérique, 02 33 00 00 02.']);
});

test('a link says which needs were promised, and that one is no longer possible, also today', () => {
  const data = dataOf([COUNTER, { ...ADVISER, spans: [[0, 510, 720]] }]);
  const chosen = picked(ALL, data);
  assert.equal(chosen.time, '20261201T1000');
  assert.equal(chosen.promised, '3');
  const link = readState(writeState({ request: ALL, chosen: [chosen], sheet: true }));
  assert.deepEqual(link.chosen, [chosen]);
  assert.deepEqual(say(chosen, ALL, data).changes, []);
  const fewer = dataOf([COUNTER, { ...ADVISER, spans: [[1, 510, 720]] }]);
  assert.deepEqual(say(chosen, ALL, fewer).changes, ['« Souris » n’est plus possible à ce moment.']);
  assert.deepEqual(say(chosen, ALL, dataOf([{ ...COUNTER, spans: [[1, 510, 720]] }, { ...ADVISER, spans: [[1, 510, 720]] }])).changes, ['Ce lieu n’est plus ouvert à ce moment.']);
  assert.deepEqual(does(chosen, ALL, dataOf([COUNTER])), ['Ce jour-là, on vous aide pour : CAF.'], 'done by nobody there any more');
});

test('what a link did not promise is not promised, and old links make no claim', () => {
  const now = dataOf([{ ...COUNTER, services: { implied: ['caf', 'cv'] } }]);
  const { promised: _, ...old } = picked(ALL, now);
  assert.deepEqual(does({ ...old, promised: '1' }, ALL, now), ['Ce jour-là, on vous aide pour : CAF.']);
  assert.deepEqual(readState(writeState({ request: ALL, chosen: [old], sheet: true })).chosen, [old]);
  assert.deepEqual(say(old, ALL, dataOf([{ ...COUNTER, services: { implied: ['cv'] } }])).changes, []);
});

test('promises follow what is asked', () => {
  const chosen = picked(ALL);
  const request = { ...ALL, needs: ['cv', 'souris', 'caf'] };
  assert.equal(renewed([chosen], request, DATA)[0]?.promised, '4');
  assert.equal(reworded(chosen, ALL.needs, request.needs).promised, '4');
  assert.equal(reworded(chosen, ALL.needs, ['cv']).promised, '0');
});

test('the calendar says the same, and ends when the helper leaves', () => {
  const data = dataOf([COUNTER, { ...ADVISER, spans: [[2, 840, 885]] }]);
  const request = { ...ALL, needs: ['souris'] };
  const chosen = picked(request, data);
  const text = calendar([chosen], [say(chosen, request, data)], data, 'x').replace(/\r\n /g, '');
  assert.match(text, /DTEND;TZID=Europe\/Paris:20261203T144500/);
  assert.match(text, /DESCRIPTION:.*Ce jour-là\\, on vous aide pour : Souris\./);
  const all = picked(ALL);
  assert.match(calendar([all], [say(all, ALL)], DATA, 'x').replace(/\r\n /g, ''), /DESCRIPTION:.*CV : horaires à demander/);
});

test('the hours of a day that began are told whole', () => {
  assert.equal(plain(say(picked(ALL), ALL).hours), 'Ouvert ce jour-là de 8 h 30 à 12 h.');
});
