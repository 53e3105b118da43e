/** The proposed times for a calendar (RFC 5545), made in the browser. */
import { itemOf, timeText } from './choice.ts';
import type { SheetLine } from './text.ts';
import type { Chosen, Offers } from '../types.ts';

/** No control character gets in, and what has a meaning there loses it. */
const escaped = (text: string): string =>
  text.replace(/\r\n?|\n/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f\u0085\u2028\u2029]/g, ' ').replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');

/** Lines of at most 75 bytes, none of which cuts a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let [out, size] = ['', 0];
  for (const char of line) {
    const bytes = encoder.encode(char).length;
    if (size + bytes > 75) [out, size] = [`${out}\r\n `, 1];
    [out, size] = [out + char, size + bytes];
  }
  return out;
}

const utc = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

function event(chosen: Chosen, line: SheetLine, offers: Offers, host: string): string[] {
  const { slot } = line;
  if (!slot) return [];
  const zone = offers.timezone.id;
  const cancelled = itemOf(chosen, offers)?.visit?.status === 'cancelled';
  const text = [line.cancelled, ...line.changes, `${line.when}.`, line.warning, line.old, line.phone && `Téléphone : ${line.phone}`, line.who, ...line.does].filter(Boolean).join('\n');
  return [
    'BEGIN:VEVENT', `UID:fiche-${chosen.id}-${chosen.time || timeText(slot.start, offers.from)}@${host}`, `DTSTAMP:${utc(offers.timeStamp)}`,
    `DTSTART;TZID=${zone}:${timeText(slot.start, offers.from)}00`, `DTEND;TZID=${zone}:${timeText(slot.end, offers.from)}00`,
    `SUMMARY:${cancelled ? 'ANNULÉ – ' : line.toArrange ? 'À convenir – ' : ''}${escaped(line.name)}`, `LOCATION:${escaped(line.address)}`, `DESCRIPTION:${escaped(text)}`,
    ...(cancelled ? ['TRANSP:TRANSPARENT'] : []), 'END:VEVENT',
  ];
}

/** The calendar of the lines that have a time; "" when none has. */
export function calendar(chosen: readonly Chosen[], lines: readonly SheetLine[], offers: Offers, host: string): string {
  const events = chosen.flatMap((one, i) => (lines[i] ? event(one, lines[i], offers, host) : []));
  if (events.length === 0) return '';
  return [...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Escale//Fiche//FR', 'CALSCALE:GREGORIAN'], ...offers.timezone.lines, ...events, 'END:VCALENDAR', ''].map(folded).join('\r\n');
}
