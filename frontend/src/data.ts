import { fold } from './filter.ts';
import type { BriefOffer, Certainty, Claim, Opening, Place, PlaceDetail, Suggestion } from './types.ts';

/** A place as the API writes it for the map. */
interface Feature {
  readonly id: string | number;
  readonly geometry: { readonly coordinates: readonly [number, number] } | null;
  readonly properties: {
    readonly name: string;
    readonly slug?: string;
    readonly kinds: readonly string[];
    readonly address?: string;
    readonly postcode?: string;
    readonly city?: string;
    readonly phone?: string;
    readonly offers?: readonly { readonly kind: string; readonly services: readonly Claim[] }[];
    readonly open?: Opening | null;
  };
}

export interface Loaded {
  readonly places: readonly Place[];
  readonly asOf: string;
}

/** What the page asks of the server. */
export interface Data {
  places(): Promise<Loaded>;
  /** Null when there is no such place. */
  place(id: string): Promise<PlaceDetail | null>;
  suggest(text: string, signal?: AbortSignal): Promise<readonly Suggestion[]>;
}

function toOffer({ kind, services }: { kind: string; services: readonly Claim[] }): BriefOffer {
  return { kind, services: new Map<string, Certainty>(services.map((claim) => [claim.id, claim.certainty])) };
}

export function toPlace(feature: Feature): Place | null {
  if (!feature.geometry) return null;
  const [lon, lat] = feature.geometry.coordinates;
  const { name, slug = '', kinds, address = '', postcode = '', city = '', phone = '', offers = [], open } = feature.properties;
  return {
    id: String(feature.id), slug, lat, lon, name, kinds, address, postcode, city, phone,
    open: open ?? null,
    offers: offers.map(toOffer),
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

interface Collection {
  readonly features: readonly Feature[];
  readonly timeStamp?: string;
}

export function createData(apiBase: string): Data {
  return {
    async places() {
      const { features, timeStamp } = await getJSON<Collection>(`${apiBase}/places?fields=map`);
      const places = features.map(toPlace).filter((place) => place !== null);
      return { places: byTown(places), asOf: timeStamp ?? '' };
    },
    async place(id) {
      try {
        const feature = await getJSON<{ properties: Omit<PlaceDetail, 'id'> }>(`${apiBase}/places/${encodeURIComponent(id)}`);
        return { ...feature.properties, id };
      } catch (error) {
        if (error instanceof HTTPError && error.status === 404) return null;
        throw error;
      }
    },
    async suggest(text, signal) {
      const query = new URLSearchParams({ q: text });
      return (await getJSON<{ suggestions: Suggestion[] }>(`${apiBase}/suggest?${query}`, signal)).suggestions;
    },
  };
}
