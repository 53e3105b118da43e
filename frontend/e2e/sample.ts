import type { APIRequestContext, Page } from '@playwright/test';
import { answerTiles, COMMUNE, NEED, placePage, ready } from './helpers.ts';

/** The pages that docs/accessibilite.md judges, by the name it gives them. */
export type Sample = Readonly<Record<string, string>>;

export async function sample(request: APIRequestContext): Promise<Sample> {
  const { features } = (await (await request.get('/api/v1/visits?limit=1')).json()) as { features: { id: string; properties: { stop: string } }[] };
  const place = await placePage(request);
  const list = (await (await request.get('/api/v1/places?limit=1')).json()) as { features: { id: string }[] };
  const { communes } = (await (await request.get('/api/v1/communes')).json()) as { communes: { insee: string; name: string }[] };
  const insee = communes.find(({ name }) => name === COMMUNE)?.insee ?? '';
  return {
    'accueil, question 1': '/', 'question 2': `/?etape=ou&service=${NEED}`, 'question 3': `/?etape=quand&service=${NEED}&q=${COMMUNE}`,
    'réponse': `/?service=${NEED}&q=${COMMUNE}`, 'réponse vide': `/?kind=van&service=${NEED}&jour=2026-12-06`, 'fiche ouverte': `/?place=${list.features[0]?.id}`,
    'page d’un lieu': place, 'signaler une erreur': `${place}/signaler`, 'agenda du bus': '/passages', 'étape du bus': `/etapes/${features[0]?.properties.stop}`,
    'passage du bus': `/passages/${features[0]?.id}`, 'accessibilité': '/accessibilite', 'mentions légales': '/mentions-legales', 'plan du site': '/plan-du-site', 'erreur': '/nulle-part',
    'page d’une commune': `/communes/${insee}`, 'les communes': '/communes', 'comparaison': `/orientation#besoins=${NEED},cv&commune=${insee}`, 'mettre la carte sur son site': `/integrer?commune=${insee}`,
  };
}

/** Opens a page of the sample, and waits for what its script adds. */
export async function visit(page: Page, baseURL: string | undefined, address: string): Promise<void> {
  await page.unrouteAll();
  await answerTiles(page, baseURL ?? '');
  await page.goto(address);
  if (/^\/(\?|$)/.test(address)) await ready(page);
  if (address.startsWith('/orientation')) await page.locator('body[data-ready]').waitFor();
  if (address.startsWith('/?place=')) await page.locator('#sheet .offer').first().waitFor();
}
