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

/** "2022-11-04" → "4 novembre 2022"; "" for what is no date. */
export function date(day: string): string {
  const time = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(time)) return '';
  const words = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).format(time);
  return words.replace(/^1 /, '1er ');
}

/** True when the day is more than a year before that instant. */
export function isOld(day: string, asOf: string): boolean {
  const age = Date.parse(asOf) - Date.parse(day);
  return age > 366 * 24 * 3600 * 1000;
}

/** "1 lieu", "12 lieux", "aucun lieu". */
export function places(count: number): string {
  if (count === 0) return 'aucun lieu';
  return `${count.toLocaleString('fr-FR')} ${count > 1 ? 'lieux' : 'lieu'}`;
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

/** The address of the page of a place. */
export function placePage({ id, slug }: { id: string; slug: string }): string {
  return `/lieux/${encodeURIComponent(slug ? `${id}-${slug}` : id)}`;
}

/** Keeps each hour of a text, "13 h 30", on one line. */
export function tieHours(text: string): string {
  return text.replace(/\d h(?: \d\d)?\b/g, (hour) => hour.replaceAll(' ', NBSP));
}
