import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencesOf, spokenPhone, spokenText } from '../src/page/aloud.ts';

test('a telephone number is read pair by pair, each nought said', () => {
  assert.equal(spokenPhone('02 33 05 12 34'), 'zéro deux, 33, zéro cinq, 12, 34');
  assert.equal(spokenPhone('02\u00a033\u00a000\u00a010\u00a009'), 'zéro deux, 33, zéro zéro, 10, zéro neuf');
  assert.equal(spokenPhone('3960'), '3960', 'a short number is said as it is');
});

test('abbreviations are said whole', () => {
  const pairs = {
    'Ouvert jusqu’à 12 h 15': 'Ouvert jusqu’à 12 heures 15',
    'Fermé. Ouvre demain à 9\u00a0h': 'Fermé. Ouvre demain à 9 heures',
    'à 1,2\u00a0km, environ 15 min à pied': 'à 1,2 kilomètre, environ 15 minutes à pied',
    'à 12 km': 'à 12 kilomètres',
    'à 850 m, environ 1 min à pied': 'à 850 mètres, environ 1 minute à pied',
    'Fermé de 1 h à 2 h': 'Fermé de 1 heure à 2 heures',
    'Gratuit · téléphoner': 'Gratuit, téléphoner',
    '3 hôtes, 2 métiers': '3 hôtes, 2 métiers',
    '3 hommes, 2 manches': '3 hommes, 2 manches',
  };
  for (const [written, spoken] of Object.entries(pairs)) assert.equal(spokenText(written), spoken);
});

test('a place is told in sentences: what it is and how far, where, when, how to call', () => {
  assert.deepEqual(
    sentencesOf({ name: 'Maison de Périers', distance: 'à 3 km', address: '2 rue du Port, 50190 Périers', when: ['Fermé. Ouvre demain à 9 h', 'Renseignements d’août 2022 : téléphonez avant de venir.'], phone: '02 33 05 12 34' }),
    ['Maison de Périers, à 3 kilomètres.', '2 rue du Port, 50190 Périers.', 'Fermé. Ouvre demain à 9 heures.', 'Renseignements d’août 2022 : téléphonez avant de venir.', 'Téléphone : zéro deux, 33, zéro cinq, 12, 34.'],
  );
});

test('what is not known is not said', () => assert.deepEqual(sentencesOf({ name: 'Cyberbase' }), ['Cyberbase.']));
