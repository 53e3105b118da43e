import { el, link } from './dom.ts';
import * as format from './format.ts';
import { t } from './language.ts';
import { say } from './strings.ts';
import type { Place, Stop, Visit } from './types.ts';

/** How many dates the sheet shows of each stop; the stop's page has them all. */
const FIRST = 6;

/** "mardi 8 décembre, de 14 h à 16 h 30". */
export function visitText({ start, end }: Pick<Visit, 'start' | 'end'>): string {
  return format.weekday(format.localDay(start)) + say.hoursOf(format.hour(start), format.hour(end));
}

/** What became of it, in a word before the date, and what there is to know after it. */
export function visitLine(visit: Visit): HTMLElement {
  const { status, status_label: label, previous_start: before, venue, venue_name: there, reason, theme } = visit;
  const word = status === 'planned' ? null : el('strong', { class: `status status-${status}` }, `${say.statuses[status] ?? label}\u00a0: `);
  const instead = status === 'moved' && before ? say.insteadOf(t('%s à %s', format.weekday(format.localDay(before)), format.hour(before))) : '';
  const where = venue ? say.elsewhere([there, format.address({ address: '', postcode: '', city: '', ...visit })].filter(Boolean).join(', ')) : '';
  const notes = [theme, reason].filter(Boolean).join('. ');
  return el('li', {}, word, visitText(visit), instead, where, notes ? el('span', { class: 'note' }, ` – ${notes}`) : null);
}

function facts({ rule = '', room = '', access = '', capacity = 0, themes = [] }: Stop): HTMLElement | null {
  const rows = [
    [say.rule, rule], [say.room, room], [say.wayIn, access], [say.capacity, capacity > 0 ? String(capacity) : ''], [say.themes, themes.join(', ')],
  ] as const;
  const said = rows.filter(([, text]) => text !== '');
  if (said.length === 0) return null;
  return el('dl', { class: 'conditions' }, ...said.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]));
}

/** Where all dates are, on a page and for calendars. */
function links({ id }: Stop, place: Place): HTMLElement[] {
  const calendar = `/calendar/stop/${encodeURIComponent(id)}.ics`;
  return [
    link(format.stopPage(id, place), say.allDates),
    link(`webcal://${location.host}${calendar}`, say.follow),
    link(calendar, say.download, { download: '' }),
  ].map((one) => el('p', {}, one));
}

function dates(stop: Stop, visits: readonly Visit[] | null): HTMLElement {
  const coming = visits?.filter((visit) => visit.stop === stop.id).slice(0, FIRST) ?? [];
  if (coming.length > 0) return el('ul', { class: 'visits' }, ...coming.map(visitLine));
  return el('p', {}, visits ? say.noVisits : say.visitsFailed);
}

/** One stop of a tour on the sheet: its next dates whatever became of them, and what to know before going. */
export function stopOf(stop: Stop, place: Place, visits: readonly Visit[] | null): HTMLElement {
  const known = stop.dates === 'known';
  return el(
    'section',
    { class: 'stop' },
    stop.tour_name && stop.tour_name !== place.name ? el('p', { class: 'offer-name' }, stop.tour_name) : null,
    ...(known ? [el('h4', {}, say.visits), dates(stop, visits)] : []),
    facts(stop),
    ...(known ? links(stop, place) : []),
  );
}
