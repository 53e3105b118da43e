import type { Catalogue } from './catalogue.ts';
import { el } from './dom.ts';
import { isConfirmed } from './filter.ts';
import * as format from './format.ts';
import { kindTag, openText, phoneLink } from './line.ts';
import { say, term } from './strings.ts';
import type { Claim, Offer } from './types.ts';

function lines(className: string, texts: readonly string[]): HTMLElement {
  return el('ul', { class: className }, ...texts.map((text) => el('li', {}, text)));
}

function hours(offer: Offer): HTMLElement[] {
  const texts = offer.hours_text ?? [];
  const body = texts.length > 0 ? lines('hours', texts)
    : el('p', {}, offer.hours ? say.asWritten(offer.hours) : say.noHours);
  return [el('h4', {}, say.hours), body];
}

function group(title: string, claims: readonly Claim[], catalogue: Catalogue): HTMLElement[] {
  if (claims.length === 0) return [];
  return [el('h4', {}, title), lines('needs', claims.map((claim) => catalogue.need(claim.id)))];
}

/** The needs, what is sure apart from what to ask by phone. */
function needs(offer: Offer, catalogue: Catalogue): HTMLElement[] {
  const claims = offer.services ?? [];
  if (claims.length === 0) return [el('p', {}, say.noNeeds)];
  const sure = claims.filter((claim) => isConfirmed(claim.certainty));
  const maybe = claims.filter((claim) => !isConfirmed(claim.certainty));
  return [...group(say.does, sure, catalogue), ...group(say.mayDo, maybe, catalogue)];
}

function webLink(url: string | undefined, label: string): HTMLElement | null {
  const href = format.webLink(url);
  return href ? el('p', {}, el('a', { href, rel: 'noopener' }, label)) : null;
}

function contact(offer: Offer, name: string): (HTMLElement | null)[] {
  return [
    offer.phone ? phoneLink(offer.phone, name) : null,
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

function origin(offer: Offer, asOf: string): HTMLElement[] {
  const { source, updated = '' } = offer;
  const day = format.date(updated);
  const name = source ? say.source(source.name, source.licence ?? '') : '';
  const text = [name, day && say.updated(day)].filter(Boolean).join('. ').replace('..', '.');
  const warning = day && format.isOld(updated, asOf) ? [el('p', { class: 'old' }, say.old)] : [];
  return [...warning, ...(text ? [el('p', { class: 'origin' }, text)] : [])];
}

/** One offer of a sheet, under the name of the place. */
export function offerOf(offer: Offer, placeName: string, catalogue: Catalogue, asOf: string): HTMLElement {
  const name = offer.name || placeName;
  return el(
    'article',
    { class: 'offer' },
    el('h3', {}, kindTag(offer.kind, offer.kind_label || catalogue.kind(offer.kind))),
    name === placeName ? null : el('p', { class: 'offer-name' }, name),
    offer.operator && offer.operator !== name ? el('p', {}, offer.operator) : null,
    openText(offer.open),
    ...contact(offer, name),
    ...hours(offer),
    ...needs(offer, catalogue),
    conditions(offer),
    offer.description ? el('p', { class: 'description' }, offer.description) : null,
    ...origin(offer, asOf),
  );
}
