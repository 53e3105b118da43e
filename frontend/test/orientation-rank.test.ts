import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../src/orientation/rules/rank.ts';
import type { Offers, OfferData, Request, Row } from '../src/orientation/types.ts';
import { NOTHING } from '../src/orientation/request/fragment.ts';
import { pairText, reasonText } from '../src/orientation/words/words.ts';
import { ownTime } from '../src/orientation/results/cells.ts';
import { naivePair, naiveRows, offersOf, random, requestOf } from './orientation-oracle.ts';

const HOME = { lat: 48.58, lon: -1.1, label: '' };

const seen = (row: Row) => ({
  id: row.id, states: row.needs.map(({ state }) => state), start: row.when?.start ?? null, end: row.when?.end ?? null, class: row.class, fits: row.reasons.length === 0, against: row.reasons.length,
});

const expected = ({ distance: _, ...rest }: ReturnType<typeof naiveRows>['rows'][number]) => rest;

test('rows, their order and the best pair are those of a naive count, on 1,000 random requests', () => {
  let [rows, pairs, unfit, far] = [0, 0, 0, 0];
  for (let seed = 1; seed <= 1000; seed++) {
    const r = random(seed);
    const data = offersOf(r, 2 + Math.floor(r() * 14));
    const request = requestOf(r);
    const answer = compare(data, request, request.home as typeof HOME);
    const naive = naiveRows(data, request);
    assert.deepEqual(answer.rows.map(seen), naive.rows.map(expected), `rows of seed ${seed}`);
    assert.deepEqual(answer.unfit.map(seen), naive.unfit.map(expected), `unfit rows of seed ${seed}`);
    assert.deepEqual(answer.pair?.rows.map(({ id }) => id) ?? null, naivePair(naive.rows), `pair of seed ${seed}`);
    for (const [i, row] of answer.rows.entries()) assert.ok(Math.abs(row.distance - (naive.rows[i]?.distance ?? 0)) < 0.01);
    rows += answer.rows.length;
    unfit += answer.unfit.length;
    pairs += Number(answer.pair !== null);
    far += answer.unfit.filter(({ reasons }) => reasons.some(({ about }) => about === 'reach')).length;
  }
  for (const [what, n] of Object.entries({ rows, pairs, unfit, far })) assert.ok(n > 100, `too few ${what} to mean anything: ${n}`);
});

const offer = (more: Partial<OfferData>): OfferData => ({ kind: 'epn', services: { declared: ['caf'] }, hours: 'unknown', ...more });

/** One place in the home's commune, on a Tuesday at 10 h. */
function alone(offers: readonly OfferData[], request: Partial<Request>) {
  const data: Offers = { revision: '', timeStamp: '', from: '2026-12-01', days: 42, now: { day: 0, minute: 600 }, timezone: { id: 'Europe/Paris', lines: ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'] }, places: [{ id: 'a', slug: '', name: 'A', ...HOME, offers }] };
  return compare(data, { ...NOTHING, needs: ['caf'], ...request }, HOME);
}

const reasons = (answer: ReturnType<typeof alone>): string[] => answer.unfit.flatMap(({ reasons }) => reasons.map(({ text }) => text));

test('what a source does not say is to ask, never a refusal', () => {
  const answer = alone([offer({})], { gratuit: true, pass: true, care: ['illettrisme'], support: 'atelier', free: ['ma-apm'] });
  assert.deepEqual(answer.rows[0]?.verdicts, { gratuit: 'unknown', pass: 'unknown', illettrisme: 'unknown', atelier: 'unknown' });
  assert.equal(answer.rows[0]?.class, 2);
});

test('reasons say what is lacking', () => {
  assert.deepEqual(reasons(alone([offer({ fee: ['payant'] })], { gratuit: true })), ['payant']);
  assert.deepEqual(reasons(alone([offer({ hours: 'known', spans: [[1, 540, 720]] })], { free: ['ma-apm', 'je-apm'] })), ['fermé les mardis et jeudis après-midi']);
  assert.deepEqual(reasons(alone([offer({ hours: 'none' })], {})), ['ne reçoit pas de public']);
  assert.deepEqual(reasons(alone([offer({ support: ['individuel'] })], { support: 'atelier' })), ['pas d’atelier']);
});

test('who holds a pass may go where one pays, if it is taken there', () => {
  assert.equal(alone([offer({ fee: ['payant'], pass: true })], { gratuit: true, pass: true }).rows.length, 1);
  assert.equal(alone([offer({ fee: ['payant'], pass: true })], { gratuit: true }).rows.length, 0);
});

test('what is left of today counts if it lasts half an hour', () => {
  const start = (end: number): number | undefined => alone([offer({ hours: 'known', spans: [[0, 480, end], [1, 540, 600]] })], {}).rows[0]?.when?.start;
  assert.equal(start(630), 600);
  assert.equal(start(629), 1440 + 540);
});

test('the morning ends at one, and the afternoon at six', () => {
  const when = (free: string[]) => alone([offer({ hours: 'known', spans: [[0, 690, 1110]] })], { free }).rows[0]?.when;
  assert.deepEqual(when(['ma-matin']), { start: 690, end: 780 });
  assert.deepEqual(when(['ma-apm']), { start: 780, end: 1080 });
  assert.deepEqual(when(['ma-soir']), { start: 1080, end: 1110 });
  assert.deepEqual(when(['ma-matin', 'ma-apm']), { start: 690, end: 1080 });
});

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const FROM = '2026-12-01';

/** Why the only row stands there, and what each need adds. */
function texts(needs: readonly string[], offers: readonly OfferData[]): string[] {
  const row = alone(offers, { needs }).rows[0] as Row;
  return [reasonText(row, FROM), ...row.needs.map((need) => ownTime(need, row.when, FROM))].map(plain);
}

const open = (id: string, spans: OfferData['spans'], services: OfferData['services'] = { declared: [id] }): OfferData => offer(spans ? { services, hours: 'known', spans } : { services });

test('a row says for how many needs its time holds, and each other need its own: the same words as the server (TestARowSaysForHowManyNeedsItsTimeHolds)', () => {
  const thursday = [[2, 840, 1020]] as const;
  assert.deepEqual(texts(['caf', 'cv'], [open('caf', thursday), open('cv', [[2, 810, 870]])]), ['2 besoins sur 2, dès jeudi 3 décembre à 13 h 30 pour l’un d’eux, à 10 m', 'dès jeudi 3 décembre à 14 h', '']);
  assert.deepEqual(texts(['caf', 'cv'], [open('caf', thursday), open('cv', [[2, 840, 870]])]), ['2 besoins sur 2, dès jeudi 3 décembre à 14 h, à 10 m', '', '']);
  assert.deepEqual(texts(['caf', 'cv'], [open('caf', thursday), open('cv', undefined)]), ['2 besoins sur 2, dès jeudi 3 décembre à 14 h pour l’un d’eux, à 10 m', '', 'horaires à demander']);
  assert.deepEqual(texts(['caf', 'cv'], [open('caf', thursday), open('cv', [[2, 540, 720]])])[0], '2 besoins sur 2, dès jeudi 3 décembre à 9 h pour l’un d’eux, à 10 m');
  assert.deepEqual(texts(['caf', 'cv', 'email'], [open('', thursday, { declared: ['caf', 'email'] }), open('cv', undefined)])[0], '3 besoins sur 3, dès jeudi 3 décembre à 14 h pour 2 d’entre eux, à 10 m');
  assert.deepEqual(texts(['caf'], [open('', thursday, { possible: ['caf'] }), open('caf', undefined)]), ['1 besoin sur 1, dès jeudi 3 décembre à 14 h (à vérifier), à 10 m', 'horaires à demander']);
  assert.equal(texts(['caf'], [open('caf', [[37, 840, 1020]])])[0], '1 besoin sur 1, dès jeudi 7 janvier 2027 à 14 h, à 10 m');
});

test('of a pair, what can be done first is told first, each at its own time', () => {
  const place = (id: string, lat: number, offers: readonly OfferData[]): Offers['places'][number] => ({ id, slug: '', name: id.toUpperCase(), city: 'Périers', lat, lon: -1.1, offers });
  const data: Offers = { revision: '', timeStamp: '', from: FROM, days: 42, now: { day: 0, minute: 600 }, timezone: { id: 'Europe/Paris', lines: ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'] }, places: [
    place('a', 48.58, [open('caf', [[3, 840, 1020]])]), place('b', 48.6, [open('cv', [[2, 840, 1020]]), open('email', undefined)]),
  ] };
  const { pair } = compare(data, { ...NOTHING, needs: ['caf', 'cv', 'email'] }, HOME);
  assert.ok(pair);
  assert.equal(plain(pairText(pair, (id) => id, FROM)), '« cv » à B (Périers), jeudi 3 décembre à 14 h, puis « caf » à A (Périers), vendredi 4 décembre à 14 h, puis « email » à B (Périers), horaires à demander');
});
