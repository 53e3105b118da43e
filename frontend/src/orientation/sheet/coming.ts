/** How one comes to what the sheet proposes. Nothing is booked there, and nothing reads as if it were. */
import { freshness } from '../words/freshness.ts';
import * as format from '../words/format.ts';
import { hoursOn, minuteOf, type Item } from './choice.ts';
import { slotOf } from '../rules/time.ts';
import { receivesNobody } from '../rules/verdict.ts';
import { dayText, hourOf, momentText, slotText } from '../words/words.ts';
import type { OfferData, Offers, Slot } from '../types.ts';

const ARRANGE = 'Téléphoner pour convenir d’un moment';

/** "jeudi 3 décembre entre 14 h et 17 h". */
const between = ({ start, end }: Slot, from: string): string => `${dayText(start, from)} entre ${hourOf(start, from)} et ${hourOf(end, from)}`;

/** From a minute until those who are there then leave; null when nobody is. */
export function openFrom(minute: number, offers: readonly OfferData[]): Slot | null {
  const open = hoursOn(minute, offers).find(({ start, end }) => start <= minute && minute < end);
  return open ? { start: minute, end: open.end } : null;
}

export interface Coming {
  readonly text: string;
  /** True when the moment has to be agreed on first. */
  readonly toArrange: boolean;
}

function toVisit(slot: Slot, counts: boolean, from: string): Coming {
  if (!counts) return { text: format.capital(slotText(slot, from)), toArrange: true };
  return { text: `Venir ${between(slot, from)}, au passage du bus`, toArrange: false };
}

/** As the sources of those who are there say that one comes; where they are silent, one calls first. */
function toPlace(slot: Slot, offers: readonly OfferData[], from: string): Coming {
  const ways = offers.flatMap(({ access = [] }) => access);
  if (ways.includes('se-presenter')) return { text: `Venir ${between(slot, from)}, sans rendez-vous`, toArrange: false };
  if (ways.length === 0) return { text: `Téléphoner avant de venir ${between(slot, from)}`, toArrange: true };
  const arrange = ways.includes('telephoner') || !ways.includes('prendre-rdv-en-ligne') ? ARRANGE : 'Prendre rendez-vous en ligne';
  return { text: `${arrange}, par exemple ${between(slot, from)}`, toArrange: true };
}

/** "Venir jeudi 3 décembre entre 14 h et 17 h, sans rendez-vous", "Téléphoner pour convenir d’un moment". */
export function comingOf({ visit, chosen, offers }: Item, { from }: Offers): Coming {
  if (visit) return toVisit(slotOf(visit), visit.counts === true, from);
  if (offers.every(receivesNobody)) return { text: 'Téléphoner', toArrange: true };
  const minute = minuteOf(chosen.time, from);
  if (minute === null) return { text: ARRANGE, toArrange: true };
  const slot = openFrom(minute, offers);
  return slot ? toPlace(slot, offers, from) : { text: format.capital(momentText(minute, from)), toArrange: true };
}

/** Warns when all the information about the offers there is old. */
export function ageOf(offers: readonly OfferData[], { from }: Offers): string {
  const updated = offers.map(({ updated = '' }) => updated).sort().at(-1) ?? '';
  const { text, old } = freshness(updated, from);
  return old ? text : '';
}
