/** What the sheet says of each line, in words: the page, the paper and the text that is pasted say the same. */
import { addressOf, changesOf, hoursOn, hoursText, itemOf, minuteOf, phoneOf, type Item } from './choice.ts';
import { receivesNobody } from './verdict.ts';
import { slotOf } from './time.ts';
import { wayText, type Start } from './where.ts';
import { andList, dayText, hourOf, momentText, slotText } from './words.ts';
import * as format from '../format.ts';
import { distance, fold } from '../filter.ts';
import type { Chosen, Need, OfferData, Offers } from './types.ts';

export interface Catalogue {
  need(id: string): Need;
  kind(id: string): string;
}

export interface Told {
  readonly id: string;
  readonly name: string;
  /** "" when nothing is proposed. */
  readonly when: string;
  readonly hours: string;
  readonly phone: string;
  readonly address: string;
  readonly way: string;
  readonly who: string;
  readonly does: readonly string[];
  readonly changes: readonly string[];
  readonly page: string;
}

function whenOf({ visit, chosen }: Item, { from }: Offers): string {
  const minute = minuteOf(chosen.time, from);
  if (visit) return format.capital(slotText(slotOf(visit), from));
  return minute === null ? 'Jour et heure à demander par téléphone' : format.capital(momentText(minute, from));
}

/** Of a place, the hours of the proposed day. Of one where one has to ask, that. */
function hoursOf({ visit, chosen, offers }: Item, data: Offers): string {
  const minute = minuteOf(chosen.time, data.from);
  if (visit) return 'Passage du bus : téléphonez avant de vous déplacer.';
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

type Sure = 'sure' | 'possible' | '';

function stateOf(id: string, offers: readonly OfferData[]): Sure {
  const has = (one: 'declared' | 'implied' | 'possible'): boolean => offers.some(({ services }) => services?.[one]?.includes(id));
  return has('declared') || has('implied') ? 'sure' : has('possible') ? 'possible' : '';
}

function doesOf(needs: readonly string[], offers: readonly OfferData[], catalogue: Catalogue): string[] {
  const labels = (wanted: Sure): string[] => needs.filter((id) => stateOf(id, offers) === wanted).map((id) => catalogue.need(id).label);
  const [sure, unsure] = [labels('sure'), labels('possible')];
  return [sure.length > 0 ? `On vous aide pour : ${sure.join(' ; ')}.` : '', unsure.length > 0 ? `À vérifier par téléphone : ${unsure.join(' ; ')}.` : ''].filter(Boolean);
}

/** What is known today of a line; one that is gone keeps what its address said, its time. */
export function tell(chosen: Chosen, needs: readonly string[], from: Start | null, data: Offers, catalogue: Catalogue): Told {
  const item = itemOf(chosen, data);
  const changes = changesOf(chosen, data);
  const minute = minuteOf(chosen.time, data.from);
  if (!item) {
    const when = minute === null ? '' : `Était proposé ${dayText(minute, data.from)} à ${hourOf(minute, data.from)}`;
    return { id: chosen.id, name: 'Lieu retiré de la carte', when, hours: '', phone: '', address: '', way: '', who: '', does: [], changes, page: '' };
  }
  const { place, visit, offers } = item;
  const at = addressOf(item);
  return {
    id: chosen.id, name: at.name, changes,
    when: whenOf(item, data), hours: hoursOf(item, data),
    phone: phoneOf(item) && format.phone(phoneOf(item)),
    address: format.address(at),
    way: from ? wayText(from, visit ?? place, distance(from, visit ?? place), visit?.insee ?? place.insee) : '',
    who: andList([...new Set(offers.map((offer) => nameOf(offer, place.name, catalogue)))]),
    does: doesOf(needs, offers, catalogue),
    page: visit ? `/passages/${encodeURIComponent(visit.id)}` : format.placePage(place),
  };
}

/** The raw number to dial. */
export function dialOf(chosen: Chosen, data: Offers): string {
  const item = itemOf(chosen, data);
  return item ? phoneOf(item) : '';
}

export interface Bring {
  readonly label: string;
  readonly things: readonly string[];
  readonly source: { readonly name: string; readonly url: string } | null;
}

/** What to bring for each need that asks for something. */
export function bringOf(needs: readonly string[], catalogue: Catalogue): Bring[] {
  return needs.map(catalogue.need).filter(({ bring }) => bring && bring.length > 0).map(({ label, bring = [], bring_source: source = null }) => ({ label, things: bring, source }));
}

export interface Sheet {
  readonly lines: readonly Told[];
  readonly bring: readonly Bring[];
  readonly notes: ReadonlyMap<string, string>;
  readonly link: string;
  /** The day on which it was made, "2026-12-01". */
  readonly day: string;
}

export const TITLE = 'Où aller, et quand';

const sentence = (label: string, text: string): string => (text ? `${label} : ${text}` : '');

function lineText(told: Told, i: number, note: string): string {
  const changes = told.changes.map((change) => `Modifié depuis : ${change}`);
  return [
    `${i + 1}. ${told.name}`, ...changes, told.when && `Quand : ${told.when}`, told.hours, sentence('Téléphone', told.phone), sentence('Adresse', told.address),
    sentence('Où', told.way), sentence('Avec', told.who), ...told.does, sentence('Note', note),
  ].filter(Boolean).join('\n');
}

function bringText(bring: readonly Bring[]): string {
  if (bring.length === 0) return '';
  return ['À apporter', ...bring.map(({ label, things, source }) => `${label} : ${things.join(' ; ')}.${source ? ` (D’après ${source.name}.)` : ''}`)].join('\n');
}

/** The sheet as plain text, to paste into a message and to read aloud: lines that are sentences, no drawing and no table. */
export function sheetText({ lines, bring, notes, link, day }: Sheet): string {
  return [
    `${TITLE} – fiche du ${format.date(day)}`,
    ...lines.map((told, i) => lineText(told, i, notes.get(told.id) ?? '')),
    bringText(bring),
    link && `Retrouver cette fiche : ${link}`,
  ].filter(Boolean).join('\n\n');
}

/** The same, sentence by sentence, without the address of the page. */
export function sheetSentences(sheet: Sheet): string[] {
  return sheetText({ ...sheet, link: '' }).split('\n').map((line) => line.replace(/^(\d+)\. /, 'Lieu $1 : ').trim()).filter(Boolean);
}
