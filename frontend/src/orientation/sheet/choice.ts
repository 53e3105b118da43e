/** The short list, and what changed since it was made. */
import { MOST_CHOSEN } from '../request/fragment.ts';
import { DAY, daysBetween, nowOf, slotOf, spansOf } from '../rules/time.ts';
import { instantOf, momentText } from '../words/words.ts';
import * as format from '../words/format.ts';
import type { Chosen, OfferData, Offers, PlaceData, Slot, VisitData } from '../types.ts';

/** What an item of the sheet stands for today. */
export interface Item {
  readonly chosen: Chosen;
  readonly place: PlaceData;
  readonly visit: VisitData | null;
  /** Of a visit, the one that comes; else all there that stay. */
  readonly offers: readonly OfferData[];
}

export function itemOf(chosen: Chosen, { places }: Offers): Item | null {
  for (const place of places) {
    const { offers = [] } = place;
    if (place.id === chosen.id) return { chosen, place, visit: null, offers: offers.some(({ kind }) => kind !== 'van') ? offers.filter(({ kind }) => kind !== 'van') : offers };
    for (const offer of offers) {
      const visit = offer.visits?.find(({ id }) => id === chosen.id);
      if (visit) return { chosen, place, visit, offers: [offer] };
    }
  }
  return null;
}

/** The number to call: of who comes or helps there, else of the place. */
export const phoneOf = ({ place, offers }: Pick<Item, 'place' | 'offers'>): string => (offers.length === 1 ? offers[0]?.phone : '') || place.phone || offers.find(({ phone }) => phone)?.phone || '';

/** Where it is: a visit may take place elsewhere than at its stop. */
export function addressOf({ place, visit }: Pick<Item, 'place' | 'visit'>): { name: string; address: string; postcode: string; city: string } {
  const { name, address = '', postcode = '', city = '' } = place;
  const elsewhere = visit?.address !== undefined && visit.address !== address;
  if (!visit || !elsewhere) return { name: visit?.name || name, address, postcode, city: visit?.city || city };
  return { name: visit.name || name, address: visit.address ?? '', postcode: visit.city === city ? postcode : '', city: visit.city ?? '' };
}

export const minuteOf = (time: string, from: string): number | null => {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)$/.exec(time) ?? [];
  return year ? daysBetween(from, `${year}-${month}-${day}`) * DAY + Number(hour) * 60 + Number(minute) : null;
};

export const timeText = (minute: number, from: string): string => instantOf(minute, from).replace(/[-:]/g, '');

/** The hours of all who are there on the day of that minute. */
export function hoursOn(minute: number, offers: readonly OfferData[]): Slot[] {
  const day = Math.floor(minute / DAY);
  const spans = offers.flatMap(spansOf).filter(({ start }) => Math.floor(start / DAY) === day).sort((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** FNV-1a, ten bits of it as two letters or digits: enough to see a change, too little to read anything from. */
function short(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of new TextEncoder().encode(text)) hash = Math.imul(hash ^ char, 0x01000193);
  const mixed = (hash ^ (hash >>> 15)) >>> 0;
  return (mixed % 1024).toString(32).padStart(2, '0');
}

const comes: readonly string[] = ['planned', 'moved'];

/** Of a place, its hours on the proposed day, which do not change until that day comes; of a visit, when it comes and whether it does. */
function timing({ visit, offers }: Item, minute: number | null): string {
  if (visit) return [visit.day, visit.start, visit.end, comes.includes(visit.status) ? 'ok' : visit.status].join(' ');
  return minute === null ? '' : hoursOn(minute, offers).map(({ start, end }) => `${start % DAY}-${end - start}`).join(' ');
}

/** What a visit's check holds of its day must not hang on the day that is day 0. */
const dated = (item: Item, from: string): Item =>
  item.visit ? { ...item, visit: { ...item.visit, day: daysBetween('2000-01-01', from) + item.visit.day } } : item;

/** Two letters each for the name, the address, the telephone and the time. */
export function checkOf(item: Item, from: string): string {
  const { name, address, city } = addressOf(item);
  return [name, `${address} ${city}`, phoneOf(item), timing(dated(item, from), minuteOf(item.chosen.time, from))].map(short).join('');
}

export const isFull = (chosen: readonly Chosen[]): boolean => chosen.length >= MOST_CHOSEN;

export function add(chosen: readonly Chosen[], one: Chosen): readonly Chosen[] {
  return isFull(chosen) || chosen.some(({ id }) => id === one.id) ? chosen : [...chosen, one];
}

export const remove = (chosen: readonly Chosen[], id: string): readonly Chosen[] => chosen.filter((one) => one.id !== id);

/** Moves one up (-1) or down (+1). */
export function move(chosen: readonly Chosen[], id: string, step: -1 | 1): readonly Chosen[] {
  const from = chosen.findIndex((one) => one.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= chosen.length) return chosen;
  const moved = [...chosen];
  [moved[from], moved[to]] = [moved[to] as Chosen, moved[from] as Chosen];
  return moved;
}

const statusTexts: Readonly<Record<string, string>> = {
  cancelled: 'Ce passage est annulé.',
  full: 'Ce passage est complet : téléphonez.',
  unconfirmed: 'Ce passage n’est plus confirmé : téléphonez.',
};

function visitChange({ visit }: Item, changed: boolean, from: string): string {
  if (!visit || !changed) return '';
  return statusTexts[visit.status] ?? `Ce passage est maintenant le ${momentText(slotOf(visit).start, from)}.`;
}

/** Nothing that was promised there holds. */
export const CLOSED = 'Ce lieu n’est plus ouvert à ce moment.';

function openChange(item: Item, changed: boolean, offers: Offers): string {
  const minute = minuteOf(item.chosen.time, offers.from);
  const later = minute !== null && Math.floor(minute / DAY) >= offers.now.day && Math.floor(minute / DAY) < offers.days;
  if (!changed || !later || item.offers.some(({ hours }) => hours === 'unknown')) return '';
  const hours = hoursOn(minute, item.offers);
  if (!hours.some(({ start, end }) => start <= minute && minute < end)) return CLOSED;
  return `Ses horaires ce jour-là sont maintenant ${hoursText(hours, offers.from)}.`;
}

/** "9 h – 12 h et 14 h – 17 h". */
export const hoursText = (hours: readonly Slot[], from: string): string =>
  hours.map(({ start, end }) => `de ${format.hour(instantOf(start, from))} à ${format.hour(instantOf(end, from))}`).join(' et ');

/** What changed since the line was made, a sentence each; "" in `check` makes no claim. */
export function changesOf(chosen: Chosen, offers: Offers): string[] {
  const item = itemOf(chosen, offers);
  if (!item) return [isPast(chosen, offers) ? 'Ce moment est passé.' : 'Ce lieu ou ce passage n’est plus sur la carte.'];
  const now = checkOf(item, offers.from);
  const differs = (i: number): boolean => chosen.check.length === now.length && chosen.check.slice(2 * i, 2 * i + 2) !== now.slice(2 * i, 2 * i + 2);
  const { name } = addressOf(item);
  return [
    item.visit ? visitChange(item, differs(3), offers.from) : openChange(item, differs(3), offers),
    differs(0) ? `Le nom a changé : ${name}.` : '',
    differs(1) ? 'L’adresse a changé.' : '',
    differs(2) ? (phoneOf(item) ? 'Le numéro de téléphone a changé.' : 'Le numéro de téléphone n’est plus donné.') : '',
    isPast(chosen, offers) && !(item.visit && differs(3)) ? 'Ce moment est passé.' : '',
  ].filter(Boolean);
}

/** True when the proposed time lies behind. */
export function isPast({ time }: Chosen, offers: Offers): boolean {
  const minute = minuteOf(time, offers.from);
  return minute !== null && minute + 30 <= nowOf(offers);
}
