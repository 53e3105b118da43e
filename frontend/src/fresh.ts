import { el } from './dom.ts';
import { months } from './format.ts';
import { say } from './strings.ts';

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
  if (age > 12) return { text: say.stale(month, months[month] ?? '', updated.slice(0, 4)), old: true };
  return { text: say.fresh(age), old: false };
}

/** The same, as a line of a place or of an offer. The server writes the same (internal/site/fresh.go). */
export function freshText(updated: string, today: string): HTMLElement | null {
  const { text, old } = freshness(updated, today);
  return text ? el('p', { class: old ? 'old' : 'fresh' }, text) : null;
}
