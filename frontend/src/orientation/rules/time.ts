/** Half-days and openings, on the wall clock of Paris: minutes since the local midnight that began day 0. */
import { timeOf } from '../words/format.ts';
import type { OfferData, Offers, Slot, VisitData } from '../types.ts';

export const DAY = 1440;
export const WEEK = 7 * DAY;

/** The shortest time that is worth the way. */
const LEAST = 30;

/** As addresses name them; Monday first. */
export const DAYS = ['lu', 'ma', 'me', 'je', 've', 'sa', 'di'] as const;
export const PARTS = ['matin', 'apm', 'soir'] as const;

export const HALF_DAYS: readonly string[] = DAYS.flatMap((day) => PARTS.map((part) => `${day}-${part}`));

/** When each part of a day begins and ends, in minutes. */
const bounds: Readonly<Record<string, readonly [number, number]>> = { matin: [0, 780], apm: [780, 1080], soir: [1080, DAY] };

const DAY_MS = 86_400_000;

/** The local day that lies so many days after the first. */
export const dayAfter = (from: string, days: number): string => new Date(timeOf(from) + days * DAY_MS).toISOString().slice(0, 10);

/** Monday is 0. */
export const weekdayOf = (day: string): number => (new Date(timeOf(day)).getUTCDay() + 6) % 7;

/** How many days after the first a day lies. */
export const daysBetween = (from: string, day: string): number => Math.round((timeOf(day) - timeOf(from)) / DAY_MS);

export const nowOf = ({ now }: Offers): number => now.day * DAY + now.minute;

/** The first and the last minute of the request. */
export function horizonOf(offers: Offers): Slot {
  const start = nowOf(offers);
  return { start, end: start + offers.days * DAY };
}

/** The times when the person is free; half-days that touch are one. Null for any time. */
export function windowsOf(free: readonly string[], { from, days }: Pick<Offers, 'from' | 'days'>): readonly Slot[] | null {
  if (free.length === 0) return null;
  const windows: { start: number; end: number }[] = [];
  for (let day = 0; day <= days; day++) {
    const name = DAYS[weekdayOf(dayAfter(from, day))];
    for (const part of PARTS) {
      if (!free.includes(`${name}-${part}`)) continue;
      const [start, end] = (bounds[part] ?? [0, 0]).map((minute) => day * DAY + minute) as [number, number];
      const last = windows.at(-1);
      if (last?.end === start) last.end = end;
      else windows.push({ start, end });
    }
  }
  return windows;
}

const cut = (a: Slot, b: Slot): Slot => ({ start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) });
const isEnough = ({ start, end }: Slot): boolean => end - start >= LEAST;

/** The parts of an opening that are to come, long enough and at a time when the person is free, in their order. */
export function cutTo(opening: Slot, windows: readonly Slot[] | null, horizon: Slot): Slot[] {
  const open = cut(opening, horizon);
  if (!isEnough(open)) return [];
  return windows ? windows.map((window) => cut(open, window)).filter(isEnough) : [open];
}

/** The first time that is long enough, of openings in their order. */
export function firstFit(openings: readonly Slot[], windows: readonly Slot[] | null, horizon: Slot): Slot | null {
  for (const opening of openings) {
    const [first] = cutTo(opening, windows, horizon);
    if (first) return first;
  }
  return null;
}

export const spansOf = ({ spans = [] }: OfferData): Slot[] => spans.map(([day, start, end]) => ({ start: day * DAY + start, end: day * DAY + end }));

/** True when an offer is known to be open from that minute on, for long enough. */
export const isOpenAt = (offer: OfferData, minute: number): boolean => offer.hours === 'known' && spansOf(offer).some(({ start, end }) => start <= minute && minute + LEAST <= end);

export const slotOf = ({ day, start, end }: VisitData): Slot => ({ start: day * DAY + start, end: day * DAY + end });
