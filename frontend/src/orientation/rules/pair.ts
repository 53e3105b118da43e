/** Two places that do more together than the best one alone. */
import type { NeedState, Pair, Row } from '../types.ts';

/** A row with what it covers as bits, one for each need. */
interface Covering {
  readonly row: Row;
  readonly sure: number;
  readonly met: number;
}

const bits = (row: Row, counts: (state: NeedState) => boolean): number =>
  row.needs.reduce((mask, { state }, i) => (counts(state) ? mask | (1 << i) : mask), 0);

function ones(mask: number): number {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count++;
  return count;
}

const timeOf = ({ when }: Row): number => when?.start ?? Infinity;

/** The order of two pairs, the better first; ids are those of the rows in the order of their ranks. */
function keyOf(a: Covering, b: Covering): (number | string)[] {
  return [
    -ones(a.sure | b.sure), -ones(a.met | b.met), Math.max(a.row.class, b.row.class), a.row.distance + b.row.distance,
    Math.max(timeOf(a.row), timeOf(b.row)), a.row.id, b.row.id,
  ];
}

function isBefore(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  const i = a.findIndex((part, i) => part !== b[i]);
  return i >= 0 && (a[i] as number) < (b[i] as number);
}

const order: readonly NeedState[] = ['none', 'possible', 'sure'];

function shared(a: Row, b: Row): Pair['needs'] {
  return a.needs.map(({ id, state }, i) => {
    const other = b.needs[i]?.state ?? 'none';
    const best = order.indexOf(other) > order.indexOf(state) ? { by: b, state: other } : { by: a, state };
    return { id, ...best, by: best.state === 'none' ? null : best.by };
  });
}

/**
 * The best pair of ranked rows, if it does strictly more than the first of them. Most pairs are
 * passed over by what they cover alone, so that all can be looked at.
 */
export function pairOf(rows: readonly Row[]): Pair | null {
  const [first] = rows;
  if (!first || first.sure === first.needs.length) return null;
  const all = rows.map((row): Covering => ({ row, sure: bits(row, (state) => state === 'sure'), met: bits(row, (state) => state !== 'none') }));
  let best: { readonly pair: readonly [Row, Row]; readonly key: (number | string)[] } | null = null;
  let [sure, met] = [first.sure, first.met + 1];
  for (const [i, a] of all.entries()) {
    for (let j = i + 1; j < all.length; j++) {
      const b = all[j] as Covering;
      const both = ones(a.sure | b.sure);
      if (both < sure || (both === sure && ones(a.met | b.met) < met)) continue;
      const key = keyOf(a, b);
      if (best && !isBefore(key, best.key)) continue;
      best = { pair: [a.row, b.row], key };
      [sure, met] = [both, ones(a.met | b.met)];
    }
  }
  return best && { rows: best.pair, needs: shared(...best.pair) };
}
