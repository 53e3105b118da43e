import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ageText, keptText, offlinePage } from '../src/offline-text.ts';
import { agedData, agedPage, filesOf, ruleOf, stillAnswers, surplus, unsure } from '../src/sw-rules.ts';

const rule = (address: string) => ruleOf(new URL(address, 'https://escale.example'));
const MB = 1_000_000;

test('an age is said in the unit that matters', () => {
  const minute = 60_000;
  const said = [0, minute, 59 * minute, 60 * minute, 2.5 * 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(ageText);
  assert.deepEqual(said, ['moins d’une minute', '1 minute', '59 minutes', '1 heure', '2 heures', '47 heures', '2 jours']);
  assert.equal(keptText(7_200_000, false), 'Vous êtes hors ligne. Ces renseignements datent d’il y a 2 heures : téléphonez avant de vous déplacer.');
  assert.match(keptText(-5000, true), /^La carte ne répond pas\. .* moins d’une minute/); // the clock was put back
});

test('pages are kept without what is looked for', () => {
  assert.deepEqual(rule('/'), { kind: 'page', key: '/', keeps: true });
  assert.deepEqual(rule('/?q=rsa&lat=49.1&lon=-1'), { kind: 'page', key: '/', keeps: false });
  assert.deepEqual(rule('/lieux/abc-mairie'), { kind: 'page', key: '/lieux/abc-mairie', keeps: true });
  assert.equal(rule('/passages?q=P%C3%A9riers')?.keeps, false);
});

test('what other sites show is left to the network', () => {
  for (const address of ['/embed', '/embed?commune=50394&view=map', '/embed.js', '/embed/couleur/8a0b3c.css', '/integrer', '/api/v1/places?fields=map&commune=50394']) assert.ok(!rule(address)?.keeps, address);
});

test('a page is kept in the language in which it is read', () => {
  assert.deepEqual(rule('/?lang=ar'), { kind: 'page', key: '/?lang=ar', keeps: true });
  assert.deepEqual(rule('/?service=caf&lang=ar'), { kind: 'page', key: '/?lang=ar', keeps: false });
  assert.deepEqual(rule('/lieux/abc-mairie?lang=en'), { kind: 'page', key: '/lieux/abc-mairie?lang=en', keeps: true });
  assert.equal(rule('/api/v1/places?fields=map&lang=en')?.keeps, true);
});

test('what was open then is not told as open now, in any language', () => {
  for (const text of ['Open until 17:00', 'Closed. Opens tomorrow at 9:00', 'Aberto até às 17:00', 'مفتوح حتى الساعة 17:00']) {
    assert.notEqual(unsure(text, 'en'), text);
  }
  assert.equal(unsure('Open until 17:00', 'en'), 'Hours to check');
  assert.equal(unsure('Next visit Tuesday 8 December at 14:00', 'en'), 'Next visit Tuesday 8 December at 14:00');
  const page = agedPage('<script type="application/json" id="words">{"code":"pt"}</script><body><p class="open">Aberto até às 17:00</p>', 1, false);
  assert.match(page, /Horário a confirmar/);
});

test('what is no public page or data is left to the browser', () => {
  const left = ['/gestion', '/gestion/lieux', '/healthz', '/readyz', '/lieux/abc/signaler', '/calendar/stop/a.ics', '/sw.js', '/openapi.json',
    '/api/v1/suggest?q=rsa', '/api/v1/facets', '/api/v1/places?fields=map&lat=49&lon=-1', '/api/v1/places?service=rsa', '/api/v1/places?care=surdite'];
  assert.deepEqual(left.map(rule), left.map(() => null));
  for (const address of ['/api/v1/places?fields=map', '/api/v1/places?fields=map&from=2026-12-01&to=2026-12-08&kind=epn', '/api/v1/places/abc', '/api/v1/visits?place=a&limit=40', '/api/v1/services']) {
    assert.deepEqual(rule(address), { kind: 'data', key: address, keeps: true });
  }
  assert.equal(rule('/static/app-ABCDEFGH.js')?.kind, 'file');
});

test('an answer about given days is good on the day it was given only', () => {
  const noon = new Date(2026, 11, 1, 12).getTime();
  const week = '/api/v1/places?fields=map&from=2026-12-01&to=2026-12-08';
  assert.equal(stillAnswers(week, noon, noon + 3 * 3600_000), true);
  assert.equal(stillAnswers(week, noon, noon + 13 * 3600_000), false);
  assert.equal(stillAnswers('/api/v1/places?fields=map', noon, noon + 1e10), true);
});

test('sixty entries or five megabytes, whichever comes first, the oldest go', () => {
  const entries = (count: number, size: number) => Array.from({ length: count }, (_, i) => ({ key: String(i), kept: i, size }));
  assert.deepEqual(surplus(entries(60, 10)), []);
  assert.deepEqual(surplus(entries(62, 10)).map(({ key }) => key), ['1', '0']);
  assert.deepEqual(surplus(entries(6, MB)).map(({ key }) => key), ['0']);
});

test('no sentence claims what is open now', () => {
  for (const text of ['Ouvert jusqu’à 12 h', 'Fermé. Ouvre demain à 9 h', 'Prochain passage aujourd’hui à 14 h', 'Le bus est là jusqu’à 16 h 30', 'Ouvre mardi 8 décembre à 9 h']) {
    assert.equal(unsure(text), 'Horaires à vérifier');
  }
  for (const text of ['Horaires non renseignés', 'N’accueille pas de public', 'Prochain passage mardi 8 décembre à 14 h', 'Passe le mardi, semaines à confirmer : téléphonez']) {
    assert.equal(unsure(text), text);
  }
});

test('data that were kept tell dates, not moments', () => {
  const visit = { id: 'v', start: '2026-12-01T14:00:00+01:00', end: '2026-12-01T16:30:00+01:00' };
  const aged = (value: unknown, at: string) => JSON.parse(agedData(JSON.stringify(value), Date.parse(at)));
  const open = { now: true, until: '2026-12-01T12:00:00+01:00', next: null, text: 'Ouvert jusqu’à 12 h' };
  const one = { features: [{ properties: { open, offers: [{ open, phone: '1' }], next_visit: { ...visit, text: 'Prochain passage aujourd’hui à 14 h, à Salle des fêtes' } } }] };
  const unsureOpen = { now: false, until: null, next: null, text: 'Horaires à vérifier' };
  const before = aged(one, '2026-12-01T10:00:00+01:00').features[0].properties;
  assert.deepEqual(before.open, unsureOpen);
  assert.deepEqual(before.offers, [{ open: unsureOpen, phone: '1' }]);
  assert.equal(before.next_visit.text, 'Prochain passage mardi 1er décembre à 14 h, à Salle des fêtes');
  assert.equal(aged(one, '2026-12-01T17:00:00+01:00').features[0].properties.next_visit, null);
  const under = aged({ next_visit: { ...visit, text: 'Le bus est là jusqu’à 16 h 30' } }, '2026-12-01T15:00:00+01:00');
  assert.equal(under.next_visit.text, 'Passage annoncé mardi 1er décembre jusqu’à 16 h 30');
  const silent = { open: null, next_visit: null, text: 'Ouvert à tous' };
  assert.deepEqual(aged(silent, '2026-12-01T15:00:00+01:00'), silent);
});

test('a page that was kept carries its age, and its list only when that answers', () => {
  const html = '<html><body class="x"><h2 id="summary" tabindex="-1">113 lieux</h2><div id="message" class="m"></div><ol id="results" data-count="2"><li>a</li>\n<li>b</li></ol>'
    + '<div id="more"><a>Voir plus</a></div><p class="open open-now">Ouvert jusqu’à 12 h</p><p class="open open-now open-visit"><svg class="icon"><use/></svg>Le bus est là jusqu’à 16 h</p><p class="open">Horaires non renseignés</p></body>';
  const plain = agedPage(html, 42, false);
  assert.match(plain, /<body data-kept="42" class="x">/);
  assert.match(plain, /<li>a<\/li>/);
  assert.match(plain, /<p class="open">Horaires à vérifier<\/p><p class="open open-visit"><svg class="icon"><use\/><\/svg>Horaires à vérifier<\/p><p class="open">Horaires non renseignés/);
  const asked = agedPage(html, 42, true);
  assert.match(asked, /Chargement des lieux…<\/h2><div id="message" class="m"><\/div><ol id="results" data-count="2"><\/ol><div id="more"><\/div><p class="open">/);
});

test('the files that a page names', () => {
  assert.deepEqual(filesOf('<link href="/static/app-style-AB.css"><script src="/static/page-CD.js">'), ['/static/app-style-AB.css', '/static/page-CD.js']);
  assert.deepEqual(filesOf('{}'), []);
});

test('the page for those never seen leads only to what is there', () => {
  assert.doesNotMatch(offlinePage('/static/a.css', false), /passages/);
  assert.match(offlinePage('/static/a.css', true), /href="\/passages"/);
});

test('what stands for hours that nobody can say any more is what the catalogues say', async () => {
  for (const [lang, open] of [['en', 'Open until 17:00'], ['pt', 'Aberto até às 17:00'], ['ar', 'مفتوح حتى 17:00']] as const) {
    const catalogue = await readFile(`../data/languages/${lang}.po`, 'utf8');
    assert.equal(unsure(open, lang), /msgid "Horaires à vérifier"\nmsgstr "([^"]+)"/.exec(catalogue)?.[1]);
  }
});
