/** The comparison as a table; on a narrow screen each row becomes a card, and stays a row for those who listen. */
import { button, el } from '../../page/dom.ts';
import { accessCell, careCell, farCell, feeCell, nameCell, needCell, trustCell, whenCell, type Shown } from './cells.ts';
import { briefly } from '../words/words.ts';
import type { Row } from '../types.ts';

/** What a row offers to do: put it on the sheet, or take it off. */
export interface Picking {
  readonly has: (row: Row) => boolean;
  readonly full: () => boolean;
  /** How many are on the sheet. */
  readonly count: () => number;
  readonly toggle: (row: Row) => void;
}

type Content = readonly (Node | string)[];

interface Column {
  readonly name: string;
  /** In the head of a table that has many columns. */
  readonly short?: string;
  readonly detail?: string;
  readonly cell: (row: Row) => Content;
}

const levels: Readonly<Record<string, string>> = { 'premiers-pas': 'premiers pas', demarche: 'démarche', approfondir: 'pour aller plus loin' };

function columnsOf(shown: Shown): Column[] {
  const { catalogue, needs } = shown;
  return [
    ...needs.map((id, i): Column => ({
      name: catalogue.need(id).label, short: needs.length > MANY ? briefly(catalogue.need(id).label) : catalogue.need(id).label, detail: needs.length > MANY ? '' : (levels[catalogue.need(id).level ?? ''] ?? ''),
      cell: (row) => { const answer = row.needs[i]; return answer ? needCell(answer, row.when, shown) : []; },
    })),
    { name: 'Distance', cell: farCell },
    { name: 'Prochain moment', cell: (row) => whenCell(row, shown) },
    { name: 'Prix', cell: feeCell },
    { name: 'Accès', cell: accessCell },
    { name: 'Accueil adapté', cell: careCell },
    { name: 'Certitude et date', cell: (row) => trustCell(row, shown) },
  ];
}

/** With so many needs the table scrolls in a frame of its own, under its heads. */
const WIDE = 4;

/** So many needs and a table has no room for their levels, nor for what their labels all begin with. */
const MANY = 6;

/** A title that was shortened stays whole for those who listen. */
const head = ({ name, short = name, detail }: Pick<Column, 'name' | 'short' | 'detail'>): HTMLElement =>
  el('th', { scope: 'col', role: 'columnheader' },
    ...(short === name ? [name] : [el('span', { 'aria-hidden': 'true', title: name }, short), el('span', { class: 'visually-hidden' }, name)]),
    detail ? el('span', { class: 'level' }, detail) : null);

/** The name of its column stands in a card in place of the head. */
const cell = ({ name, cell }: Column, row: Row): HTMLElement =>
  el('td', { role: 'cell' }, el('span', { class: 'cell-label', 'aria-hidden': 'true' }, name), el('span', { class: 'cell-text' }, ...cell(row)));

function pickButton(row: Row, picking: Picking): HTMLButtonElement {
  const made = button('', () => picking.toggle(row), { class: 'pick-row', 'data-row': keyOf(row) });
  label(made, row, picking);
  return made;
}

/** Where one goes once something is picked: beside what was pressed, and next in the order of the keyboard. */
export const sheetLink = (count: number): HTMLElement => el('a', { class: 'button sheet-here', href: '#vue=fiche' }, `Voir la fiche (${count})`);

function refreshLink(made: HTMLButtonElement, row: Row, picking: Picking): void {
  const old = made.parentElement?.querySelector('.sheet-here');
  if (!picking.has(row)) return void old?.remove();
  if (old) old.textContent = `Voir la fiche (${picking.count()})`;
  else made.after(' ', sheetLink(picking.count()));
}

export const keyOf = ({ type, id }: Row): string => `${type}-${id}`;

function label(made: HTMLButtonElement, row: Row, picking: Picking): void {
  const has = picking.has(row);
  made.replaceChildren(has ? 'Retirer' : 'Ajouter', el('span', { class: 'pick-what' }, has ? ' de la fiche' : ' à la fiche'), el('span', { class: 'visually-hidden' }, ` : ${row.visit?.name ?? row.place.name}`));
  made.setAttribute('aria-disabled', String(!has && picking.full()));
}

/** Buttons say what they now do; none is made anew, so that the focus stays. */
export function refreshPicks(root: ParentNode, rows: readonly Row[], picking: Picking): void {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const made of root.querySelectorAll<HTMLButtonElement>('.pick-row')) {
    const row = byKey.get(made.dataset['row'] ?? '');
    if (!row) continue;
    label(made, row, picking);
    refreshLink(made, row, picking);
  }
}

export function tableOf(rows: readonly Row[], caption: string, first: number, shown: Shown, picking: Picking): HTMLElement {
  const { needs } = shown;
  const columns = columnsOf(shown);
  const heads = el('tr', { role: 'row' }, head({ name: 'Lieu ou passage' }), ...columns.map(head), head({ name: 'Fiche' }));
  const lines = rows.map((row, i) => el('tr', { role: 'row', class: 'row' },
    el('th', { scope: 'row', role: 'rowheader' }, ...nameCell(row, first + i, shown)),
    ...columns.map((column) => cell(column, row)),
    el('td', { role: 'cell', class: 'pick-cell' }, pickButton(row, picking), ...(picking.has(row) ? [' ', sheetLink(picking.count())] : []))));
  const table = el('table', { role: 'table', class: 'comparison' },
    el('caption', {}, caption), el('thead', { role: 'rowgroup' }, heads), el('tbody', { role: 'rowgroup' }, ...lines));
  return el('div', { class: needs.length > WIDE ? 'wide-table is-wide' : 'wide-table', role: 'region', 'aria-label': caption, tabindex: '0' }, table);
}
