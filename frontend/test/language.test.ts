import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { speak, t, tn, tOf } from '../src/page/language.ts';

afterEach(() => speak(null));

test('says French as it is written', () => {
  assert.equal(t('Voir plus (encore %s)', 12), 'Voir plus (encore 12)');
  assert.equal(tn(0, '%d lieu', '%d lieux'), '0 lieu');
  assert.equal(tn(2, '%d lieu', '%d lieux'), '2 lieux');
  assert.equal(t('%d h %02d', 9, 5), '9 h 05');
});

test('says a translation, its arguments in its own order, and French where there is none', () => {
  speak({ code: 'x', plurals: 'en', texts: { '%s de %s': '%[2]s’s %[1]s', 'heure\u0004à %s': 'at %s', 'à %s': 'in %s' } });
  assert.equal(t('%s de %s', 'mouse', 'Ann'), 'Ann’s mouse');
  assert.equal(tOf('heure', 'à %s', '9:00'), 'at 9:00');
  assert.equal(t('à %s', 'Céaux'), 'in Céaux');
  assert.equal(t('Fermé'), 'Fermé');
});

test('counts as the language does', () => {
  speak({ code: 'x', plurals: 'ar', texts: { '%d lieu': ['0', '1', '2', 'few %d', 'many %d', 'other %d'] } });
  assert.deepEqual([0, 1, 2, 3, 11, 100].map((n) => tn(n, '%d lieu', '%d lieux')), ['0', '1', '2', 'few 3', 'many 11', 'other 100']);
  speak({ code: 'x', plurals: 'en', texts: { '%d lieu': ['%d place', '%d places'] } });
  assert.deepEqual([0, 1, 2].map((n) => tn(n, '%d lieu', '%d lieux')), ['0 places', '1 place', '2 places']);
});
