import { test } from '@playwright/test';
import { COMMUNE, NEED, placePage } from './helpers.ts';
import { expectValid } from './html.ts';

/** Every kind of page, as the server writes it. */
const addresses: readonly string[] = [
  '/', '/?etape=ou', '/?lang=ar', `/?lang=en&service=${NEED}`, '/?lang=pt&q=zzzzqqqq', '/?etape=quand', '/?etape=reponse', `/?etape=besoin&q=${COMMUNE}`, `/?etape=ou&q=zzzzqqqq&service=${NEED}`, '/?quand=maintenant', '/?jour=2026-12-08&heure=14:30', `/?service=${NEED}`, '/?q=zzzzqqqq', '/?quand=semaine', '/?zone=-1.3,49,-1,49.3', '/passages', '/passages?par=commune', '/passages?q=zzzz',
  '/accessibilite', '/mentions-legales', '/plan-du-site', '/orientation', '/donnees', '/communes', '/integrer', '/integrer?commune=x', '/embed', '/embed?commune=50129&view=list&color=8a0b3c', '/embed?commune=50129&view=map', '/embed?kind=van&lang=ar', '/embed?inconnu=1', '/nulle-part', '/ogc?f=html', '/ogc/collections?f=html', '/ogc/collections/epn/items?f=html&limit=3',
];

for (const address of addresses) {
  test(`${address} is valid HTML @wide`, async ({ request }) => {
    const html = await (await request.get(address, { headers: { Accept: 'text/html' } })).text();
    await expectValid(html);
  });
}

test('the pages of a place, a stop and a visit are valid HTML @wide', async ({ request }) => {
  const { features } = (await (await request.get('/api/v1/visits?limit=1')).json()) as {
    features: { id: string; properties: { stop: string } }[];
  };
  const place = await placePage(request);
  for (const address of [place, `${place}/signaler`, `/etapes/${features[0]?.properties.stop}`, `/passages/${features[0]?.id}`]) {
    await expectValid(await (await request.get(address)).text());
  }
});
