/** What the sheet says of each line, in words: the page, the paper and the text that is pasted say the same. */
import { ageOf, comingOf, openFrom } from './coming.ts';
import { addressOf, changesOf, CLOSED, hoursOn, hoursText, isPast, itemOf, minuteOf, phoneOf, type Item } from './choice.ts';
import { brokenOf, promiseOf, type Elsewhere, type Promised } from './promise.ts';
import { receivesNobody } from '../rules/verdict.ts';
import { slotOf } from '../rules/time.ts';
import { lineWarning, tight } from './together.ts';
import { wayText, type Start } from '../where.ts';
import { andList, dayText, hourOf, slotText } from '../words/words.ts';
import * as format from '../words/format.ts';
import { distance, fold } from '../near.ts';
import type { Chosen, Need, OfferData, Offers, Reach, Request, Slot } from '../types.ts';
import type { Point } from '../../page/types.ts';

export interface Catalogue {
  need(id: string): Need;
  kind(id: string): string;
}

export interface SheetLine {
  readonly id: string;
  readonly name: string;
  /** How one comes, and when: "Venir jeudi 3 décembre entre 14 h et 17 h, sans rendez-vous". */
  readonly when: string;
  /** True when the moment has to be agreed on by telephone. */
  readonly toArrange: boolean;
  /** Warns of old information; "" else. */
  readonly old: string;
  /** Of a visit that does not take place: that, why, and when the next one comes; else "". */
  readonly cancelled: string;
  /** The time to hold free for it, null for none. */
  readonly slot: Slot | null;
  /** Where it is, null when it is no more on the map. */
  readonly at: Point | null;
  readonly hours: string;
  readonly phone: string;
  /** The number as one dials it. */
  readonly dial: string;
  readonly address: string;
  readonly way: string;
  readonly who: string;
  readonly does: readonly string[];
  readonly changes: readonly string[];
  /** What goes against another line. */
  readonly warning?: string;
  readonly page: string;
}

/** Of a place, the hours of the proposed day. Of one where one has to ask, that. */
function hoursOf({ visit, chosen, offers }: Item, data: Offers): string {
  const minute = minuteOf(chosen.time, data.from);
  if (visit) return 'Téléphonez avant de vous déplacer.';
  if (offers.every(receivesNobody)) return 'Ce lieu ne reçoit pas de public : téléphonez.';
  if (minute === null) return '';
  const hours = hoursOn(minute, offers);
  return hours.length === 0 ? 'Téléphonez avant de vous déplacer.' : `Ouvert ce jour-là ${hoursText(hours, data.from)}.`;
}

/** The kind, and who it is when that says more than the name of the place. */
function nameOf({ kind, operator, name = '' }: OfferData, place: string, catalogue: Catalogue): string {
  const label = catalogue.kind(kind);
  const who = operator || name;
  const adds = ![place, label].some((known) => fold(known).includes(fold(who)) || fold(who).startsWith(fold(known)));
  return adds ? `${label} (${who})` : label;
}

/** Within a sentence: "conseiller numérique", but "France Services". */
const within = (label: string): string => (/^\S+ \p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** "Souris : jeudi 3 décembre, de 8 h 30 à 12 h, conseiller numérique, 02 33 69 28 00." */
function elsewhereText({ ids, state, offer, slot }: Elsewhere, place: string, { from }: Offers, catalogue: Catalogue): string {
  const labels = ids.map((id) => catalogue.need(id).label).join(' ; ') + (state === 'possible' ? ' (à vérifier)' : '');
  const phone = offer.phone || place;
  return `${labels} : ${[slot ? slotText(slot, from) : 'horaires à demander', within(catalogue.kind(offer.kind)), phone && format.phone(phone)].filter(Boolean).join(', ')}.`;
}

/** What is done at the proposed moment, then what is done by others or at other times. */
function doesOf({ here, elsewhere }: Promised, { visit, chosen, place }: Item, data: Offers, catalogue: Catalogue): string[] {
  const dated = visit !== null || minuteOf(chosen.time, data.from) !== null;
  const say = (wanted: 'sure' | 'possible', words: string): string => {
    const labels = here.filter(({ state }) => state === wanted).map(({ id }) => catalogue.need(id).label);
    return labels.length > 0 ? `${dated ? `Ce jour-là, ${words}` : format.capital(words)} : ${labels.join(' ; ')}.` : '';
  };
  return [say('sure', 'on vous aide pour'), say('possible', 'à vérifier par téléphone'), ...elsewhere.map((one) => elsewhereText(one, place.phone ?? '', data, catalogue))].filter(Boolean);
}

/** What was promised at that moment and is not any more. */
function brokenText(item: Item, request: Request, changes: readonly string[], data: Offers, catalogue: Catalogue): string[] {
  const gone = item.visit ? !['planned', 'moved'].includes(item.visit.status) : changes.includes(CLOSED);
  const broken = gone || isPast(item.chosen, data) ? [] : brokenOf(item, request, data).map((id) => `« ${catalogue.need(id).label} »`);
  if (broken.length === 0) return [];
  return [broken.length === 1 ? `${broken.join('')} n’est plus possible à ce moment.` : `${andList(broken)} ne sont plus possibles à ce moment.`];
}

/** How long a proposed appointment at a counter lasts, in minutes. */
const HELD = 60;

/** From the proposed time on, an hour at most; a visit, from its start to its end. */
function slotFor({ visit, chosen }: Item, offers: readonly OfferData[], data: Offers): Slot | null {
  if (visit) return slotOf(visit);
  const start = minuteOf(chosen.time, data.from);
  if (start === null) return null;
  return { start, end: Math.min(start + HELD, openFrom(start, offers)?.end ?? start + HELD) };
}

/** "ANNULÉ : car en panne. Prochain passage : …". */
function cancelledText({ visit, offers }: Item, data: Offers): string {
  if (visit?.status !== 'cancelled') return '';
  const coming = offers.flatMap(({ visits = [] }) => visits).filter(({ id, counts }) => counts && id !== visit.id).map(slotOf).sort((a, b) => a.start - b.start);
  const next = coming.find(({ start }) => start > slotOf(visit).start) ?? coming[0];
  const why = visit.reason ? `ANNULÉ : ${visit.reason.replace(/\.$/, '')}.` : 'ANNULÉ.';
  return `${why} ${next ? `Prochain passage : ${slotText(next, data.from)}.` : 'Aucun autre passage n’est annoncé : téléphonez.'}`;
}

/** Who can answer about a visit that no longer exists: its stop, if that is still known. */
function stopOf(chosen: Chosen, { places }: Offers): { readonly name?: string; readonly dial: string } {
  const place = places.find(({ id }) => id === chosen.place);
  if (!place) return { dial: '' };
  return { name: place.name, dial: phoneOf({ place, offers: (place.offers ?? []).filter(({ kind }) => kind === 'van') }) };
}

/** Two lines cannot be at the same moment, nor so far apart that there is no time for the way. */
export function warned(lines: readonly SheetLine[], reach: Reach): SheetLine[] {
  return lines.map((line, i) => {
    const { slot, at } = line;
    if (!slot || line.cancelled) return line;
    for (const [j, other] of lines.entries()) {
      if (j === i || !other.slot || other.cancelled) continue;
      if (other.slot.start === slot.start) return { ...line, warning: `Même moment que le lieu ${j + 1} : proposez-en un autre.` };
      const metres = at && other.at ? tight({ slot, at }, { slot: other.slot, at: other.at }, reach) : 0;
      if (metres > 0) return { ...line, warning: lineWarning(metres, j + 1) };
    }
    return line;
  });
}

/** One warning for all lines when all have information of the same age. */
export function sharedAge(lines: readonly SheetLine[]): Pick<Sheet, 'lines' | 'old'> {
  const old = lines[0]?.old ?? '';
  const same = lines.length > 1 && lines.every((line) => line.old === old);
  return same ? { lines: lines.map((line) => ({ ...line, old: '' })), old } : { lines, old: '' };
}

/** What is known today of a line; one that is gone keeps the time that its address holds. */
export function tell(chosen: Chosen, request: Request, from: Start | null, data: Offers, catalogue: Catalogue): SheetLine {
  const item = itemOf(chosen, data);
  const changes = changesOf(chosen, data);
  const minute = minuteOf(chosen.time, data.from);
  if (!item) {
    const when = minute === null ? '' : `Était proposé ${dayText(minute, data.from)} à ${hourOf(minute, data.from)}`;
    const { name = 'Lieu retiré de la carte', dial } = stopOf(chosen, data);
    return { id: chosen.id, name, when, toArrange: true, old: '', cancelled: '', slot: null, at: null, hours: '', phone: dial && format.phone(dial), dial, address: '', way: '', who: '', does: [], changes, page: '' };
  }
  const { place, visit } = item;
  const promised = promiseOf(item, request, data);
  /** Who is there; when nobody is, who can answer. */
  const offers = promised.offers.length > 0 ? promised.offers : item.offers;
  const dial = phoneOf({ place, offers });
  const at = addressOf(item);
  const coming = comingOf({ ...item, offers }, data);
  return {
    id: chosen.id, name: at.name, at: visit ?? place, old: ageOf(offers, data), changes: [...changes, ...brokenText(item, request, changes, data, catalogue)],
    when: coming.text, toArrange: coming.toArrange, cancelled: cancelledText(item, data), slot: slotFor(item, offers, data), hours: visit?.status === 'cancelled' ? '' : hoursOf({ ...item, offers }, data),
    dial, phone: dial && format.phone(dial),
    address: format.address(at),
    way: from ? wayText(from, visit ?? place, distance(from, visit ?? place), visit?.insee ?? place.insee) : '',
    who: andList([...new Set(offers.map((offer) => nameOf(offer, place.name, catalogue)))]),
    does: doesOf(promised, item, data, catalogue),
    page: visit ? `/passages/${encodeURIComponent(visit.id)}` : format.placePage(place),
  };
}

export interface Bring {
  readonly things: readonly string[];
  readonly sources: readonly { readonly name: string; readonly url: string }[];
}

/** True when a thing says all that another does, and more: "Un RIB à votre nom" and "Un RIB". */
const says = (more: string, start: string): boolean => more !== start && /^[ ,]/.test(more.startsWith(start) ? more.slice(start.length) : '');

/** What to bring for all the needs together, each thing once. */
export function bringOf(needs: readonly string[], catalogue: Catalogue): Bring {
  const asking = needs.map(catalogue.need).filter(({ bring = [] }) => bring.length > 0);
  const things = [...new Set(asking.flatMap(({ bring = [] }) => bring))];
  const sources = new Map(asking.flatMap(({ bring_source: source }) => (source ? [[source.url, source] as const] : [])));
  return { things: things.filter((thing) => !things.some((other) => says(other, thing))), sources: [...sources.values()] };
}

export interface Sheet {
  readonly lines: readonly SheetLine[];
  /** Said of all of them, "" when each says its own. */
  readonly old: string;
  readonly bring: Bring;
  readonly notes: ReadonlyMap<string, string>;
  readonly link: string;
  /** The day on which it was made, "2026-12-01". */
  readonly day: string;
}

export const TITLE = 'Où aller, et quand';

const sentence = (label: string, text: string): string => (text ? `${label} : ${text}` : '');

function lineText(line: SheetLine, i: number, note: string): string {
  const changes = line.changes.map((change) => `Modifié depuis : ${change}`);
  return [
    `${i + 1}. ${line.name}`, line.cancelled, ...changes, line.when && `${line.when}${line.cancelled && ' (annulé)'}.`, line.warning ?? '', line.hours, line.old, sentence('Téléphone', line.phone), sentence('Adresse', line.address),
    sentence('Où', line.way), sentence('Avec', line.who), ...line.does, sentence('Note', note),
  ].filter(Boolean).join('\n');
}

function bringText({ things, sources }: Bring): string {
  if (things.length === 0) return '';
  return ['À apporter', ...things.map((thing) => `${thing}.`), sources.length > 0 ? `(D’après ${andList(sources.map(({ name }) => name))}.)` : ''].filter(Boolean).join('\n');
}

/** The sheet as plain text, to paste into a message and to read aloud: lines that are sentences, no drawing and no table. */
export function sheetText({ lines, old, bring, notes, link, day }: Sheet): string {
  return [
    [`${TITLE} – fiche du ${format.date(day)}`, old].filter(Boolean).join('\n'),
    ...lines.map((line, i) => lineText(line, i, notes.get(line.id) ?? '')),
    bringText(bring),
    link && `Retrouver cette fiche : ${link}`,
  ].filter(Boolean).join('\n\n');
}

/** The same, sentence by sentence, without the address of the page. */
export function sheetSentences(sheet: Sheet): string[] {
  return sheetText({ ...sheet, link: '' }).split('\n').map((line) => line.replace(/^(\d+)\. /, 'Lieu $1 : ').trim()).filter(Boolean);
}
