/** Where a person starts from, and directions in words. */
import { awayText } from './words/words.ts';
import type { Point } from '../page/types.ts';
import type { Commune, Home } from './types.ts';

/** Where directions start from; a commune stands for its centre. */
export interface Start extends Point {
  readonly label: string;
  readonly insee?: string;
}

/** Where the person lives, on the map; null when it is not said, or not known here. */
export function pointOf(home: Home | null, communes: readonly Commune[]): Start | null {
  if (!home || !('commune' in home)) return home;
  const found = communes.find(({ insee }) => insee === home.commune);
  return found ? { lat: found.lat, lon: found.lon, label: found.name, insee: found.insee } : null;
}

const winds = ['au nord', 'au nord-est', 'à l’est', 'au sud-est', 'au sud', 'au sud-ouest', 'à l’ouest', 'au nord-ouest'] as const;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** "au nord-est": where one looks at first when going from a to b. */
export function windOf(a: Point, b: Point): string {
  const dLon = radians(b.lon - a.lon);
  const y = Math.sin(dLon) * Math.cos(radians(b.lat));
  const x = Math.cos(radians(a.lat)) * Math.sin(radians(b.lat)) - Math.sin(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.cos(dLon);
  const eighth = Math.round(Math.atan2(y, x) / (Math.PI / 4));
  return winds[(eighth + 8) % 8] as string;
}

/** "de Périers", "d’Avranches", "du Dézert", "des Pieux". */
export function ofName(name: string): string {
  if (/^Le /.test(name)) return `du ${name.slice(3)}`;
  if (/^Les /.test(name)) return `des ${name.slice(4)}`;
  return /^[AEIOUYÀÂÉÈÊÎÔÛaeiouy]/.test(name) ? `d’${name}` : `de ${name}`;
}

/** So near that a direction means little, in metres. */
const HERE = 300;

/** "à 6 km au nord-est de Saint-Hilaire-du-Harcouët, à vol d’oiseau"; within the commune, its centre is no place to start from. */
export function wayText(from: Start, to: Point, metres: number, insee = ''): string {
  if (from.insee && from.insee === insee) return `dans la commune (${from.label})`;
  const label = from.label ? ofName(from.label) : 'du point de départ';
  return metres < HERE ? `${awayText(metres)} du centre ${label}` : `${awayText(metres)} ${windOf(from, to)} ${label}, à vol d’oiseau`;
}
