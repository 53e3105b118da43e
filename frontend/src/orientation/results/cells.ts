/** The cells of one row of the comparison. */
import { el, kindIcon } from '../../page/dom.ts';
import { freshness } from '../words/freshness.ts';
import * as format from '../words/format.ts';
import { webLink } from '../words/format.ts';
import { addressOf, phoneOf } from '../sheet/choice.ts';
import { accessText, ASK, awayText, careText, certaintyText, dayText, feeText, hourOf, momentText, reasonText, signs, states, tie } from '../words/words.ts';
import type { Catalogue } from '../sheet/text.ts';
import type { NeedAnswer, Offers, Row, Verdict } from '../types.ts';

/** What rows are shown with. */
export interface Shown {
  readonly offers: Offers;
  readonly catalogue: Catalogue;
  readonly needs: readonly string[];
}

const item = (row: Row): { place: Row['place']; visit: Row['visit']; offers: Row['offers'] } => ({ place: row.place, visit: row.visit, offers: row.offers });

/** The number first, within a thumb's reach. */
export function phoneLine(row: Row, name: string): HTMLElement {
  const phone = phoneOf(item(row));
  if (!phone) return el('p', { class: 'no-phone' }, 'Téléphone non connu');
  return el('p', {}, el('a', { class: 'phone', href: format.phoneLink(phone) }, el('span', { class: 'visually-hidden' }, `Appeler ${name} : `), format.phone(phone)));
}

const pageOf = (row: Row): string => (row.visit ? `/passages/${encodeURIComponent(row.visit.id)}` : format.placePage(row.place));

function kindsOf(row: Row, catalogue: Catalogue): HTMLElement {
  const kinds = [...new Set(row.offers.map(({ kind }) => kind))];
  return el('p', { class: 'kinds' }, ...kinds.flatMap((kind) => [el('span', { class: 'kind' }, kindIcon(kind), catalogue.kind(kind))]));
}

export function nameCell(row: Row, rank: number, { offers, catalogue }: Shown): (Node | string)[] {
  const at = addressOf(item(row));
  return [
    el('p', { class: 'row-name' }, el('span', { class: 'rank' }, `${rank}. `), el('a', { href: pageOf(row) }, at.name)),
    phoneLine(row, at.name),
    kindsOf(row, catalogue),
    el('p', { class: 'row-where' }, [at.address, at.city].filter(Boolean).join(', ')),
    el('p', { class: 'reason' }, row.reasons.length === 0 ? tie(reasonText(row, offers.from)) : tie(row.reasons.map(({ text }) => text).join(' ; '))),
  ];
}

/** What the row's time does not hold for says its own. */
export function ownTime({ state, next, there }: NeedAnswer, when: Row['when'], from: string): string {
  if (state === 'none' || !when || there) return '';
  return next ? `dès ${momentText(next.start, from)}` : 'horaires à demander';
}

export function needCell(answer: NeedAnswer, when: Row['when'], { offers }: Shown): (Node | string)[] {
  const { state } = answer;
  const time = ownTime(answer, when, offers.from);
  const word = el('span', { class: `state state-${state}` }, el('span', { class: 'sign', 'aria-hidden': 'true' }, signs[state]), ` ${states[state]}`);
  return time ? [word, ', ', el('span', { class: 'own-time' }, tie(time))] : [word];
}

export function whenCell(row: Row, { offers }: Shown): (Node | string)[] {
  if (!row.when) return [ASK];
  const { start, end } = row.when;
  return [el('strong', {}, format.capital(dayText(start, offers.from))), ' ', el('span', {}, tie(`de ${hourOf(start, offers.from)} à ${hourOf(end, offers.from)}`))];
}

const judged: Readonly<Record<Verdict, string>> = { yes: 'oui', unknown: ASK, no: 'non' };

/** What constraints of the request say beside what the source says: "gratuit : oui". */
function verdictLine(row: Row, names: Readonly<Record<string, string>>): HTMLElement | null {
  const verdicts = Object.keys(names).filter((name) => row.verdicts[name]).map((name) => `${names[name]} : ${judged[row.verdicts[name] as Verdict]}`);
  return verdicts.length > 0 ? el('span', { class: 'verdict' }, tie(verdicts.join(', '))) : null;
}

function withVerdict(text: string, line: HTMLElement | null): (Node | string)[] {
  return line ? (text === ASK ? [line] : [text, ' ', line]) : [text];
}

export const feeCell = (row: Row): (Node | string)[] => withVerdict(feeText(row.offers), verdictLine(row, { gratuit: 'gratuit', pass: 'pass numérique' }));

export const accessCell = (row: Row): (Node | string)[] => withVerdict(accessText(row.offers), verdictLine(row, { individuel: 'seul à seul', atelier: 'en atelier' }));

const cares: Readonly<Record<string, string>> = {
  surdite: 'surdité', 'handicaps-moteurs': 'handicaps moteurs', 'handicaps-mentaux': 'handicaps mentaux', illettrisme: 'illettrisme',
  'langues-anglais': 'anglais', 'langues-autres': 'autres langues', 'deficience-visuelle': 'déficience visuelle',
};

export function careCell(row: Row): (Node | string)[] {
  const texts = withVerdict(careText(row.offers), verdictLine(row, cares));
  const sheet = webLink(row.offers.find(({ accessibility_url: url }) => url)?.accessibility_url);
  return sheet ? [...texts, ' ', el('a', { class: 'sheet-link', href: sheet, rel: 'noreferrer' }, 'Fiche Acceslibre', el('span', { class: 'visually-hidden' }, ` de ${row.place.name}`))] : texts;
}

/** How one knows, and how old that is. */
export function trustCell(row: Row, { offers }: Shown): (Node | string)[] {
  const updated = row.offers.map(({ updated = '' }) => updated).sort().at(-1) ?? '';
  const { old } = freshness(updated, offers.from);
  const month = format.date(updated).replace(/^\S+ /, '');
  const age = month ? `Date : ${month}${old ? ', ancien' : ''}.` : 'Date non connue.';
  return [el('span', {}, `${format.capital(certaintyText(row.needs))}.`), ' ', el('span', { class: 'fresh-text' }, tie(age))];
}

export const farCell = (row: Row): (Node | string)[] => [awayText(row.distance), ...(row.place.approximate ? [' ', el('span', { class: 'hint' }, '(position approximative)')] : [])];
