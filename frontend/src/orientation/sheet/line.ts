/** One line of the sheet, on screen and on paper. */
import { button, el } from '../../page/dom.ts';
import { phoneLink } from '../words/format.ts';
import { noteOf, writeNote } from './notes.ts';
import type { SheetLine } from './text.ts';
import { tie } from '../words/words.ts';

/** The moments that may be proposed, each with its words; the chosen one is `now`. */
export interface Moments {
  readonly all: readonly { readonly minute: number; readonly text: string }[];
  readonly now: number | null;
  readonly choose: (minute: number | null) => void;
}

export interface Moves {
  readonly up: (() => void) | null;
  readonly down: (() => void) | null;
  readonly remove: () => void;
}

const about = (action: string, name: string): (Node | string)[] => [action, el('span', { class: 'visually-hidden' }, ` : ${name}`)];

function mover(action: string, name: string, onClick: (() => void) | null, attributes: Readonly<Record<string, string>>): HTMLButtonElement {
  const made = button('', onClick ?? ((): void => undefined), { ...attributes, 'aria-disabled': String(!onClick) });
  made.append(...about(action, name));
  return made;
}

/** The note is written in a field, and printed as text. */
function noteField({ id, name }: SheetLine): HTMLElement[] {
  const area = el('textarea', { rows: '2', id: `note-${id}` });
  const paper = el('p', { class: 'note-paper' });
  const show = (text: string): void => {
    paper.textContent = text && `Note : ${text}`;
    paper.classList.toggle('is-empty', text === '');
  };
  area.value = noteOf(id);
  show(area.value);
  area.addEventListener('input', () => {
    writeNote(id, area.value);
    show(area.value);
  });
  return [el('p', { class: 'note' }, el('label', { for: area.id }, ...about('Note', name)), ' ', area), paper];
}

const line = (className: string, label: string, text: string): HTMLElement | null =>
  text ? el('p', { class: className }, label ? el('strong', {}, `${label} : `) : null, tie(text)) : null;

function phoneOf({ phone, dial, name }: SheetLine): HTMLElement | null {
  if (!phone) return null;
  return el('p', { class: 'fiche-phone' }, el('a', { class: 'call', href: phoneLink(dial) }, el('span', { class: 'call-label' }, 'Téléphone : '), el('span', { class: 'visually-hidden' }, `${name} `), el('span', { class: 'number' }, phone)));
}

function momentField({ id, name }: SheetLine, { all, now, choose }: Moments): HTMLElement | null {
  if (all.length === 0) return null;
  const select = el('select', { id: `moment-${id}` }, el('option', { value: '' }, 'À demander par téléphone'), ...all.map(({ minute, text }) => el('option', { value: String(minute) }, text)));
  select.value = now === null ? '' : String(now);
  select.addEventListener('change', () => choose(select.value === '' ? null : Number(select.value)));
  return el('p', { class: 'propose' }, el('label', { for: select.id }, ...about('Jour et heure', name)), ' ', select);
}

export function ficheLine(shown: SheetLine, moments: Moments, moves: Moves): HTMLElement {
  const parts = [
    el('h3', { tabindex: '-1', id: `line-${shown.id}` }, shown.page ? el('a', { href: shown.page }, shown.name) : el('span', {}, shown.name)),
    shown.cancelled ? el('p', { class: 'cancelled' }, tie(shown.cancelled)) : null,
    ...shown.changes.map((change) => el('p', { class: 'changed' }, el('strong', {}, 'Modifié depuis : '), tie(change))),
    shown.when ? el('p', { class: 'fiche-when' }, shown.cancelled ? el('s', {}, tie(shown.when)) : tie(shown.when)) : null,
    shown.warning ? el('p', { class: 'warning screen-only' }, el('strong', {}, 'Attention : '), tie(shown.warning)) : null,
    line('fiche-hours', '', shown.hours),
    line('old', '', shown.old),
    phoneOf(shown),
    line('fiche-address', 'Adresse', shown.address),
    line('fiche-way', 'Où', shown.way),
    line('fiche-who', 'Avec', shown.who),
    ...shown.does.map((does) => line('fiche-does', '', does)),
    momentField(shown, moments),
    ...noteField(shown),
    el('p', { class: 'actions' },
      mover('Monter', shown.name, moves.up, { 'data-move': 'up' }), ' ', mover('Descendre', shown.name, moves.down, { 'data-move': 'down' }), ' ',
      mover('Retirer', shown.name, moves.remove, { 'data-move': 'remove' })),
  ];
  return el('li', { class: 'fiche-line', 'data-item': shown.id }, ...parts.filter((part): part is HTMLElement => part !== null));
}
