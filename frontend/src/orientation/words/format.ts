/** How the comparison writes what it was given: telephones, distances, days, hours. Its page is in French. */
import { fold } from '../near.ts';

const NBSP = '\u00a0';

/** "+33233051234" → "02 33 05 12 34"; anything else as it came. */
export function phone(number: string): string {
  const digits = number.replace(/[\s.()-]/g, '').replace(/^(\+33|0033)0?/, '0');
  if (!/^0\d{9}$/.test(digits)) return number.trim();
  return digits.replace(/(\d{2})(?=\d)/g, `$1${NBSP}`);
}

/** The address of a telephone link. */
export function phoneLink(number: string): string {
  return `tel:${number.replace(/[^+\d*#]/g, '')}`;
}

/** Metres → "850 m", "1,2 km", "12 km". */
export function distance(metres: number): string {
  const tens = Math.round(metres / 10) * 10;
  if (tens < 1000) return `${Math.max(10, tens)}${NBSP}m`;
  const km = metres / 1000;
  const text = km < 9.95 ? km.toFixed(1).replace('.0', '').replace('.', ',') : String(Math.round(km));
  return `${text}${NBSP}km`;
}

/** Noon, so that no change of the clock moves a day. */
export const timeOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Sunday is 0, as for Date. */
const weekdays = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
export const months = [
  'janvier', 'février', 'mars', 'avril', 'mai', 'juin',
  'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre',
];

const parts = (day: string): { date: string; month: string; weekday: string } => {
  const at = new Date(timeOf(day));
  const date = at.getUTCDate();
  return { date: date === 1 ? '1er' : String(date), month: months[at.getUTCMonth()] ?? '', weekday: weekdays[at.getUTCDay()] ?? '' };
};

/** "2022-11-04" → "4 novembre 2022"; "" for what is no date. */
export function date(day: string): string {
  if (Number.isNaN(timeOf(day))) return '';
  const { date, month } = parts(day);
  return `${date} ${month} ${day.slice(0, 4)}`;
}

/** "2026-12-08" → "mardi 8 décembre". */
export function weekday(day: string): string {
  const { date, month, weekday } = parts(day);
  return `${weekday} ${date} ${month}`;
}

/** The day of an instant that the server wrote with the offset of the clocks there. */
export const localDay = (instant: string): string => instant.slice(0, 10);

/** The hour of such an instant: "14 h", "16 h 30". */
export function hour(instant: string): string {
  const minutes = Number(instant.slice(14, 16));
  const hours = Number(instant.slice(11, 13));
  return minutes === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h${NBSP}${String(minutes).padStart(2, '0')}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The street, then the postcode and the town, without what is missing. */
export function address(place: { address: string; postcode: string; city: string }): string {
  return [place.address, `${place.postcode} ${place.city}`.trim()].filter(Boolean).join(', ');
}

/** The address itself if it is one of the web, else "": never a script. */
export function webLink(text: string | undefined): string {
  try {
    const url = new URL(text ?? '');
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
  } catch {
    return '';
  }
}

/** The readable end of the address of a page; as internal/mediation makes it. */
export function slugOf(name: string): string {
  return fold(name).replace(/[^a-z0-9 ]/g, '').split(' ').filter(Boolean).join('-') || 'accueil';
}

/** The address of the page of a place. */
export function placePage({ id, slug }: { id: string; slug: string }): string {
  return `/lieux/${encodeURIComponent(slug ? `${id}-${slug}` : id)}`;
}

/** Keeps each hour of a text, "13 h 30", on one line. */
export function tieHours(text: string): string {
  return text.replace(/\d h(?: \d\d)?\b/g, (hour) => hour.replaceAll(' ', NBSP));
}
