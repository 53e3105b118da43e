import { fold } from './filter.ts';
import { say } from './strings.ts';
import { isInstant, isOneDay, timeOf, type When } from './when.ts';

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

/** The longest way that one is told to walk, in metres, and how many one walks in a minute. */
const WALK = 3000;
const PACE = 80;

/** 850 → ", environ 11 min à pied"; "" when it is too far. */
export function walk(metres: number): string {
  return metres < WALK ? say.walk(Math.max(1, Math.round(metres / PACE))) : '';
}

/** "2022-11-04" → "4 novembre 2022"; "" for what is no date. */
export function date(day: string): string {
  const time = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(time)) return '';
  const words = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).format(time);
  return words.replace(/^1 /, '1er ');
}

const inFrench = (options: Intl.DateTimeFormatOptions): ((day: string) => string) => {
  const words = new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'UTC' });
  return (day) => words.format(timeOf(day)).replace(/(^| )1 /, '$11er ');
};

/** "2026-12-08" → "mardi 8 décembre". */
export const weekday = inFrench({ weekday: 'long', day: 'numeric', month: 'long' });

/** "2026-12-08" → "8 déc.", for where there is little room. */
export const shortDay = inFrench({ day: 'numeric', month: 'short' });

/** The day, in Paris, of an instant that the server wrote with the offset of Paris. */
export const localDay = (instant: string): string => instant.slice(0, 10);

/** The hour, in Paris, of such an instant: "14 h", "16 h 30". */
export function hour(instant: string): string {
  const minutes = instant.slice(14, 16);
  return `${Number(instant.slice(11, 13))}${NBSP}h${minutes === '00' ? '' : NBSP + minutes}`;
}

/** The time asked for, after a verb: "cette semaine", "le mardi 8 décembre à 14 h 30"; "" for any time. */
export function when(asked: When, today: string): string {
  if (!isOneDay(asked)) return say.spans[asked] ?? '';
  const year = asked.slice(0, 4);
  const at = isInstant(asked) ? ` à ${hour(asked)}` : '';
  return `le ${weekday(localDay(asked))}${year === today.slice(0, 4) ? '' : ` ${year}`}${at}`;
}

/** "12", "1 200". */
export const count = (n: number): string => n.toLocaleString('fr-FR');

/** "1 lieu", "12 lieux", "aucun lieu". */
export function places(n: number): string {
  if (n === 0) return 'aucun lieu';
  return `${count(n)} ${n > 1 ? 'lieux' : 'lieu'}`;
}

/** What is sure apart from what to check: "36 lieux sûrs, 76 à vérifier par téléphone". */
export function certain(sure: number, unsure: number): string {
  if (sure === 0) return unsure === 0 ? places(0) : say.toCheck(places(unsure));
  const first = say.sure(places(sure), sure > 1);
  return unsure === 0 ? first : `${first}, ${say.toCheck(count(unsure))}`;
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

/** The address of the page of a stop, which is named after its place. */
export function stopPage(stop: string, { slug }: { slug: string }): string {
  return `/etapes/${encodeURIComponent(slug ? `${stop}-${slug}` : stop)}`;
}

/** Keeps each hour of a text, "13 h 30", on one line. */
export function tieHours(text: string): string {
  return text.replace(/\d h(?: \d\d)?\b/g, (hour) => hour.replaceAll(' ', NBSP));
}
