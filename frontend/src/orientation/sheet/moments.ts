/** The moments that one may propose for a line of the sheet. */
import { checkOf, itemOf, minuteOf, timeText, type Item } from './choice.ts';
import { helpersOf, promising } from './promise.ts';
import { cutTo, horizonOf, spansOf, windowsOf } from '../rules/time.ts';
import type { Chosen, Offers, Request, Row } from '../types.ts';

/** As many as one can choose from. */
const MOST = 20;

/** The beginning of each opening when the person is free, by those there who help with a need; none of a visit, which has its own. */
export function momentsOf(item: Item, request: Request, data: Offers): number[] {
  const { chosen, visit, offers } = item;
  if (visit) return [];
  const helping = helpersOf(item, request, data).map(({ offer }) => offer);
  const windows = windowsOf(request.free, data);
  const openings = (helping.length > 0 ? helping : offers).flatMap(spansOf);
  const starts = openings.flatMap((opening) => cutTo(opening, windows, horizonOf(data))).map(({ start }) => start);
  const now = minuteOf(chosen.time, data.from);
  const first = [...new Set(starts)].sort((a, b) => a - b).slice(0, MOST);
  return now === null || first.includes(now) ? first : [...first, now].sort((a, b) => a - b);
}

/** The line at another moment, null for one to ask for; it is then as it is today. */
export function retime(chosen: Chosen, minute: number | null, request: Request, data: Offers): Chosen {
  const moved = { id: chosen.id, time: minute === null ? '' : timeText(minute, data.from), check: '' };
  const item = itemOf(moved, data);
  return item ? madeOf(item, request, data) : chosen;
}

/** The line as it is today. */
function madeOf(item: Item, request: Request, data: Offers): Chosen {
  const place = item.visit ? { place: item.place.id } : {};
  return { ...promising(item, request, data), check: checkOf(item, data.from), ...place };
}

/** The line of the sheet that a row of the comparison makes. */
export function chosenOf(row: Row, request: Request, data: Offers): Chosen {
  const chosen = { id: row.id, time: row.when ? timeText(row.when.start, data.from) : '', check: '' };
  const item = itemOf(chosen, data);
  return item ? madeOf(item, request, data) : chosen;
}

/** The lines once the request is another: each promises what it now can. */
export function renewed(chosen: readonly Chosen[], request: Request, data: Offers): readonly Chosen[] {
  return chosen.map((one) => {
    const item = itemOf(one, data);
    return item ? promising(item, request, data) : one;
  });
}
