import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../src/format.ts';
import { waysToCome } from '../src/strings.ts';
import { visitText } from '../src/visits.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('telephone numbers are in pairs', () => {
  const cases: Record<string, string> = {
    '+33233051234': '02 33 05 12 34',
    '+33 (0)2 33 05 12 34': '02 33 05 12 34',
    '0033233051234': '02 33 05 12 34',
    '0233051234': '02 33 05 12 34',
    '3646': '3646',
    '+3222345678': '+3222345678',
  };
  for (const [given, wanted] of Object.entries(cases)) assert.equal(plain(format.phone(given)), wanted);
});

test('a telephone link holds nothing but a number', () => {
  assert.equal(format.phoneLink('+33 2 33 05 12 34'), 'tel:+33233051234');
  assert.equal(format.phoneLink('02"><script>33'), 'tel:0233');
});

test('distances are rounded as people say them', () => {
  const cases: [number, string][] = [[0, '10 m'], [852, '850 m'], [994, '990 m'], [996, '1 km'], [1234, '1,2 km'], [9940, '9,9 km'], [9960, '10 km'], [12_400, '12 km']];
  for (const [metres, wanted] of cases) assert.equal(plain(format.distance(metres)), wanted);
});

test('dates are in words', () => {
  assert.equal(format.date('2022-11-04'), '4 novembre 2022');
  assert.equal(format.date('2026-05-01'), '1er mai 2026');
  assert.equal(format.date(''), '');
  assert.equal(format.date('hier'), '');
});

test('the end of an address is made as the server makes it', () => {
  const slugs = { 'Médiathèque de l’Œuvre, Saint-Lô (n° 2)': 'mediatheque-de-l-oeuvre-saint-lo-n-2', '  Cap-e.tic & Co ': 'cap-e-tic-co', '…': 'accueil' };
  for (const [name, slug] of Object.entries(slugs)) assert.equal(format.slugOf(name), slug);
});

test('places are counted', () => {
  assert.deepEqual([0, 1, 12].map(format.places), ['aucun lieu', '1 lieu', '12 lieux']);
});

test('an address leaves out what is missing', () => {
  assert.equal(format.address({ address: '1 rue A', postcode: '50000', city: 'Saint-Lô' }), '1 rue A, 50000 Saint-Lô');
  assert.equal(format.address({ address: '', postcode: '', city: 'Saint-Lô' }), 'Saint-Lô');
});

test('only addresses of the web become links', () => {
  assert.equal(format.webLink('https://exemple.fr/a'), 'https://exemple.fr/a');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'exemple', '', undefined]) assert.equal(format.webLink(bad), '');
});

test('an hour stays on one line', () => {
  assert.equal(format.tieHours('Lundi : 9 h – 12 h et 13 h 30 – 16 h'), 'Lundi : 9\u00a0h – 12\u00a0h et 13\u00a0h\u00a030 – 16\u00a0h');
  assert.equal(format.tieHours('le 3 juin, 8 heures'), 'le 3 juin, 8 heures');
});

test('days and hours are said as on the server', () => {
  assert.equal(format.weekday('2026-12-08'), 'mardi 8 décembre');
  assert.equal(format.weekday('2027-01-01'), 'vendredi 1er janvier');
  assert.deepEqual(['2026-12-08', '2026-05-01', '2026-07-11', '2026-08-21'].map(format.shortDay), ['8 déc.', '1er mai', '11 juil.', '21 août']);
  assert.deepEqual(['2026-12-08T14:00:00+01:00', '2026-07-08T09:05:00+02:00'].map(format.hour), ['14\u00a0h', '9\u00a0h\u00a005']);
});

test('a visit is said with its day and its hours, in Paris wherever one reads', () => {
  const summer = { start: '2026-06-30T09:30:00+02:00', end: '2026-06-30T11:00:00+02:00' };
  assert.equal(plain(visitText(summer)), 'mardi 30 juin, de 9 h 30 à 11 h');
});

test('the page of a stop is named after its place', () => {
  assert.equal(format.stopPage('abc234', { slug: 'mairie-ceaux' }), '/etapes/abc234-mairie-ceaux');
});

test('the page of a place has a readable address', () => {
  assert.equal(format.placePage({ id: 'a2b', slug: 'mediatheque' }), '/lieux/a2b-mediatheque');
  assert.equal(format.placePage({ id: 'a2b', slug: '' }), '/lieux/a2b');
});

test('a walk is told up to three kilometres, at eighty metres a minute', () => {
  assert.deepEqual([0, 41, 850, 2999, 3000].map(format.walk), [1, 1, 11, 37].map((minutes) => `, environ ${minutes} min à pied`).concat(''));
});

test('what is sure is counted apart', () => {
  const told = [[36, 76], [1, 0], [2, 0], [0, 1], [0, 76], [0, 0], [1, 1200]].map(([sure = 0, unsure = 0]) => format.certain(sure, unsure).replaceAll('\u202f', ' '));
  assert.deepEqual(told, [
    '36 lieux sûrs, 76 à vérifier par téléphone', '1 lieu sûr', '2 lieux sûrs', '1 lieu à vérifier par téléphone',
    '76 lieux à vérifier par téléphone', 'aucun lieu', '1 lieu sûr, 1 200 à vérifier par téléphone',
  ]);
});

test('ways to come read as a sentence, without those of helpers', () => {
  assert.equal(waysToCome(['telephoner', 'se-presenter']), 'Pour venir : se présenter sur place ou téléphoner');
  assert.equal(waysToCome(['telephoner']), 'Pour venir : téléphoner');
  assert.equal(waysToCome(['contacter-par-mail', 'prendre-rdv-en-ligne', 'se-presenter']), 'Pour venir : se présenter sur place, prendre rendez-vous en ligne ou écrire un courriel');
  assert.equal(waysToCome(['fiche-prescription', 'pas-de-public']), '');
});
