/** Two proposals on one day: whether one person can be at both. */
import * as format from '../words/format.ts';
import { distance } from '../near.ts';
import { DAY } from '../rules/time.ts';
import type { Pair, Reach, Row, Slot } from '../types.ts';
import type { Point } from '../../page/types.ts';

/** How long one is helped somewhere, in minutes. */
const STAY = 60;

/** Kilometres in an hour, as one goes about the country; roads are longer than the straight line. */
const speeds: Readonly<Record<Reach, number>> = { pied: 4, 'sans-voiture': 20, voiture: 45, partout: 45 };
const ROADS = 1.3;

/** Nearer than this, in metres, and the way does not count. */
const NEAR = 3000;

export interface Proposal {
  readonly slot: Slot;
  readonly at: Point;
}

/** The metres between two proposals of one day that leave too little time for the way; 0 when there is enough. */
export function tight(a: Proposal, b: Proposal, reach: Reach): number {
  const metres = distance(a.at, b.at);
  if (metres < NEAR || Math.floor(a.slot.start / DAY) !== Math.floor(b.slot.start / DAY)) return 0;
  const way = (metres * ROADS * 60) / (1000 * speeds[reach]);
  return Math.abs(a.slot.start - b.slot.start) < STAY + way ? metres : 0;
}

const proposalOf = ({ when, visit, place }: Row): Proposal | null => (when ? { slot: when, at: visit ?? place } : null);

/** The warning for a pair that leaves too little time for the way between its two places; "" else. */
export function pairWarning({ rows }: Pair, reach: Reach): string {
  const [a, b] = rows.map(proposalOf);
  const metres = a && b ? tight(a, b, reach) : 0;
  return metres > 0 ? `Ces deux lieux sont à ${format.distance(metres)} l’un de l’autre, le même jour : comptez le trajet, ou proposez un autre jour.` : '';
}

/** The same for a line of the sheet and another, which the warning names by its number. */
export const lineWarning = (metres: number, other: number): string =>
  `Le même jour que le lieu ${other}, à ${format.distance(metres)} de là : comptez le trajet, ou proposez un autre jour.`;
