import { expect, test, type APIRequestContext } from '@playwright/test';
import { createRequire } from 'node:module';
import { REQUEST, openOrientation, shownRows, townOf } from './orientation.ts';

interface Hours {
  getState(at: Date): boolean;
  getUnknown(at: Date): boolean;
}
const OpeningHours = createRequire(import.meta.url)('opening_hours') as new (text: string, place: object, options: object) => Hours;

/** The ids of needs, by how sure they are. */
type Services = Readonly<Partial<Record<'declared' | 'implied' | 'possible', readonly string[]>>>;

/** A place as the public API tells it to everyone. */
interface Feature {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: {
    readonly offers: readonly { readonly kind: string; readonly hours?: string; readonly hours_text?: readonly string[]; readonly services?: Services; readonly access?: readonly string[]; readonly stops?: readonly { readonly dates: string }[] }[];
  };
}

interface Visit {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: { readonly start: string; readonly end: string; readonly status: string; readonly place: string; readonly insee: string };
}

/** In metres, by the law of cosines. */
function between([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const rad = Math.PI / 180;
  return 6_378_137 * Math.acos(Math.sin(y1 * rad) * Math.sin(y2 * rad) + Math.cos(y1 * rad) * Math.cos(y2 * rad) * Math.cos((x2 - x1) * rad));
}

async function everyPlace(request: APIRequestContext): Promise<Feature[]> {
  const all: Feature[] = [];
  for (let next = '/api/v1/places?limit=1000'; next;) {
    const { features, links } = (await (await request.get(next)).json()) as { features: Feature[]; links: { rel: string; href: string }[] };
    all.push(...features);
    const link = links.find(({ rel }) => rel === 'next');
    next = link ? new URL(link.href, 'http://x').pathname + new URL(link.href, 'http://x').search : '';
  }
  return all;
}

const NEEDS = ['caf', 'cv', 'souris-clavier'];

/** A Tuesday or Thursday between noon and six. */
const isFree = (at: Date): boolean => [2, 4].includes(at.getDay()) && at.getHours() >= 13 && at.getHours() < 18;

/** Wall clock of Paris, whatever the zone of the machine: no clock changes in these weeks. */
const clock = (day: number, minute: number): Date => new Date(2026, 11, 1 + day, 0, minute);

/** The first free half hour, as the minutes since 1 December; null when hours are not known, undefined when there is none. */
function firstTime(hours: string | undefined, known: boolean): number | null | undefined {
  if (!hours || !known) return null;
  const opening = new OpeningHours(hours, { lat: 49, lon: -1, address: { country_code: 'fr', state: 'Normandie' } }, { locale: 'fr' });
  let began = -1;
  for (let minute = 600; minute < 600 + 42 * 1440; minute += 5) {
    const at = clock(0, minute);
    if (!isFree(at) || !opening.getState(at)) began = -1;
    else if (began < 0) began = minute;
    if (began >= 0 && minute + 5 - began >= 30) return began;
  }
  return undefined;
}

interface Naive {
  readonly id: string;
  readonly states: readonly string[];
  readonly key: readonly (number | string)[];
}

const order = ['declared', 'implied', 'possible'] as const;

/** What several offers, each with its time, do for the three needs between them. */
function naiveRow(id: string, metres: number, offers: readonly { readonly services?: Services; readonly time: number | null }[]): Naive | null {
  const found = NEEDS.map((need) => offers.flatMap(({ services = {}, time }) => order.filter((certainty) => services[certainty]?.includes(need)).map((certainty) => ({ certainty, time }))));
  const states = found.map((all) => (all.length === 0 ? 'non' : all.some(({ certainty }) => certainty !== 'possible') ? 'fait' : 'à vérifier'));
  if (states.every((state) => state === 'non') || metres > 10_000) return null;
  const times = found.flat().flatMap(({ time }) => (time === null ? [] : [time]));
  const when = times.length > 0 ? Math.min(...times) : null;
  const sure = states.filter((state) => state === 'fait').length;
  const met = states.filter((state) => state !== 'non').length;
  return { id, states, key: [-sure, -met, when === null ? 2 : when < 600 + 7 * 1440 ? 0 : 1, metres, when ?? 1e9, id] };
}

function compareKeys(a: Naive, b: Naive): number {
  const i = a.key.findIndex((part, i) => part !== b.key[i]);
  return i < 0 ? 0 : (a.key[i] as number) < (b.key[i] as number) ? -1 : 1;
}

test('the table of somebody without a car, free on two afternoons, is that of a naive count over the public API @wide', async ({ page, baseURL, request }) => {
  const town = await townOf(request);
  const [places, visits] = [await everyPlace(request), ((await (await request.get('/api/v1/visits?limit=1000')).json()) as { features: Visit[] }).features];
  const home = [town.lon, town.lat] as const;
  const rows: (Naive | null)[] = [];
  for (const { id, geometry, properties } of places) {
    const receiving = properties.offers.filter(({ access = [] }) => !access.includes('pas-de-public'));
    const helpful = receiving.filter(({ services = {} }) => order.some((certainty) => services[certainty]?.some((id) => NEEDS.includes(id))));
    const staying = helpful.filter(({ kind }) => kind !== 'van').map((offer) => ({ ...offer, time: firstTime(offer.hours, (offer.hours_text ?? []).length > 0) }));
    rows.push(naiveRow(id, between(home, geometry.coordinates), staying.filter((offer): offer is typeof offer & { time: number | null } => offer.time !== undefined)));
    for (const van of helpful.filter(({ kind }) => kind === 'van')) {
      const mine = visits.filter(({ properties }) => properties.place === id && ['planned', 'moved'].includes(properties.status)).map((visit) => {
        const { start, end } = visit.properties;
        const minutes = (text: string): number => (Date.parse(text.slice(0, 19) + 'Z') - Date.UTC(2026, 11, 1)) / 60_000;
        return { visit, start: minutes(start), end: minutes(end) };
      });
      const fitting = mine.flatMap(({ visit, start, end }) => {
        for (let minute = Math.max(start, 600); minute + 30 <= Math.min(end, 600 + 42 * 1440); minute += 5) {
          if (isFree(clock(0, minute)) && isFree(clock(0, minute + 29))) return [{ visit, time: minute }];
        }
        return [];
      }).sort((a, b) => a.time - b.time)[0];
      if (fitting) rows.push(naiveRow(fitting.visit.id, between(home, fitting.visit.geometry.coordinates), [{ ...van, time: fitting.time }]));
      else if (mine.length === 0 && van.stops?.every(({ dates }) => dates === 'unknown' || dates === 'unconfirmed' || dates === 'unpublished')) rows.push(naiveRow(id, between(home, geometry.coordinates), [{ ...van, time: null }]));
    }
  }
  const expected = rows.filter((row): row is Naive => row !== null).sort(compareKeys);
  expect(expected.length).toBeGreaterThan(0);
  await openOrientation(page, baseURL, `${REQUEST}&commune=${town.insee}`);
  expect((await shownRows(page)).map(({ id, states }) => ({ id, states }))).toEqual(expected.slice(0, 15).map(({ id, states }) => ({ id, states })));
});
