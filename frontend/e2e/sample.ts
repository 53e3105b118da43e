import type { APIRequestContext, Page } from '@playwright/test';
import { answerTiles, COMMUNE, NEED, placePage, ready } from './helpers.ts';

/** What the server under test holds that pages need to name. */
interface Known {
  readonly place: string;
  /** The id of the place of the first sheet. */
  readonly first: string;
  readonly visit: string;
  readonly stop: string;
  readonly city: string;
  readonly insee: string;
  readonly epci: string;
}

let known: Promise<Known> | undefined;

async function ask(request: APIRequestContext): Promise<Known> {
  const json = async <T>(path: string): Promise<T> => (await (await request.get(path)).json()) as T;
  const { features: [visit] } = await json<{ features: { id: string; properties: { stop: string; city: string } }[] }>('/api/v1/visits?limit=1');
  const { features: [first] } = await json<{ features: { id: string }[] }>('/api/v1/places?limit=1');
  const { communes } = await json<{ communes: { insee: string; name: string }[] }>('/api/v1/communes');
  const insee = communes.find(({ name }) => name === COMMUNE)?.insee ?? '';
  const { properties: { epci } } = await json<{ properties: { epci?: { siren: string } } }>(`/api/v1/communes/${insee}`);
  return {
    place: await placePage(request), first: first?.id ?? '', visit: visit?.id ?? '', stop: visit?.properties.stop ?? '', city: visit?.properties.city ?? '', insee, epci: epci?.siren ?? '',
  };
}

/** Asks the server once for all tests of a worker. */
export const knownTo = (request: APIRequestContext): Promise<Known> => (known ??= ask(request));

type Address = (known: Known) => string;

/** The pages that docs/accessibilite.md judges, by the name it gives them: each is judged by every criterion. */
export const SAMPLE: Readonly<Record<string, Address>> = {
  'accueil, question 1': () => '/',
  'question 2': () => `/?etape=ou&service=${NEED}`,
  'question 3': () => `/?etape=quand&service=${NEED}&q=${COMMUNE}`,
  'réponse': () => `/?service=${NEED}&q=${COMMUNE}`,
  'réponse vide': () => `/?kind=van&service=${NEED}&jour=2026-12-06`,
  'fiche ouverte': ({ first }) => `/?place=${first}`,
  'page d’un lieu': ({ place }) => place,
  'signaler une erreur': ({ place }) => `${place}/signaler`,
  'agenda du bus': () => '/passages',
  'étape du bus': ({ stop }) => `/etapes/${stop}`,
  'passage du bus': ({ visit }) => `/passages/${visit}`,
  'accessibilité': () => '/accessibilite',
  'mentions légales': () => '/mentions-legales',
  'plan du site': () => '/plan-du-site',
  'erreur': () => '/nulle-part',
  'page d’une commune': ({ insee }) => `/communes/${insee}`,
  'les communes': () => '/communes',
  'comparaison': ({ insee }) => `/orientation#besoins=${NEED},cv&commune=${insee}`,
  'demander le bus': ({ insee }) => `/demander-le-bus?commune=${insee}`,
  'mettre la carte sur son site': ({ insee }) => `/integrer?commune=${insee}`,
};

/** Other pages and states of them: what axe, html-validate and the width judge of them. */
export const OTHERS: Readonly<Record<string, Address>> = {
  'une erreur signalée': ({ place }) => `${place}/signaler?merci=1`,
  'un lieu qui n’existe pas': () => '/lieux/nexistepas',
  'les données': () => '/donnees',
  'qui est loin de l’aide': () => '/couverture',
  'OGC API': () => '/ogc?f=html',
  'ses collections': () => '/ogc/collections?f=html',
  'une collection': () => '/ogc/collections/epn/items?f=html',
  'agenda par commune': () => '/passages?par=commune',
  'agenda d’une commune': ({ city }) => `/passages?q=${encodeURIComponent(city)}`,
  'une intercommunalité': ({ epci }) => `/intercommunalites/${epci}`,
};

/** The pages of hours, days and the bus, in another language. That no French is left in them is tested on the server (internal/site/languages_test.go). */
export const TRANSLATED: Readonly<Record<string, Address>> = {
  'les communes': () => '/communes?', 'aucune commune': () => '/communes?q=xyzxyz&', 'page d’une commune': ({ insee }) => `/communes/${insee}?`,
  'agenda du bus': () => '/passages?', 'passage du bus': ({ visit }) => `/passages/${visit}?`, 'étape du bus': ({ stop }) => `/etapes/${stop}?`,
};

/** Opens a page of the sample, and waits for what its script adds. Returns what the server wrote. */
export async function visit(page: Page, baseURL: string | undefined, address: string): Promise<string> {
  await page.unrouteAll();
  await answerTiles(page, baseURL ?? '');
  const response = await page.goto(address);
  if (/^\/(\?|$)/.test(address)) await ready(page);
  if (address.startsWith('/orientation')) await page.locator('body[data-ready]').waitFor();
  if (address.startsWith('/?place=')) await page.locator('#sheet .offer').first().waitFor();
  return (await response?.text()) ?? '';
}
