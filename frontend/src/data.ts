import { certainties, fold } from './filter.ts';
import { here, slugOf } from './format.ts';
import type { BriefOffer, Certainty, NextVisit, Opening, Place, PlaceDetail, Suggestion, Visit } from './types.ts';
import { clockOf, dayOf } from './when.ts';

/** Its services are listed by how sure they are. */
interface FeatureOffer extends Readonly<Partial<Record<Certainty, readonly string[]>>> {
  readonly kind: string;
  readonly fee?: readonly string[];
  readonly access?: readonly string[];
}

/** A place as the API writes it for the map. */
interface Feature {
  readonly id: string | number;
  readonly geometry: { readonly coordinates: readonly [number, number] } | null;
  readonly properties: {
    readonly name: string;
    readonly address?: string;
    readonly postcode?: string;
    readonly city?: string;
    readonly phone?: string;
    readonly updated?: string;
    readonly approximate?: boolean;
    readonly offers?: readonly FeatureOffer[];
    readonly open?: Opening | null;
    readonly next_visit?: NextVisit | null;
  };
}

export interface Loaded {
  readonly places: readonly Place[];
  readonly asOf: string;
  /** The day and the hour that it then was in Paris. */
  readonly today: string;
  readonly hour: string;
}

export type Facets = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the page asks of the server. */
export interface Data {
  places(): Promise<Loaded>;
  /** The places with an offer that meets these conditions, a query of the API; only such offers. */
  meeting(conditions: string): Promise<readonly Place[]>;
  /** How many places each further choice would leave, by parameter and value. */
  facets(query: string): Promise<Facets>;
  /** The visits of a place that are not past, in order. */
  visits(place: string): Promise<readonly Visit[]>;
  /** Null when there is no such place. */
  place(id: string): Promise<PlaceDetail | null>;
  suggest(text: string, signal?: AbortSignal): Promise<readonly Suggestion[]>;
}

function toOffer(offer: FeatureOffer): BriefOffer {
  const services = new Map<string, Certainty>();
  for (const certainty of certainties) for (const id of offer[certainty] ?? []) services.set(id, certainty);
  return { kind: offer.kind, services };
}

/** True when every helper there says so; a silent one may ask for money. */
const isFree = (offers: readonly FeatureOffer[]): boolean =>
  offers.length > 0 && offers.every(({ fee = [] }) => fee.length === 1 && fee[0] === 'gratuit');

export function toPlace(feature: Feature): Place | null {
  if (!feature.geometry) return null;
  const [lon, lat] = feature.geometry.coordinates;
  const { name, address = '', postcode = '', city = '', phone = '', updated = '', approximate = false, offers = [], open, next_visit } = feature.properties;
  return {
    id: String(feature.id), slug: slugOf(name), lat, lon, name, address, postcode, city, phone, updated, approximate,
    kinds: [...new Set(offers.map(({ kind }) => kind))],
    open: open ?? null,
    nextVisit: next_visit ?? null,
    offers: offers.map(toOffer),
    free: isFree(offers),
    access: [...new Set(offers.flatMap(({ access = [] }) => access))],
    noPublic: offers.length > 0 && offers.every(({ access = [] }) => access.includes('pas-de-public')),
    words: fold(`${name} ${address} ${postcode} ${city}`),
  };
}

/** The order of the list when nobody said where they are: by town, then by name, as the server does. */
export function byTown(places: readonly Place[]): Place[] {
  const keyed = places.map((place) => ({ place, key: `${fold(place.city)}\0${fold(place.name)}\0${place.id}` }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ place }) => place);
}

async function getJSON<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new HTTPError(response.status);
  return (await response.json()) as T;
}

class HTTPError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

/** How many visits of one place are asked for at once. */
const MOST_VISITS = 40;

interface Collection {
  readonly features: readonly Feature[];
  readonly timeStamp?: string;
}

const toPlaces = ({ features }: Collection): Place[] => features.map(toPlace).filter((place) => place !== null);

/**
 * Joins the answers to one question asked of each kind: a place keeps the
 * offers of the kinds that answered it, so that a counter that is closed those
 * days, or that asks for money, is not shown for the sake of its neighbour.
 */
export function joinKinds(answers: readonly (readonly [kind: string, places: readonly Place[]])[]): Place[] {
  const joined = new Map<string, Place>();
  for (const [kind, places] of answers) {
    for (const place of places) {
      const offers = [...(joined.get(place.id)?.offers ?? []), ...place.offers.filter((offer) => offer.kind === kind)];
      joined.set(place.id, { ...place, offers });
    }
  }
  return byTown([...joined.values()]);
}

/** Asks the server. `kinds` are all those that there are, `territory` a query that holds to a part of the map. */
export function createData(apiBase: string, kinds: readonly string[], territory = ''): Data {
  const there = territory && `&${territory}`;
  return {
    async places() {
      const collection = await getJSON<Collection>(here(`${apiBase}/places?fields=map${there}`));
      const asOf = collection.timeStamp ?? '';
      return { places: byTown(toPlaces(collection)), asOf, today: dayOf(asOf), hour: clockOf(asOf) };
    },
    async meeting(conditions) {
      const ask = async (kind: string): Promise<[string, Place[]]> =>
        [kind, toPlaces(await getJSON<Collection>(here(`${apiBase}/places?fields=map&${conditions}&kind=${kind}${there}`)))];
      return joinKinds(await Promise.all(kinds.map(ask)));
    },
    async facets(query) {
      const asked = [query, territory].filter(Boolean).join('&');
      return (await getJSON<{ facets: Facets }>(`${apiBase}/facets${asked && `?${asked}`}`)).facets;
    },
    async visits(place) {
      const query = new URLSearchParams({ place, limit: String(MOST_VISITS) });
      const { features } = await getJSON<{ features: readonly { id: string; properties: Omit<Visit, 'id'> }[] }>(`${apiBase}/visits?${query}`);
      return features.map(({ id, properties }) => ({ ...properties, id }));
    },
    async place(id) {
      try {
        const feature = await getJSON<{ properties: Omit<PlaceDetail, 'id'> }>(here(`${apiBase}/places/${encodeURIComponent(id)}`));
        return { ...feature.properties, id };
      } catch (error) {
        if (error instanceof HTTPError && error.status === 404) return null;
        throw error;
      }
    },
    async suggest(text, signal) {
      const query = new URLSearchParams({ q: text });
      return (await getJSON<{ suggestions: Suggestion[] }>(here(`${apiBase}/suggest?${query}`), signal)).suggestions;
    },
  };
}
