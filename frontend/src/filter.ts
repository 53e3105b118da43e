import type { Certainty, Place, Point } from './types.ts';

/** The question asked of the places. */
export interface Criteria {
  /** All of these needs, at one place. */
  readonly services: readonly string[];
  /** Any of these kinds; none means all. */
  readonly kinds: readonly string[];
  /** Every word must occur. */
  readonly text: string;
}

/** How sure we are that a place does what was asked: null when nothing was asked. */
export type Match = 'confirmed' | 'possible' | null;

export interface Result {
  readonly place: Place;
  /** Metres from the point searched, null without one. */
  readonly distance: number | null;
  readonly match: Match;
}

/** Lower case, no accents, punctuation as single spaces: what matters when comparing. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine, mean radius of the Earth). */
export function distance(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat) / 2;
  const dLon = radians(b.lon - a.lon) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const isConfirmed = (certainty: Certainty): boolean => certainty !== 'possible';

/** Undefined when the place lacks one of the needs. */
function matchOf(place: Place, services: readonly string[]): Match | undefined {
  let match: Match = services.length > 0 ? 'confirmed' : null;
  for (const id of services) {
    const certainty = place.services.get(id);
    if (!certainty) return undefined;
    if (!isConfirmed(certainty)) match = 'possible';
  }
  return match;
}

function hasWords(place: Place, words: readonly string[]): boolean {
  return words.every((word) => place.words.includes(word));
}

function hasKind(place: Place, kinds: readonly string[]): boolean {
  return kinds.length === 0 || place.kinds.some((kind) => kinds.includes(kind));
}

const rank = (match: Match): number => (match === 'possible' ? 1 : 0);

/** What is confirmed first; then the nearest, or the order the places came in. */
function order(results: Result[]): Result[] {
  return results.sort(
    (a, b) => rank(a.match) - rank(b.match) || (a.distance ?? 0) - (b.distance ?? 0),
  );
}

/** The places that answer the question, in the order to read them. */
export function search(places: readonly Place[], criteria: Criteria, from: Point | null): Result[] {
  const words = fold(criteria.text).split(' ').filter(Boolean);
  const results: Result[] = [];
  for (const place of places) {
    if (!hasKind(place, criteria.kinds) || !hasWords(place, words)) continue;
    const match = matchOf(place, criteria.services);
    if (match === undefined) continue;
    results.push({ place, match, distance: from && distance(from, place) });
  }
  return order(results);
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** For each kind, how many places it would show under the same needs and words. */
export function countKinds(places: readonly Place[], criteria: Criteria): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { place } of search(places, { ...criteria, kinds: [] }, null)) {
    for (const kind of place.kinds) add(counts, kind);
  }
  return counts;
}

/** For each need, how many of these results also do it. */
export function countServices(results: readonly Result[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { place } of results) {
    for (const id of place.services.keys()) add(counts, id);
  }
  return counts;
}

/** One criterion less, and how many places that would give. */
export interface Relaxation {
  readonly without: { readonly what: 'service' | 'kinds' | 'text'; readonly id: string };
  readonly criteria: Criteria;
  readonly count: number;
}

/** The ways out of an empty answer, the most fruitful first. */
export function relax(places: readonly Place[], criteria: Criteria): Relaxation[] {
  const ways: Omit<Relaxation, 'count'>[] = criteria.services.map((id) => ({
    without: { what: 'service', id },
    criteria: { ...criteria, services: criteria.services.filter((other) => other !== id) },
  }));
  if (criteria.kinds.length > 0) {
    ways.push({ without: { what: 'kinds', id: '' }, criteria: { ...criteria, kinds: [] } });
  }
  if (criteria.text) {
    ways.push({ without: { what: 'text', id: criteria.text }, criteria: { ...criteria, text: '' } });
  }
  return ways
    .map((way) => ({ ...way, count: search(places, way.criteria, null).length }))
    .filter((way) => way.count > 0)
    .sort((a, b) => b.count - a.count);
}
