/** What the comparison finds by itself, in the browser: words and distances, as the server folds and measures them. */
import type { Point } from '../page/types.ts';

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
