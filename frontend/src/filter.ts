import type { BriefOffer, Certainty, Place, Point, Zone } from './types.ts';
import { centreOf, inZone } from './zone.ts';

/**
 * The question asked of the places. Its conditions hold together, as on the
 * server: the offers of the kinds chosen must between them give all the needs.
 */
export interface Criteria {
  /** All of these needs, at one place. */
  readonly services: readonly string[];
  /** Any of these kinds; none means all. */
  readonly kinds: readonly string[];
  /** Every word must occur. */
  readonly text: string;
  /** True to leave out what is only possible. */
  readonly sure?: boolean;
  /** Only there; null for anywhere. */
  readonly zone?: Zone | null;
}

/** How sure we are that a place does what was asked: null when nothing was asked. */
export type Match = 'confirmed' | 'possible' | null;

export interface Result {
  readonly place: Place;
  /** Metres from the point searched, null without one. */
  readonly distance: number | null;
  readonly match: Match;
  /** What the offers of the kinds chosen do there. */
  readonly given: ReadonlyMap<string, Certainty>;
}

/** Lower case, no accents, punctuation as single spaces: what matters when comparing. The server folds alike. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[’'\-–—_/.,;:()«»\s]+/g, ' ')
    .trim();
}

/** Metres, at the equator. */
const EARTH = 6_378_137;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine), on the sphere that the server takes: both must say the same. */
export function distance(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat) / 2;
  const dLon = radians(b.lon - a.lon) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const isConfirmed = (certainty: Certainty): boolean => certainty !== 'possible';

/** The surest first. */
export const certainties: readonly Certainty[] = ['declared', 'implied', 'possible'];

const surest = (a: Certainty, b: Certainty): Certainty => (certainties.indexOf(b) < certainties.indexOf(a) ? b : a);

function unite(offers: readonly BriefOffer[]): ReadonlyMap<string, Certainty> {
  const all = new Map<string, Certainty>();
  for (const { services } of offers) {
    for (const [id, certainty] of services) all.set(id, surest(all.get(id) ?? certainty, certainty));
  }
  return all;
}

const nothing: ReadonlyMap<string, Certainty> = new Map();

/**
 * What the offers of these kinds do between them, each need at its surest.
 * Undefined when the place has no offer of these kinds.
 */
function givenBy(place: Place, kinds: readonly string[]): ReadonlyMap<string, Certainty> | undefined {
  const offers = kinds.length === 0 ? place.offers : place.offers.filter((offer) => kinds.includes(offer.kind));
  const [only] = offers;
  if (!only) return kinds.length === 0 ? nothing : undefined;
  return offers.length === 1 ? only.services : unite(offers);
}

/** As sure as the least sure of the needs; undefined when one of them is missing, or not as sure as is asked. */
function matchOf(given: ReadonlyMap<string, Certainty>, { services, sure = false }: Criteria): Match | undefined {
  let match: Match = services.length > 0 ? 'confirmed' : null;
  for (const id of services) {
    const certainty = given.get(id);
    if (!certainty) return undefined;
    if (!isConfirmed(certainty)) match = 'possible';
  }
  return sure && match === 'possible' ? undefined : match;
}

const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean);

function isAmong(place: Place, words: readonly string[], zone: Zone | null | undefined): boolean {
  return (!zone || inZone(place, zone)) && words.every((word) => place.words.includes(word));
}

const rank = (match: Match): number => (match === 'possible' ? 1 : 0);

/** What is confirmed first; then the order the places came in. */
const inOrder = (a: Result, b: Result): number => rank(a.match) - rank(b.match);

/** What is confirmed first; then the nearest; then by id, as the server does. */
const nearestFirst = (a: Result, b: Result): number =>
  inOrder(a, b) || (a.distance ?? 0) - (b.distance ?? 0) || (a.place.id < b.place.id ? -1 : 1);

/** The places that answer the question, in the order to read them: the nearest to the point or to the centre of the zone first. */
export function search(places: readonly Place[], criteria: Criteria, from: Point | null): Result[] {
  const words = wordsOf(criteria.text);
  const centre = from ?? (criteria.zone ? centreOf(criteria.zone) : null);
  const results: Result[] = [];
  for (const place of places) {
    const given = isAmong(place, words, criteria.zone) ? givenBy(place, criteria.kinds) : undefined;
    const match = given && matchOf(given, criteria);
    if (!given || match === undefined) continue;
    results.push({ place, match, given, distance: centre && distance(centre, place) });
  }
  results.sort(centre ? nearestFirst : inOrder);
  return from || !centre ? results : results.map((result) => ({ ...result, distance: null })); // nobody is at the centre of a map
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** For each kind, how many places it would show, chosen alone, under the same needs and words. */
export function countKinds(places: readonly Place[], criteria: Criteria): Map<string, number> {
  const words = wordsOf(criteria.text);
  const counts = new Map<string, number>();
  for (const place of places) {
    if (!isAmong(place, words, criteria.zone)) continue;
    for (const kind of place.kinds) {
      const given = givenBy(place, [kind]);
      if (given && matchOf(given, criteria) !== undefined) add(counts, kind);
    }
  }
  return counts;
}

/** For each need, how many of these results also (surely) do it, by offers of the kinds chosen. */
export function countServices(results: readonly Result[], sure = false): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { given } of results) {
    for (const [id, certainty] of given) {
      if (!sure || isConfirmed(certainty)) add(counts, id);
    }
  }
  return counts;
}
