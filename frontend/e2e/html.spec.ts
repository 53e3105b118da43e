import { test } from '@playwright/test';
import { COMMUNE, NEED } from './helpers.ts';
import { expectValid } from './html.ts';

/** States of pages, as the server writes them; pages.spec.ts checks the same of each page of the sample. */
const addresses: readonly string[] = [
  '/', '/?etape=ou', '/?lang=ar', `/?lang=en&service=${NEED}`, '/?lang=pt&q=zzzzqqqq', '/?etape=quand', '/?etape=reponse', `/?etape=besoin&q=${COMMUNE}`, `/?etape=ou&q=zzzzqqqq&service=${NEED}`, '/?quand=maintenant', '/?jour=2026-12-08&heure=14:30', `/?service=${NEED}`, '/?q=zzzzqqqq', '/?quand=semaine', '/?zone=-1.3,49,-1,49.3', '/passages', '/passages?par=commune', '/passages?q=zzzz',
  '/accessibilite', '/mentions-legales', '/plan-du-site', '/orientation', '/donnees', '/communes', '/integrer', '/integrer?commune=x', '/embed', '/embed?commune=50129&view=list&color=8a0b3c', '/embed?commune=50129&view=map', '/embed?kind=van&lang=ar', '/embed?inconnu=1', '/nulle-part', '/ogc?f=html', '/ogc/collections?f=html', '/ogc/collections/epn/items?f=html&limit=3',
];

test('every kind of answer of the server is valid HTML', async ({ request }) => {
  for (const address of addresses) await expectValid(await (await request.get(address, { headers: { Accept: 'text/html' } })).text(), address);
});
