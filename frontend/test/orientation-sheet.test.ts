import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, changesOf, checkOf, isFull, itemOf, move, remove } from '../src/orientation/sheet/choice.ts';
import { NOTHING } from '../src/orientation/request/fragment.ts';
import { calendar } from '../src/orientation/sheet/calendar.ts';
import { momentsOf, retime } from '../src/orientation/sheet/moments.ts';
import { sharedAge, sheetSentences, sheetText, tell, bringOf, warned, type Catalogue } from '../src/orientation/sheet/text.ts';
import type { Chosen, Need, OfferData, Offers, PlaceData, Reach, VisitData } from '../src/orientation/types.ts';

const VISIT: VisitData = { id: 'visit', day: 7, start: 840, end: 960, status: 'planned', counts: true, lat: 48.7, lon: -1, address: 'Place de la Mairie', city: 'Le Teilleul', insee: '50591' };
const house: PlaceData = {
  id: 'house', slug: 'house', name: 'Maison France Services', address: '1 rue Haute', postcode: '50600', city: 'Saint-Hilaire', insee: '50484', lat: 48.6, lon: -1, phone: '+33233000001',
  offers: [{ kind: 'france-services', name: 'Maison France Services', operator: 'Commune; de, Saint-Hilaire', services: { implied: ['caf'], possible: ['cv'] }, hours: 'known', access: ['se-presenter', 'telephoner'], spans: [[2, 540, 720], [2, 840, 1020], [9, 540, 720]] }],
};
const stop: PlaceData = {
  id: 'stop', slug: 'stop', name: 'Mairie', address: 'Place de la Mairie', postcode: '50640', city: 'Le Teilleul', insee: '50591', lat: 48.7, lon: -1, phone: '+33233000002',
  offers: [{ kind: 'van', services: { declared: ['cv'] }, hours: 'visits', visits: [VISIT] }],
};

const dataOf = (places: readonly PlaceData[], more: Partial<Offers> = {}): Offers => ({ revision: '1', timeStamp: '2026-12-01T10:00:00+01:00', from: '2026-12-01', days: 42, now: { day: 0, minute: 600 }, timezone: { id: 'Europe/Paris', lines: ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'] }, places, ...more });
const DATA = dataOf([house, stop]);

/** A line as it is chosen out of these data. */
function chosen(id: string, time: string, data = DATA): Chosen {
  const bare = { id, time, check: '' };
  const item = itemOf(bare, data);
  assert.ok(item);
  return { ...bare, check: checkOf(item, data.from) };
}

const HOUSE = chosen('house', '20261203T1400');
const BUS = chosen('visit', '20261208T1400');

/** The same data with one thing changed. */
const withHouse = (change: Partial<PlaceData>): Offers => dataOf([{ ...house, ...change }, stop]);
const withOffer = (change: Partial<OfferData>): Offers => withHouse({ offers: [{ ...house.offers?.[0], ...change } as OfferData] });
const withVisit = (change: Partial<VisitData>): Offers => dataOf([house, { ...stop, offers: [{ ...stop.offers?.[0], visits: [{ ...VISIT, ...change }] } as OfferData] }]);

test('nothing is said to have changed while nothing has, nor as days go by', () => {
  for (const one of [HOUSE, BUS]) assert.deepEqual(changesOf(one, DATA), []);
  const nextDay = dataOf([{ ...house, offers: [{ ...house.offers?.[0], spans: [[1, 540, 720], [1, 840, 1020]] } as OfferData] }, { ...stop, offers: [{ ...stop.offers?.[0], visits: [{ ...VISIT, day: 6 }] } as OfferData] }], { from: '2026-12-02' });
  for (const one of [HOUSE, BUS]) assert.deepEqual(changesOf(one, nextDay), []);
});

test('a visit that moved, is cancelled or full is told so', () => {
  assert.deepEqual(changesOf(BUS, withVisit({ day: 10, status: 'moved' })), ['Ce passage est maintenant le vendredi 11 décembre à 14\u00a0h.']);
  assert.deepEqual(changesOf(BUS, withVisit({ status: 'cancelled', counts: false })), ['Ce passage est annulé.']);
  assert.deepEqual(changesOf(BUS, withVisit({ status: 'full', counts: false })), ['Ce passage est complet : téléphonez.']);
  assert.deepEqual(changesOf(BUS, withVisit({ address: 'Salle des fêtes' })), ['L’adresse a changé.']);
});

test('a place that closes at that time, moves, changes its number or goes is told so', () => {
  assert.deepEqual(changesOf(HOUSE, withOffer({ spans: [[2, 540, 720]] })), ['Ce lieu n’est plus ouvert à ce moment.']);
  assert.deepEqual(changesOf(HOUSE, withOffer({ spans: [[2, 840, 900]] })), ['Ses horaires ce jour-là sont maintenant de 14\u00a0h à 15\u00a0h.']);
  assert.deepEqual(changesOf(HOUSE, withOffer({ spans: [[2, 540, 720], [2, 840, 1020]] })), []);
  assert.deepEqual(changesOf(HOUSE, withHouse({ address: '2 rue Basse' })), ['L’adresse a changé.']);
  assert.deepEqual(changesOf(HOUSE, withHouse({ phone: '+33233000009' })), ['Le numéro de téléphone a changé.']);
  assert.deepEqual(changesOf(HOUSE, withHouse({ name: 'Maison du Mortainais' })), ['Le nom a changé : Maison du Mortainais.']);
  assert.deepEqual(changesOf(HOUSE, dataOf([stop])), ['Ce lieu ou ce passage n’est plus sur la carte.']);
  assert.deepEqual(changesOf(HOUSE, { ...DATA, now: { day: 2, minute: 1000 } }), ['Ce moment est passé.']);
});

test('a link that was cut makes no claim', () => {
  assert.deepEqual(changesOf({ ...HOUSE, check: 'c9' }, withHouse({ name: 'Autre' })), []);
});

test('lines are added up to five, moved and removed', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].reduce<readonly Chosen[]>((all, id) => add(all, { id, time: '', check: '' }), []);
  const ids = (all: readonly Chosen[]): string => all.map(({ id }) => id).join('');
  assert.ok(isFull(five));
  assert.equal(ids(add(five, { id: 'f', time: '', check: '' })), 'abcde');
  assert.equal(ids(add(five.slice(0, 2), five[0] as Chosen)), 'ab');
  assert.equal(ids(move(five, 'b', -1)), 'bacde');
  assert.equal(ids(move(five, 'a', -1)), 'abcde');
  assert.equal(ids(move(five, 'd', 1)), 'abced');
  assert.equal(ids(remove(five, 'c')), 'abde');
});

const needs: Readonly<Record<string, Need>> = {
  caf: { id: 'caf', label: 'Faire une démarche CAF', bring: ['Votre numéro d’allocataire', 'Un RIB'], bring_source: { name: 'Caf', url: 'https://www.caf.fr/' } },
  cv: { id: 'cv', label: 'Faire son CV et sa lettre' },
};
const catalogue: Catalogue = { need: (id) => needs[id] ?? { id, label: id }, kind: (id) => (id === 'van' ? 'Bus' : 'France Services') };
const home = { lat: 48.58, lon: -1.1, label: 'Isigny', insee: '50256' };
const lines = [HOUSE, BUS].map((one) => tell(one, { ...NOTHING, needs: ['caf', 'cv'] }, home, DATA, catalogue));
const sheet = { lines: lines, old: '', bring: bringOf(['caf', 'cv'], catalogue), notes: new Map([['visit', 'Demander Mme Roux']]), link: 'https://x/orientation#vue=fiche', day: '2026-12-01' };

test('the text says who, where, when, on which number, and what to bring, in lines one can read aloud', () => {
  assert.equal(sheetText(sheet).replaceAll('\u00a0', ' '), `Où aller, et quand – fiche du 1er décembre 2026

1. Maison France Services
Venir jeudi 3 décembre entre 14 h et 17 h, sans rendez-vous.
Ouvert ce jour-là de 9 h à 12 h et de 14 h à 17 h.
Téléphone : 02 33 00 00 01
Adresse : 1 rue Haute, 50600 Saint-Hilaire
Où : à 7,7 km à l’est d’Isigny, à vol d’oiseau
Avec : France Services (Commune; de, Saint-Hilaire)
Ce jour-là, on vous aide pour : Faire une démarche CAF.
Ce jour-là, à vérifier par téléphone : Faire son CV et sa lettre.

2. Mairie
Venir mardi 8 décembre entre 14 h et 16 h, au passage du bus.
Téléphonez avant de vous déplacer.
Téléphone : 02 33 00 00 02
Adresse : Place de la Mairie, 50640 Le Teilleul
Où : à 15 km au nord-est d’Isigny, à vol d’oiseau
Avec : Bus
Ce jour-là, on vous aide pour : Faire son CV et sa lettre.
Note : Demander Mme Roux

À apporter
Votre numéro d’allocataire.
Un RIB.
(D’après Caf.)

Retrouver cette fiche : https://x/orientation#vue=fiche`);
  assert.ok(sheetSentences(sheet).every((line) => line !== '' && !line.includes('https')));
  assert.ok(sheetSentences(sheet).includes('Lieu 1 : Maison France Services'));
});

test('what several needs ask for is said once', () => {
  const asking = (label: string, bring: readonly string[], name: string): Need => ({ id: label, label, bring, bring_source: { name, url: `https://${name}` } });
  const all: Readonly<Record<string, Need>> = {
    a: asking('Faire une démarche CAF', ['Un numéro d’allocataire', 'Un RIB'], 'Caf'), b: asking('Déclarer ou payer ses impôts', ['Un RIB à votre nom', 'Un avis'], 'Impôts'), c: { id: 'c', label: 'Souris' },
  };
  const { things, sources } = bringOf(['a', 'c', 'b'], { ...catalogue, need: (id) => all[id] as Need });
  assert.deepEqual(things, ['Un numéro d’allocataire', 'Un RIB à votre nom', 'Un avis']);
  assert.deepEqual(sources.map(({ name }) => name), ['Caf', 'Impôts']);
});

/** The lines of a calendar, unfolded. */
const unfolded = (text: string): string[] => text.replace(/\r\n /g, '').split('\r\n');

test('the calendar is on the clock of the département', () => {
  const written = unfolded(calendar([HOUSE], lines, { ...DATA, timezone: { id: 'Indian/Reunion', lines: ['BEGIN:VTIMEZONE', 'TZID:Indian/Reunion', 'END:VTIMEZONE'] } }, 'escale.example'));
  for (const line of ['TZID:Indian/Reunion', 'DTSTART;TZID=Indian/Reunion:20261203T140000', 'DTEND;TZID=Indian/Reunion:20261203T150000']) {
    assert.ok(written.includes(line), line);
  }
  assert.ok(!written.some((line) => line.includes('Paris')));
});

test('the calendar holds each proposed time, and can be read', () => {
  const text = calendar([HOUSE, BUS], lines, DATA, 'escale.example');
  const written = unfolded(text);
  assert.equal(written.filter((line) => line === 'BEGIN:VEVENT').length, 2);
  for (const line of ['DTSTART;TZID=Europe/Paris:20261203T140000', 'DTEND;TZID=Europe/Paris:20261203T150000', 'DTSTART;TZID=Europe/Paris:20261208T140000', 'DTEND;TZID=Europe/Paris:20261208T160000', 'UID:fiche-house-20261203T1400@escale.example', 'DTSTAMP:20261201T090000Z', 'LOCATION:1 rue Haute\\, 50600 Saint-Hilaire']) {
    assert.ok(written.includes(line), line);
  }
  assert.ok(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75));
  assert.ok(written.some((line) => line.startsWith('DESCRIPTION:') && line.includes('Commune\\; de\\, Saint-Hilaire') && line.includes('\\n')));
  const request = retime(HOUSE, null, NOTHING, DATA);
  assert.equal(calendar([request], [tell(request, NOTHING, null, DATA, catalogue)], DATA, 'x'), '');
});

test('a name cannot write lines of a calendar', () => {
  const nasty = { ...lines[0], name: 'A\r\nATTENDEE:mailto:x@y.z\u2028B' } as (typeof lines)[number];
  assert.ok(!unfolded(calendar([HOUSE], [nasty], DATA, 'x')).some((line) => line.startsWith('ATTENDEE')));
});

test('another moment is one of those when it is open, and the line is then as it is today', () => {
  const item = itemOf(HOUSE, DATA);
  assert.ok(item);
  assert.deepEqual(momentsOf(item, { ...NOTHING, needs: ['caf'] }, DATA), [2 * 1440 + 540, 2 * 1440 + 840, 9 * 1440 + 540]);
  assert.deepEqual(momentsOf(item, { ...NOTHING, needs: ['caf'], free: ['je-apm'] }, DATA), [2 * 1440 + 840]);
  assert.deepEqual(momentsOf(item, { ...NOTHING, free: ['je-matin'] }, DATA), [2 * 1440 + 540, 2 * 1440 + 840, 9 * 1440 + 540], 'the proposed one stays among them');
  const moved = retime(HOUSE, 9 * 1440 + 540, NOTHING, DATA);
  assert.equal(moved.time, '20261210T0900');
  assert.deepEqual(changesOf(moved, DATA), []);
  assert.deepEqual(changesOf(moved, withOffer({ spans: [] })), ['Ce lieu n’est plus ouvert à ce moment.']);
  assert.equal(retime(HOUSE, null, NOTHING, DATA).time, '');
});

test('a cancelled visit says so first, why, and when the next one comes; nothing of it is promised', () => {
  const data = dataOf([house, { ...stop, offers: [{ ...stop.offers?.[0], visits: [{ ...VISIT, status: 'cancelled', counts: false, reason: 'car en panne' }, { ...VISIT, id: 'next', day: 14 }] } as OfferData] }]);
  const request = { ...NOTHING, needs: ['cv'] };
  const line = tell({ ...BUS, promised: '1' }, request, null, data, catalogue);
  assert.equal(line.cancelled.replaceAll('\u00a0', ' '), 'ANNULÉ : car en panne. Prochain passage : mardi 15 décembre, de 14 h à 16 h.');
  assert.deepEqual([line.does, line.hours, line.changes], [[], '', ['Ce passage est annulé.']]);
  assert.match(sheetText({ ...sheet, lines: [line] }), /1\. Mairie\nANNULÉ : car en panne\./);
  assert.match(tell(BUS, request, null, withVisit({ status: 'cancelled', counts: false }), catalogue).cancelled, /^ANNULÉ\. Aucun autre passage/);
});

test('a visit that is no more keeps the name and the number of its stop', () => {
  const data = dataOf([house, { ...stop, offers: [{ ...stop.offers?.[0], visits: [] } as OfferData] }]);
  const line = tell({ ...BUS, place: 'stop' }, NOTHING, null, data, catalogue);
  assert.deepEqual([line.name, line.dial, line.changes], ['Mairie', '+33233000002', ['Ce lieu ou ce passage n’est plus sur la carte.']]);
  assert.equal(tell(BUS, NOTHING, null, data, catalogue).name, 'Lieu retiré de la carte');
  assert.equal(retime(BUS, 7 * 1440 + 840, NOTHING, DATA).place, 'stop', 'the line holds its place');
});

test('two lines at the same moment are told so', () => {
  const at = (id: string, time: string) => tell({ id, time, check: '' }, NOTHING, null, DATA, catalogue);
  const lines = [at('house', '20261208T1400'), at('house', '20261203T1400'), at('visit', '20261208T1400')];
  assert.deepEqual(warned(lines, 'voiture').map(({ warning }) => warning ?? ''), ['Même moment que le lieu 3 : proposez-en un autre.', '', 'Même moment que le lieu 1 : proposez-en un autre.']);
});

test('a line says how one comes, and never reads like a booked appointment', () => {
  const when = (change: Partial<OfferData>, one = HOUSE): string => tell(one, NOTHING, null, withOffer(change), catalogue).when.replaceAll('\u00a0', ' ');
  assert.equal(when({ access: ['telephoner'] }), 'Téléphoner pour convenir d’un moment, par exemple jeudi 3 décembre entre 14 h et 17 h');
  assert.equal(when({ access: ['prendre-rdv-en-ligne'] }), 'Prendre rendez-vous en ligne, par exemple jeudi 3 décembre entre 14 h et 17 h');
  assert.equal(when({ access: [] }), 'Téléphoner avant de venir jeudi 3 décembre entre 14 h et 17 h');
  assert.equal(when({ hours: 'none', access: ['pas-de-public'] }), 'Téléphoner');
  assert.equal(when({}, retime(HOUSE, null, NOTHING, DATA)), 'Téléphoner pour convenir d’un moment');
  const visit = (change: Partial<VisitData>): string => tell(BUS, NOTHING, null, withVisit(change), catalogue).when.replaceAll('\u00a0', ' ');
  assert.equal(visit({}), 'Venir mardi 8 décembre entre 14 h et 16 h, au passage du bus');
  assert.equal(visit({ status: 'unconfirmed', counts: false }), 'Mardi 8 décembre, de 14 h à 16 h');
  const request = tell(HOUSE, NOTHING, null, withOffer({ access: ['telephoner'] }), catalogue);
  assert.match(calendar([HOUSE], [request], DATA, 'x'), /SUMMARY:À convenir – Maison/);
});

test('a line whose information is old says so, on paper too', () => {
  const line = tell(HOUSE, NOTHING, null, withOffer({ updated: '2022-11' }), catalogue);
  assert.equal(line.old.replaceAll('\u00a0', ' '), 'Renseignements de novembre 2022 : téléphonez avant de venir.');
  assert.match(sheetText({ ...sheet, lines: [line] }), /Renseignements de novembre 2022/);
  assert.deepEqual([sharedAge([line, line]).old, sharedAge([line, line]).lines.map(({ old }) => old), sharedAge([line]).old], [line.old, ['', ''], '']);
  assert.equal(tell(HOUSE, NOTHING, null, withOffer({ updated: '2026-10' }), catalogue).old, '');
});

test('two towns that are far apart are not proposed an hour apart without a word', () => {
  const far = { ...house, id: 'far', lat: 48.915 }; // 35 km to the north
  const data = dataOf([house, far]);
  const at = (id: string, time: string) => tell({ id, time, check: '' }, NOTHING, null, data, catalogue);
  const words = (a: string, b: string, reach: Reach): string[] => warned([at('house', a), at('far', b)], reach).map(({ warning }) => (warning ?? '').replaceAll('\u00a0', ' '));
  const line = (other: number): string => `Le même jour que le lieu ${other}, à 35 km de là : comptez le trajet, ou proposez un autre jour.`;
  assert.deepEqual(words('20261203T1400', '20261203T1500', 'voiture'), [line(2), line(1)]);
  assert.deepEqual(words('20261203T0900', '20261203T1400', 'voiture'), ['', '']);
  assert.deepEqual(words('20261203T1100', '20261203T1400', 'sans-voiture'), [line(2), line(1)]);
  assert.deepEqual(words('20261203T1400', '20261210T0900', 'voiture'), ['', '']);
  assert.deepEqual(warned([at('house', '20261203T1400'), tell({ id: 'house', time: '20261203T1430', check: '' }, NOTHING, null, data, catalogue)], 'voiture').map(({ warning }) => warning), [undefined, undefined], 'next door, there is no way to count');
});
