/** The order of rows, and the answer. */
import { pairOf } from './pair.ts';
import { rowsOf } from './rows.ts';
import type { Point } from '../../page/types.ts';
import type { Answer, Offers, Request, Row } from '../types.ts';

export const startOf = ({ when }: Row): number => when?.start ?? Infinity;

const later = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** What does most first, then the soonest week, then the nearest. */
export const byRank = (a: Row, b: Row): number =>
  b.sure - a.sure || b.met - a.met || a.class - b.class || a.distance - b.distance || later(startOf(a), startOf(b)) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** What lacks least first. */
const byReasons = (a: Row, b: Row): number => a.reasons.length - b.reasons.length || byRank(a, b);

/** Compares everything that is known for one request; all of it in this browser. */
export function compare(offers: Offers, request: Request, home: Point): Answer {
  const all = rowsOf(offers, request, home);
  const rows = all.filter(({ reasons }) => reasons.length === 0).sort(byRank);
  const unfit = all.filter(({ reasons }) => reasons.length > 0).sort(byReasons);
  return { rows, unfit, pair: pairOf(rows) };
}
