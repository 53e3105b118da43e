import type { Catalogue } from './catalogue.ts';
import { el, icon, kindIcon, source } from './dom.ts';
import type { Result } from './filter.ts';
import { freshText } from './fresh.ts';
import * as format from './format.ts';
import { say, waysToCome } from './strings.ts';
import type { NextVisit, Opening, Place } from './types.ts';

/** The kinds of a place or of an offer, each a drawing and its name. */
export function kindTag(kind: string, label: string): HTMLElement {
  return el('span', { class: 'kind' }, kindIcon(kind), label);
}

function matchText(result: Result, needs: number): HTMLElement | null {
  if (result.match === null) return null;
  const sure = result.match === 'confirmed';
  const text = sure ? say.confirmed(needs) : say.possible;
  return el('p', { class: `match match-${result.match}` }, icon(sure ? 'check' : 'phone'), text);
}

export function openText(open: Opening | null | undefined): HTMLElement | null {
  if (!open?.text) return null;
  return el('p', { class: open.now ? 'open open-now' : 'open' }, open.text);
}

/** The break before the places that one must call first. */
export function breakLine(): HTMLLIElement {
  return el('li', { class: 'apart' }, el('h3', {}, icon('phone'), say.possible), el('p', {}, say.toCheckFirst));
}

/** True when what is said of the opening hours is about that visit. */
function isAbout(visit: NextVisit, open: Opening | null): boolean {
  return open !== null && (open.now ? open.until === visit.end : open.next === visit.start);
}

/**
 * When one finds help there: the hours, and the next dated visit with a
 * drawing of its own. Among days asked for, that may be one after the next.
 */
export function whenTexts({ open, nextVisit, kinds }: Pick<Place, 'open' | 'nextVisit' | 'kinds'>): (HTMLElement | null)[] {
  if (!nextVisit) return [openText(open)];
  const about = isAbout(nextVisit, open);
  const here = about && open?.now;
  const visit = el('p', { class: here ? 'open open-now open-visit' : 'open open-visit' }, icon('calendar'), about && open ? open.text : nextVisit.text);
  return [about || kinds.every((kind) => kind === 'van') ? null : openText(open), visit];
}

/** When one finds help there, in one sentence; "" when nothing is said. */
export function openingOf({ open, nextVisit, kinds }: Pick<Place, 'open' | 'nextVisit' | 'kinds'>): string {
  const visited = nextVisit && !isAbout(nextVisit, open) && kinds.every((kind) => kind === 'van');
  return (visited ? nextVisit.text : open?.text) ?? '';
}

/** What it costs and how to come, where the sources say it. */
function howText({ free, access, noPublic }: Place): HTMLElement | null {
  const text = [free ? say.free : '', noPublic ? say.noPublic : waysToCome(access)].filter(Boolean).join(' · ');
  return text ? el('p', { class: 'how' }, text) : null;
}

export function phoneLink(phone: string, name: string): HTMLElement {
  const hidden = el('span', { class: 'visually-hidden' }, say.call(name));
  return el('a', { class: 'phone', href: format.phoneLink(phone) }, icon('phone'), hidden, el('bdi', {}, format.phone(phone)));
}

/** The large button that calls a place. */
export function callButton(phone: string): HTMLElement {
  const number = el('bdi', { class: 'number' }, format.phone(phone));
  return el('p', {}, el('a', { class: 'call', href: format.phoneLink(phone) }, icon('phone'), el('span', {}, say.callNow, ' ', number)));
}

function where(place: Place, distance: number | null): HTMLElement {
  const far = distance === null ? null : el('strong', { class: 'distance' }, say.away(format.distance(distance)));
  const walk = distance === null ? '' : format.walk(distance);
  return el('p', { class: 'where' }, far, walk, far && ' · ', el('span', { class: 'address', ...source() }, format.address(place)));
}

/** One line of the list: the same markup as in map.html.tmpl. */
export function line(result: Result, needs: number, today: string, catalogue: Catalogue): HTMLLIElement {
  const { place } = result;
  const link = el('a', { href: format.placePage(place), ...source() }, place.name);
  const kinds = place.kinds.map((kind) => kindTag(kind, catalogue.kind(kind)));
  const item = el(
    'li',
    { class: 'line', 'data-place': place.id },
    el('h3', {}, link),
    el('p', { class: 'kinds' }, ...kinds),
    matchText(result, needs),
    where(place, result.distance),
    place.approximate ? el('p', { class: 'approximate' }, say.approximate) : null,
    ...(place.noPublic ? [] : whenTexts(place)), // it says that below
    howText(place),
    freshText(place.updated, today),
    place.phone ? phoneLink(place.phone, place.name) : null,
  );
  if (result.distance !== null) item.dataset['distance'] = String(Math.round(result.distance));
  return item;
}
