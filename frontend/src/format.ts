import { fold } from './filter.ts';
import { code, locale, t, tn, tOf } from './language.ts';
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
  if (tens < 1000) return t('%s\u00a0m', Math.max(10, tens));
  const km = metres / 1000;
  const text = km < 9.95 ? km.toFixed(1).replace('.0', '').replace('.', tOf('décimales', ',')) : String(Math.round(km));
  return t('%s\u00a0km', text);
}

/** The longest way that one is told to walk, in metres, and how many one walks in a minute. */
const WALK = 3000;
const PACE = 80;

/** 850 → ", environ 11 min à pied"; "" when it is too far. */
export function walk(metres: number): string {
  return metres < WALK ? say.walk(Math.max(1, Math.round(metres / PACE))) : '';
}

/** Sunday is 0, as for Date. */
export const weekdays = [t('dimanche'), t('lundi'), t('mardi'), t('mercredi'), t('jeudi'), t('vendredi'), t('samedi')];
export const months = [
  t('janvier'), t('février'), t('mars'), t('avril'), t('mai'), t('juin'),
  t('juillet'), t('août'), t('septembre'), t('octobre'), t('novembre'), t('décembre'),
];

const parts = (day: string): { date: string; month: string; weekday: string } => {
  const at = new Date(timeOf(day));
  const date = at.getUTCDate();
  return { date: date === 1 ? t('1er') : String(date), month: months[at.getUTCMonth()] ?? '', weekday: weekdays[at.getUTCDay()] ?? '' };
};

/** "2022-11-04" → "4 novembre 2022"; "" for what is no date. */
export function date(day: string): string {
  if (Number.isNaN(timeOf(day))) return '';
  const { date, month } = parts(day);
  return `${tOf('date', '%s %s', date, month)} ${day.slice(0, 4)}`;
}

/** "2026-12-08" → "mardi 8 décembre". */
export function weekday(day: string): string {
  const { date, month, weekday } = parts(day);
  return tOf('date', '%s %s %s', weekday, date, month);
}

/** "2026-12-08" → "8 déc.", for where there is little room. */
export function shortDay(day: string): string {
  const words = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return words.format(timeOf(day)).replace(/^1 /, `${t('1er')} `);
}

/** The day, in Paris, of an instant that the server wrote with the offset of Paris. */
export const localDay = (instant: string): string => instant.slice(0, 10);

/** The hour, in Paris, of such an instant: "14 h", "16 h 30". */
export function hour(instant: string): string {
  const minutes = Number(instant.slice(14, 16));
  const hours = Number(instant.slice(11, 13));
  return (minutes === 0 ? t('%d h', hours) : t('%d h %02d', hours, minutes)).replaceAll(' ', NBSP);
}

/** The time asked for, after a verb: "cette semaine", "le mardi 8 décembre à 14 h 30"; "" for any time. */
export function when(asked: When, today: string): string {
  if (!isOneDay(asked)) return say.spans[asked] ?? '';
  const year = asked.slice(0, 4);
  const day = tOf('date', 'le %s', weekday(localDay(asked))) + (year === today.slice(0, 4) ? '' : ` ${year}`);
  return isInstant(asked) ? t('%s à %s', day, hour(asked)) : day;
}

/** "12", "1 200". */
export const count = (n: number): string => n.toLocaleString(locale());

/** "1 lieu", "12 lieux", "aucun lieu". */
export function places(n: number): string {
  return n === 0 ? t('aucun lieu') : tn(n, '%s lieu', '%s lieux', count(n));
}

/** What is sure apart from what to check: "36 lieux sûrs, 76 à vérifier par téléphone". */
export function certain(sure: number, unsure: number): string {
  if (sure === 0) return unsure === 0 ? places(0) : say.toCheck(places(unsure));
  const first = say.sure(sure, places(sure));
  return unsure === 0 ? first : first + t(', ') + say.toCheck(count(unsure));
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

/** An address of ours, in the language of the page. */
export const here = (address: string): string => (code ? `${address}${address.includes('?') ? '&' : '?'}lang=${code}` : address);

/** The address of the page of a place. */
export function placePage({ id, slug }: { id: string; slug: string }): string {
  return here(`/lieux/${encodeURIComponent(slug ? `${id}-${slug}` : id)}`);
}

/** The address of the page of a stop, which is named after its place. */
export function stopPage(stop: string, { slug }: { slug: string }): string {
  return here(`/etapes/${encodeURIComponent(slug ? `${stop}-${slug}` : stop)}`);
}

/** Keeps each hour of a text, "13 h 30", on one line. */
export function tieHours(text: string): string {
  return text.replace(/\d h(?: \d\d)?\b/g, (hour) => hour.replaceAll(' ', NBSP));
}
