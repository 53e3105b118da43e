import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, guessPlaces, questionOf, readLooks } from '../src/answer/address.ts';
import { around, suggested, typed } from '../src/answer/choices.ts';

const at = (path: string): URL => new URL(path, 'https://escale.example');
const config = { times: { semaine: 'from=2026-12-01&to=2026-12-07', maintenant: 'open=now' } } as unknown as Parameters<typeof guessPlaces>[1];

test('what the browser adds is kept apart from the question', () => {
  const address = at('/?service=caf,cv&place=p1&view=12/49.11/-1.09&tab=carte&part=answer');
  assert.equal(questionOf(address).search, '?service=caf%2Ccv');
  assert.deepEqual(readLooks(address), { tab: 'carte', place: 'p1', view: { zoom: 12, lat: 49.11, lon: -1.09 } });
  assert.equal(addressOf(questionOf(address), readLooks(address)), '/?service=caf,cv&place=p1&view=12/49.11/-1.09&tab=carte');
  for (const view of ['', '12', '12/49', '12/91/0', 'a/b/c', '12/49/-1/3', '12//-1']) assert.equal(readLooks(at(`/?view=${view}`)).view, null, view);
});

test('the API is asked the question that the page asks', () => {
  const address = {
    '/?etape=reponse': 'fields=map',
    '/?service=caf&service=cv&kind=van': 'fields=map&kind=van&service=caf%2Ccv',
    '/?q=Genêts&lat=48.68&lon=-1.47&service=caf&zone=1,2,3,4': 'fields=map&service=caf',
    '/?zone=-1.2,49,-1,49.2&certainty=confirmed&service=cv': 'bbox=-1.2%2C49%2C-1%2C49.2&certainty=confirmed&fields=map&service=cv',
    '/?quand=semaine&jour=2026-12-09': 'fields=map&from=2026-12-01&to=2026-12-07',
    '/?quand=jour&jour=2026-12-09&heure=14:30': 'fields=map&open=2026-12-09T14%3A30',
    '/?jour=2026-12-09&fee=gratuit': 'fee=gratuit&fields=map&from=2026-12-09&to=2026-12-09',
    '/?quand=maintenant&lang=ar&page=3&plus=loin': 'fields=map&open=now',
  };
  for (const [page, query] of Object.entries(address)) assert.equal(guessPlaces(at(page), config), `/api/v1/places?${query}`, page);
  assert.equal(guessPlaces(at('/?q=mairie'), config), '', 'only the server knows what words mean');
  assert.equal(guessPlaces(at('/embed?service=cv'), { ...config, territory: 'epci=200067205' }), '/api/v1/places?epci=200067205&fields=map&service=cv');
});

test('what is typed or chosen takes the place of where it was asked', () => {
  const question = at('/?service=caf&q=Genêts&lat=48.68&lon=-1.47&commune=50199&page=2&plus=loin');
  assert.equal(typed(question, 'mairie', 'reponse').search, '?service=caf&q=mairie&etape=reponse');
  assert.equal(typed(question, '', 'reponse').search, '?service=caf&etape=reponse');
  assert.equal(around(question, { lat: 49.123456, lon: -1 }, '', '', 'quand').search, '?service=caf&lat=49.1235&lon=-1&etape=quand');
  assert.equal(suggested(question, { type: 'need', id: 'cv', label: 'CV' }, 'reponse')?.search, '?service=caf%2Ccv&q=Gen%C3%AAts&lat=48.68&lon=-1.47&commune=50199&etape=reponse');
  assert.equal(suggested(at('/?q=cv'), { type: 'need', id: 'cv', label: 'CV' }, 'reponse')?.search, '?service=cv&etape=reponse', 'the words were the need');
  assert.equal(suggested(question, { type: 'commune', id: '50025', label: 'Avranches', lat: 48.68, lon: -1.36 }, 'quand')?.searchParams.get('commune'), '50025');
  assert.equal(suggested(question, { type: 'place', id: 'p', label: 'Mairie', lat: 48, lon: -1 }, 'reponse'), null, 'a place is shown, not asked');
});
