import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agedPage, agedPlaces, filesOf, LIST, PLACES, ruleOf, surplus, UNSEEN } from '../src/offline/rules.ts';
import { ageText, keptText, offlinePage } from '../src/offline/words.ts';

const rule = (address: string) => ruleOf(new URL(address, 'https://escale.example'));
const MB = 1_000_000;

test('an age is said in the unit that matters', () => {
  const minute = 60_000;
  const texts = [0, minute, 59 * minute, 60 * minute, 2.5 * 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(ageText);
  assert.deepEqual(texts, ['moins d’une minute', '1 minute', '59 minutes', '1 heure', '2 heures', '47 heures', '2 jours']);
  assert.equal(keptText(7_200_000, false), 'Vous êtes hors ligne. Ces renseignements datent d’il y a 2 heures : téléphonez avant de vous déplacer.');
  assert.match(keptText(-5000, true), /^La carte ne répond pas\. .* moins d’une minute/); // the clock was put back
});

test('pages are kept without what is looked for', () => {
  assert.deepEqual(rule('/'), { kind: 'page', key: '/', keeps: true });
  assert.deepEqual(rule(LIST), { kind: 'page', key: LIST, keeps: true });
  assert.deepEqual(rule('/?q=rsa&lat=49.1&lon=-1'), { kind: 'page', key: LIST, keeps: false }, 'the list without a question stands for every question');
  assert.deepEqual(rule('/?etape=ou'), { kind: 'page', key: LIST, keeps: false });
  assert.deepEqual(rule('/lieux/abc-mairie'), { kind: 'page', key: '/lieux/abc-mairie', keeps: true });
  assert.deepEqual(rule('/lieux/abc-mairie?part=place'), { kind: 'page', key: '/lieux/abc-mairie?part=place', keeps: true });
  assert.equal(rule('/passages?q=P%C3%A9riers')?.keeps, false);
});

test('what other sites show is left to the network', () => {
  for (const address of ['/embed', '/embed?commune=50394&view=map', '/embed.js', '/embed/couleur/8a0b3c.css', '/integrer', '/api/v1/places?fields=map&commune=50394']) assert.ok(!rule(address)?.keeps, address);
});

test('a page is kept in the language in which it is read', () => {
  assert.deepEqual(rule('/?lang=ar'), { kind: 'page', key: '/?lang=ar', keeps: true });
  assert.deepEqual(rule('/?service=caf&lang=ar'), { kind: 'page', key: `${LIST}&lang=ar`, keeps: false });
  assert.deepEqual(rule('/lieux/abc-mairie?lang=en'), { kind: 'page', key: '/lieux/abc-mairie?lang=en', keeps: true });
});

test('what is no public page is left to the browser', () => {
  const left = ['/gestion', '/gestion/lieux', '/healthz', '/readyz', '/lieux/abc/signaler', '/calendar/stop/a.ics', '/sw.js', '/openapi.json', '/?service=caf&part=answer',
    '/api/v1/suggest?q=rsa', '/api/v1/facets', '/api/v1/places?fields=map&lat=49&lon=-1', '/api/v1/places?fields=map&service=rsa', '/api/v1/places/abc'];
  assert.deepEqual(left.map(rule), left.map(() => null));
  assert.deepEqual(rule(PLACES), { kind: 'data', key: PLACES, keeps: true });
  assert.equal(rule('/static/app-ABCDEFGH.js')?.kind, 'file');
});

test('what never wakes the worker is what it would leave alone', () => {
  const fits = (pattern: string, text: string): boolean => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
  const unseen = (address: string): boolean => {
    const { pathname, search } = new URL(address, 'https://escale.example');
    return UNSEEN.some((one) => 'urlPattern' in one && fits(one.urlPattern.pathname, pathname) && fits(one.urlPattern.search, search.slice(1)));
  };
  for (const address of ['/?service=caf&part=answer', '/?etape=reponse&part=answer', '/api/v1/places?fields=map&service=rsa']) {
    assert.ok(unseen(address), address);
    assert.equal(rule(address), null, address);
  }
  for (const address of ['/', LIST, PLACES, '/?lang=ar', '/lieux/abc-mairie?part=place', '/passages', '/static/app-ABCDEFGH.js']) assert.ok(!unseen(address), address);
});

test('sixty entries or five megabytes, whichever comes first, the oldest go', () => {
  const entries = (count: number, size: number) => Array.from({ length: count }, (_, i) => ({ key: String(i), kept: i, size }));
  assert.deepEqual(surplus(entries(60, 10)), []);
  assert.deepEqual(surplus(entries(62, 10)).map(({ key }) => key), ['1', '0']);
  assert.deepEqual(surplus(entries(6, MB)).map(({ key }) => key), ['0']);
});

test('what was kept carries its age, and no marker says that somebody is there now', () => {
  assert.equal(agedPage('<html><body class="x"><p>a</p></body>', 42), '<html><body data-kept="42" class="x"><p>a</p></body>');
  assert.equal(agedPlaces('{"properties":{"name":"a","open":true}}'), '{"properties":{"name":"a"}}');
});

test('the files that a page names', () => {
  assert.deepEqual(filesOf('<link href="/static/app-style-AB.css"><script src="/static/page-CD.js">'), ['/static/app-style-AB.css', '/static/page-CD.js']);
  assert.deepEqual(filesOf('{}'), []);
});

test('the page for those never seen leads only to what is there', () => {
  assert.doesNotMatch(offlinePage('/static/a.css', false), /passages/);
  assert.match(offlinePage('/static/a.css', true), /href="\/passages"/);
});
