/** The moments that one may propose for a line of the sheet. */
import { checkOf, itemOf, minuteOf, timeText, type Item } from './choice.ts';
import { cutTo, horizonOf, spansOf, windowsOf } from './time.ts';
import type { Chosen, OfferData, Offers, Request } from './types.ts';

/** As many as one can choose from. */
const MOST = 20;

const gives = ({ services = {} }: OfferData, needs: readonly string[]): boolean => needs.some((id) => Object.values(services).some((ids) => ids.includes(id)));

/** The beginning of each opening when the person is free, by those there who help with a need; none of a visit, which has its own. */
export function momentsOf({ chosen, visit, offers }: Item, { needs, free }: Request, data: Offers): number[] {
  if (visit) return [];
  const helping = offers.filter((offer) => gives(offer, needs));
  const windows = windowsOf(free, data);
  const openings = (helping.length > 0 ? helping : offers).flatMap(spansOf);
  const starts = openings.flatMap((opening) => cutTo(opening, windows, horizonOf(data))).map(({ start }) => start);
  const now = minuteOf(chosen.time, data.from);
  const first = [...new Set(starts)].sort((a, b) => a - b).slice(0, MOST);
  return now === null || first.includes(now) ? first : [...first, now].sort((a, b) => a - b);
}

/** The line at another moment, null for one to ask for; it is then as it is today. */
export function retime(chosen: Chosen, minute: number | null, data: Offers): Chosen {
  const moved = { id: chosen.id, time: minute === null ? '' : timeText(minute, data.from), check: '' };
  const item = itemOf(moved, data);
  return item ? { ...moved, check: checkOf(item, data.from) } : chosen;
}
