/**
 * When it must be open, or the bus must come: '' for any time, a span that
 * starts today, or one day written "2026-12-08".
 */
export type When = string;

/** The spans that start today, as addresses name them. */
export const SPANS = ['aujourdhui', 'semaine', 'mois'] as const;

/** Days of Europe/Paris, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Noon, so that no change of the clock moves a day. */
export const timeOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** True for a day that exists, of this century. */
export function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const time = timeOf(text);
  return !Number.isNaN(time) && dayAt(time) === text;
}

const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' });

/** The day that it is in Paris at an instant (RFC 3339); "" for what is no instant. */
export function dayOf(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : paris.format(time);
}

function lastOfWeek(today: string): string {
  const weekday = (new Date(timeOf(today)).getUTCDay() + 6) % 7; // Monday is 0
  return dayAt(timeOf(today) + (6 - weekday) * 86_400_000);
}

function lastOfMonth(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return dayAt(Date.UTC(year, month, 0, 12));
}

/** The days meant, seen from today; null for any time. The server means the same (internal/site/when.go). */
export function spanOf(when: When, today: string): Span | null {
  switch (when) {
    case '':
      return null;
    case 'aujourdhui':
      return { from: today, to: today };
    case 'semaine':
      return { from: today, to: lastOfWeek(today) };
    case 'mois':
      return { from: today, to: lastOfMonth(today) };
    default:
      return { from: when, to: when };
  }
}

/**
 * Reads what an address says: quand=semaine, or jour=2026-12-08. A form
 * without JavaScript sends both, and the choice it marks counts. A day that is
 * past asks nothing that anyone can still go to: it is left out.
 */
export function readWhen(query: URLSearchParams, today: string): When {
  const chosen = query.get('quand');
  if (chosen === '') return '';
  const span = SPANS.find((name) => name === chosen);
  const day = query.get('jour') ?? '';
  return span ?? (isDay(day) && day >= today ? day : '');
}

export function writeWhen(query: URLSearchParams, when: When): void {
  if (when) query.set(isDay(when) ? 'jour' : 'quand', when);
}
