import { months } from './format.ts';

/** The months before which « de » is « d’ »: avril, août, octobre. */
const ELIDED: readonly number[] = [3, 7, 9];

const stale = (month: number, year: string): string =>
  `Renseignements ${ELIDED.includes(month) ? 'd’' : 'de '}${months[month] ?? ''} ${year} : téléphonez avant de venir.`;

const fresh = (age: number): string =>
  age <= 0 ? 'Vérifié ce mois-ci' : age === 1 ? 'Vérifié le mois dernier' : age === 12 ? 'Vérifié il y a un an' : `Vérifié il y a ${age} mois`;

/** The months between the month of a date, "2022-12" or "2022-12-04", and that of a day. */
function monthsBetween(updated: string, today: string): number {
  const count = (date: string): number => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7));
  return count(today) - count(updated);
}

/** When a source last touched something, or a warning when that is more than a year ago; "" when no source says. */
export function freshness(updated: string, today: string): { readonly text: string; readonly old: boolean } {
  const age = monthsBetween(updated, today);
  if (updated === '' || today === '' || Number.isNaN(age)) return { text: '', old: false };
  const month = Number(updated.slice(5, 7)) - 1;
  if (age > 12) return { text: stale(month, updated.slice(0, 4)), old: true };
  return { text: fresh(age), old: false };
}
