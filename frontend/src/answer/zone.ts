import type { Point, Zone } from '../page/types.ts';

const round = (degrees: number): number => Number(degrees.toFixed(4));

/** The part of the map that is in view, a little larger: four decimals, some ten metres, so that addresses stay short. */
export function zoneOf([west, south, east, north]: Zone): Zone {
  const out = (degrees: number, rounded: (value: number) => number): number => round(rounded(degrees * 1e4) / 1e4);
  return [out(west, Math.floor), out(south, Math.floor), out(east, Math.ceil), out(north, Math.ceil)];
}

export const zoneText = (zone: Zone): string => zone.map(round).join(',');

/** Reads "west,south,east,north" in degrees; null for anything else. */
export function readZone(text: string | null): Zone | null {
  const parts = (text ?? '').split(',');
  if (parts.length !== 4 || !parts.every((part) => /^-?\d+(\.\d+)?$/.test(part))) return null;
  const [west = 0, south = 0, east = 0, north = 0] = parts.map(Number);
  const isBox = west >= -180 && west <= east && east <= 180 && south >= -90 && south <= north && north <= 90;
  return isBox ? [west, south, east, north] : null;
}

export function inZone({ lat, lon }: Point, [west, south, east, north]: Zone): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

export function centreOf([west, south, east, north]: Zone): Point {
  return { lat: round((south + north) / 2), lon: round((west + east) / 2) };
}

const area = ([west, south, east, north]: Zone): number => Math.max(0, east - west) * Math.max(0, north - south);

/** True when two zones are about the same: what they share is most of both. */
export function isNearly(a: Zone, b: Zone): boolean {
  const shared = area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  return shared > 0.8 * Math.max(area(a), area(b));
}
