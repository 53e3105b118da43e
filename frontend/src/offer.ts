import type { Catalogue } from './catalogue.ts';
import { el, link } from './dom.ts';
import { isConfirmed } from './filter.ts';
import { freshText } from './fresh.ts';
import * as format from './format.ts';
import { kindTag, openText, phoneLink } from './line.ts';
import { say, term } from './strings.ts';
import type { Claim, Offer } from './types.ts';

function lines(className: string, texts: readonly string[]): HTMLElement {
  return el('ul', { class: className }, ...texts.map((text) => el('li', {}, text)));
}

/** Why there are no hours to show: the server's own words, and what to do when nobody knows. */
function withoutHours({ open, hours = '' }: Offer): string {
  if (open?.text && open.text !== say.unknownHours) return open.text;
  return hours ? say.asWritten(hours) : say.noHours;
}

/** The hours as the source tells them; a dated stop has its dates instead. */
function hours(offer: Offer): HTMLElement[] {
  if (offer.stops?.some((stop) => stop.dates === 'known')) return [];
  const texts = offer.hours_text ?? [];
  const body = texts.length > 0 ? lines('hours', texts.map(format.tieHours)) : el('p', {}, withoutHours(offer));
  return [el('h4', {}, say.hours), body];
}

function group(title: string, className: string, claims: readonly Claim[], catalogue: Catalogue): HTMLElement[] {
  if (claims.length === 0) return [];
  return [el('h4', {}, title), lines(className, claims.map((claim) => catalogue.need(claim.id)))];
}

/** The needs that one of the offers surely helps with. */
export function sureNeeds(offers: readonly Offer[]): ReadonlySet<string> {
  const claims = offers.flatMap((offer) => offer.services ?? []);
  return new Set(claims.filter((claim) => isConfirmed(claim.certainty)).map((claim) => claim.id));
}

/** The needs, what is sure apart from what to ask by phone; what another offer of the place surely does need not be asked. */
function needs(offer: Offer, above: Above, catalogue: Catalogue): HTMLElement[] {
  const claims = offer.services ?? [];
  if (claims.length === 0) return [el('p', {}, say.noNeeds)];
  const sure = claims.filter((claim) => isConfirmed(claim.certainty));
  const maybe = claims.filter((claim) => !above.sure.has(claim.id));
  return [...group(say.does, 'needs', sure, catalogue), ...group(say.mayDo, 'maybe', maybe, catalogue)];
}

function webLink(url: string | undefined, label: string): HTMLElement | null {
  const href = format.webLink(url);
  return href ? el('p', {}, link(href, label, { rel: 'noopener' })) : null;
}

function contact(offer: Offer): (HTMLElement | null)[] {
  return [
    offer.email ? el('p', {}, say.email, el('a', { href: `mailto:${offer.email}` }, offer.email)) : null,
    webLink(offer.website, say.website),
    webLink(offer.booking, say.booking),
    webLink(offer.accessibility, say.accessibility),
  ];
}

/** What the source says of price, access…; nothing is made up where it is silent. */
function conditions(offer: Offer): HTMLElement | null {
  const rows: [string, readonly string[] | undefined][] = [
    [say.fee, offer.fee], [say.access, offer.access], [say.support, offer.support],
    [say.audience, offer.audience], [say.care, offer.care],
  ];
  const said = rows.filter(([, slugs]) => slugs && slugs.length > 0);
  if (said.length === 0) return null;
  const pairs = said.flatMap(([name, slugs]) => [el('dt', {}, name), el('dd', {}, (slugs ?? []).map(term).join(', '))]);
  return el('dl', { class: 'conditions' }, ...pairs);
}

function origin(offer: Offer): HTMLElement | null {
  const { source, updated = '' } = offer;
  const day = format.date(updated);
  const name = source ? say.source(source.name, source.licence ?? '') : '';
  const text = [name, day && say.updated(day)].filter(Boolean).join('. ').replace('..', '.');
  return text ? el('p', { class: 'origin' }, text) : null;
}

/** What the sheet has said of the whole place, and its offers need not repeat. */
export interface Above {
  readonly name: string;
  readonly phone: string;
  /** True when the place has this offer only. */
  readonly alone: boolean;
  readonly sure: ReadonlySet<string>;
}

function names({ name = '', operator = '' }: Offer, above: Above): (HTMLElement | null)[] {
  const own = name !== '' && name !== above.name;
  const run = operator !== '' && operator !== name && operator !== above.name;
  return [own ? el('p', { class: 'offer-name' }, name) : null, run ? el('p', {}, operator) : null];
}

function ownPhone(phone: string, name: string): HTMLElement {
  return el('p', {}, phoneLink(phone, name));
}

/** How old it is, unless the sheet has said so; that its source no longer lists it comes before. */
function age({ gone_since: gone = '', updated = '' }: Offer, above: Above, today: string): HTMLElement | null {
  if (gone) return el('p', { class: 'old' }, say.gone(format.date(gone)));
  return above.alone ? null : freshText(updated, today);
}

/** One offer of a sheet. `stops` is what tours say of it. */
export function offerOf(offer: Offer, stops: readonly HTMLElement[], above: Above, catalogue: Catalogue, today: string): HTMLElement {
  const { kind, phone = '', description = '' } = offer;
  return el(
    'article',
    { class: 'offer' },
    el('h3', {}, kindTag(kind, catalogue.kind(kind) || (offer.kind_label ?? kind))),
    ...names(offer, above),
    above.alone ? null : openText(offer.open),
    age(offer, above, today),
    phone && phone !== above.phone ? ownPhone(phone, offer.name || above.name) : null,
    description ? el('p', { class: 'description' }, description) : null,
    ...stops,
    ...hours(offer),
    ...needs(offer, above, catalogue),
    conditions(offer),
    el('div', { class: 'contact' }, ...contact(offer)),
    origin(offer),
  );
}
