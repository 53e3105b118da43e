import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshness } from '../src/fresh.ts';

/** The same cases as internal/site/fresh_test.go: both must say the same. */
const cases: Record<string, string> = {
  '2026-12-01': 'Vérifié ce mois-ci',
  '2027-01': 'Vérifié ce mois-ci',
  '2026-11-30': 'Vérifié le mois dernier',
  '2026-09': 'Vérifié il y a 3 mois',
  '2026-01-31': 'Vérifié il y a 11 mois',
  '2025-12': 'Vérifié il y a un an',
  '2025-11-30': 'Renseignements de novembre 2025 : téléphonez avant de venir.',
  '2022-12': 'Renseignements de décembre 2022 : téléphonez avant de venir.',
  '2024-10': 'Renseignements d’octobre 2024 : téléphonez avant de venir.',
  '': '',
  'hier': '',
};

for (const [updated, text] of Object.entries(cases)) {
  test(`what was touched in « ${updated} » says « ${text} »`, () => {
    assert.deepEqual(freshness(updated, '2026-12-01'), { text, old: text.startsWith('Renseignements') });
  });
}

test('a place without a day of today says nothing', () => assert.equal(freshness('2026-09', '').text, ''));
