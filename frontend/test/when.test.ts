import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../src/format.ts';
import { asked, clockOf, dayOf, isDay, isInstant, later, readWhen, spanOf } from '../src/when.ts';

// The server means and says the same (internal/site/when_test.go).
test('the days meant, seen from today', () => {
  const cases: [string, string, string, string][] = [
    ['aujourdhui', '2026-12-01', '2026-12-01', '2026-12-01'],
    ['semaine', '2026-12-01', '2026-12-01', '2026-12-06'],
    ['semaine', '2026-12-06', '2026-12-06', '2026-12-06'],
    ['semaine', '2026-12-07', '2026-12-07', '2026-12-13'],
    ['semaine', '2026-12-31', '2026-12-31', '2027-01-03'], // week 53
    ['semaine', '2026-10-24', '2026-10-24', '2026-10-25'], // the clock changes that Sunday
    ['semaine', '2026-03-27', '2026-03-27', '2026-03-29'],
    ['mois', '2026-12-01', '2026-12-01', '2026-12-31'],
    ['mois', '2026-12-31', '2026-12-31', '2026-12-31'],
    ['mois', '2027-02-10', '2027-02-10', '2027-02-28'],
    ['mois', '2028-02-10', '2028-02-10', '2028-02-29'],
    ['2026-12-08', '2026-12-01', '2026-12-08', '2026-12-08'],
  ];
  for (const [when, today, from, to] of cases) assert.deepEqual(spanOf(when, today), { from, to }, `${when} ${today}`);
  assert.equal(spanOf('', '2026-12-01'), null);
});

test('a form sends the choice and the day: the choice counts', () => {
  const read = (query: string): string => readWhen(new URLSearchParams(query), '2026-12-01');
  assert.equal(read('quand=semaine&jour=2026-12-08'), 'semaine');
  assert.equal(read('quand=jour&jour=2026-12-08'), '2026-12-08');
  assert.equal(read('quand=&jour=2026-12-08'), '');
  assert.equal(read('jour=2026-12-01'), '2026-12-01');
  assert.equal(read('jour=2026-11-30'), '', 'a day that is past');
  assert.equal(read('quand=jour'), '');
});

test('now and an instant ask whether it is open then', () => {
  assert.deepEqual(asked('maintenant', '2026-12-01'), { open: 'now' });
  assert.deepEqual(asked('2026-12-08T14:30', '2026-12-01'), { open: '2026-12-08T14:30' });
  assert.deepEqual(asked('2026-12-08', '2026-12-01'), { from: '2026-12-08', to: '2026-12-08' });
  assert.deepEqual(asked('', '2026-12-01'), {});
  assert.deepEqual(['maintenant', '2026-12-08T14:30', '2026-12-08', 'semaine', ''].map(later), ['semaine', '2026-12-08', '', '', '']);
});

test('an instant is an hour of a day that exists', () => {
  assert.deepEqual(['2026-12-08T00:00', '2028-02-29T23:59'].map(isInstant), [true, true]);
  for (const wrong of ['2026-12-08', '2026-12-08T24:00', '2026-02-29T10:00', '2026-12-08T9:00', '2026-12-08T10:00:00', 'T10:00']) assert.equal(isInstant(wrong), false, wrong);
});

test('a day is one that exists', () => {
  assert.deepEqual(['2026-12-08', '2028-02-29'].map(isDay), [true, true]);
  for (const wrong of ['', '2026-02-29', '2026-13-01', '0002-12-08', '2100-01-01', '8/12/2026', '2026-12-08T10:00', 'semaine']) {
    assert.equal(isDay(wrong), false, wrong);
  }
});

test('the day is that of Paris, whatever the time of the reader', () => {
  assert.equal(dayOf('2026-12-01T09:00:00Z'), '2026-12-01');
  assert.equal(dayOf('2026-12-01T23:30:00Z'), '2026-12-02');
  assert.equal(dayOf('2026-07-01T22:30:00Z'), '2026-07-02');
  assert.equal(dayOf(''), '');
  assert.deepEqual(['2026-12-01T09:05:00Z', '2026-07-01T22:30:00Z', ''].map(clockOf), ['10:05', '00:30', '']);
});

test('the days asked for are said in words', () => {
  const said = (when: string): string => format.when(when, '2026-12-01');
  assert.deepEqual(['', 'aujourdhui', 'semaine', 'mois'].map(said), ['', 'aujourd’hui', 'cette semaine', 'ce mois-ci']);
  assert.equal(said('2026-12-08'), 'le mardi 8 décembre');
  assert.equal(said('2027-01-01'), 'le vendredi 1er janvier 2027');
  assert.equal(said('maintenant'), 'maintenant');
  assert.equal(said('2026-12-08T14:30'), 'le mardi 8 décembre à 14\u00a0h\u00a030');
  assert.equal(said('2027-07-01T00:00'), 'le jeudi 1er juillet 2027 à 0\u00a0h');
});
