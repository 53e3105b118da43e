/**
 * When it must be open, or the bus must come: '' for any time, 'maintenant', a
 * span that starts today, one day written "2026-12-08", or an instant of it,
 * "2026-12-08T14:30".
 */
export type When = string;

export const NOW = 'maintenant';

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

/** True for an hour of a day that exists. */
export function isInstant(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10));
}

/** The day, at that hour if it is one that has not passed. Both "now" and what is asked are the clock of Paris. */
export function momentOf(day: string, hour: string, now: string): When {
  const instant = `${day}T${hour}`;
  return isInstant(instant) && instant >= now ? instant : day;
}

/** True for a day, at an hour or not. */
export const isOneDay = (when: When): boolean => isDay(when) || isInstant(when);

const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' });

/** The day that it is in Paris at an instant (RFC 3339); "" for what is no instant. */
export function dayOf(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : paris.format(time);
}

const parisClock = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });

/** The hour that it is in Paris at an instant (RFC 3339), "14:30"; "" for what is no instant. */
export function clockOf(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : parisClock.format(time);
}

function lastOfWeek(today: string): string {
  const weekday = (new Date(timeOf(today)).getUTCDay() + 6) % 7; // Monday is 0
  return dayAt(timeOf(today) + (6 - weekday) * 86_400_000);
}

function lastOfMonth(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return dayAt(Date.UTC(year, month, 0, 12));
}

/** The days meant, seen from today; null for any time, and for an instant. The server means the same (internal/site/when.go). */
export function spanOf(when: When, today: string): Span | null {
  switch (when) {
    case '':
    case NOW:
      return null;
    case 'aujourdhui':
      return { from: today, to: today };
    case 'semaine':
      return { from: today, to: lastOfWeek(today) };
    case 'mois':
      return { from: today, to: lastOfMonth(today) };
    default:
      return isInstant(when) ? null : { from: when, to: when };
  }
}

/** What the API is asked for that time: "from=…&to=…", or "open=…". */
export function asked(when: When, today: string): Record<string, string> {
  if (when === NOW) return { open: 'now' };
  if (isInstant(when)) return { open: when };
  const span = spanOf(when, today);
  return span ? { from: span.from, to: span.to } : {};
}

/** A longer time that holds this one, for who finds nobody then; "" for none. */
export function later(when: When): When {
  if (when === NOW) return 'semaine';
  return isInstant(when) ? when.slice(0, 10) : '';
}

/**
 * Reads what an address says: quand=semaine, or jour=2026-12-08&heure=14:30. A
 * form without JavaScript sends all of them, and the choice it marks counts. A
 * day or an hour that is past, seen from "2026-12-01T10:00", asks nothing that
 * anyone can still go to: it is left out.
 */
export function readWhen(query: URLSearchParams, now: string): When {
  const chosen = query.get('quand');
  if (chosen === '') return '';
  const name = [NOW, ...SPANS].find((name) => name === chosen);
  const day = query.get('jour') ?? '';
  return name ?? (isDay(day) && day >= now.slice(0, 10) ? momentOf(day, query.get('heure') ?? '', now) : '');
}

export function writeWhen(query: URLSearchParams, when: When): void {
  if (isOneDay(when)) query.set('jour', when.slice(0, 10));
  else if (when) query.set('quand', when);
  if (isInstant(when)) query.set('heure', when.slice(11));
}
