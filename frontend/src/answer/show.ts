/** Puts a new answer in the place of the last one: what did not change stays, and so do the focus and what is being typed. */
import morphdom from 'morphdom';
import { afterFrame, elementOf } from '../page/dom.ts';
import type { Part } from './ask.ts';

const placeOf = (card: Element): string => (card as HTMLElement).dataset['place'] ?? '';

/** The least height of a card, in pixels. */
const LEAST = 100;

/** Cards out of sight are drawn after the frame that shows the answer: to lay them out takes as long as all the rest of it. */
function drawLate(list: Element, cards: readonly Element[]): void {
  for (const card of cards) card.classList.add('is-late');
  requestAnimationFrame(() => {
    const { top } = list.getBoundingClientRect();
    const seen = top < 0 ? Infinity : (innerHeight - top) / LEAST; // of a list that was scrolled, any may be in sight
    [...list.children].forEach((card, i) => i < seen && card.classList.remove('is-late'));
    requestAnimationFrame(() => cards.forEach((card) => card.classList.remove('is-late')));
  });
}

/** The cards of the new list, in its order; those that say the same as before stay as they are, and where they are if they can. */
function showCards(list: Element, next: Element): void {
  const known = new Map([...list.children].map((card) => [placeOf(card), card]));
  const cards = [...next.children].map((card) => {
    const old = known.get(placeOf(card));
    return old?.isEqualNode(card) ? old : card;
  });
  drawLate(list, cards.filter((card) => card.parentElement !== list));
  if (cards.some((card) => card.parentElement === list)) keepSome(list, cards);
  else list.replaceChildren(...cards); // sooner than one by one
  list.setAttribute('data-count', next.getAttribute('data-count') ?? '');
}

/** Puts the cards in place around those that the list holds already. */
function keepSome(list: Element, cards: readonly Element[]): void {
  const wanted = new Set(cards);
  for (const card of [...list.children]) if (!wanted.has(card)) card.remove();
  let at = list.firstElementChild;
  for (const card of cards) {
    if (card === at) at = at.nextElementSibling;
    else list.insertBefore(card, at);
  }
}

/** What a script has taken over, by id: its attributes are no longer those that the server writes. */
const TAKEN = new Set(['q', 'suggestions', 'listen', 'locate']);

/** What the form offers with the last answer; null once it is put in place. */
let choices: string | null = null;

/** Puts the choices of an answer in place after the list and the map, unless another answer came. */
function showLater(text: string): void {
  const waiting = choices !== null;
  choices = text;
  if (!waiting) afterFrame(() => {
    const [old, next] = [document.querySelector('#search > .filters'), elementOf(choices ?? '')];
    if (old && next) morphdom(old, next, { onBeforeElUpdated: mayChange });
    choices = null;
  });
}

/** False for what must not be touched, or is put right elsewhere. */
function mayChange(old: HTMLElement, next: HTMLElement): boolean {
  if (old instanceof HTMLDetailsElement && old.open) (next as HTMLDetailsElement).open = true; // a reader opened it
  if (TAKEN.has(old.id)) {
    if (old instanceof HTMLInputElement) old.defaultValue = (next as HTMLInputElement).defaultValue;
    return false;
  }
  if (old.id !== 'results') return !old.isEqualNode(next);
  showCards(old, next);
  return false;
}

/** What changes by itself: the children of the answer, and in the place of its question those of the form, but for the choices, which come later. */
function partsOf(main: HTMLElement): Element[] {
  return [...main.children].flatMap((part) => {
    const form = part.className === 'asked' ? part.querySelector('form') : null;
    return form ? [...part.querySelectorAll('.asked-chips, .change > summary'), ...[...form.children].filter(({ className }) => className !== 'filters')] : part;
  });
}

const shapeOf = (parts: readonly Element[]): string => parts.map(({ tagName, id, className }) => `${tagName}#${id}.${className}`).join();

function change(old: Element, next: Element): void {
  morphdom(old, next, { onBeforeElUpdated: (one, other) => !one.classList.contains('filters') && mayChange(one, other) });
}

/** Changes only the parts that differ where the two have the same ones: morphdom reads all of what it changes first, cards and choices too. */
function showParts(main: HTMLElement, next: HTMLElement): void {
  const [olds, nexts] = [partsOf(main), partsOf(next)];
  if (shapeOf(olds) !== shapeOf(nexts)) return change(main, next);
  for (const { name } of [...main.attributes]) if (!next.hasAttribute(name)) main.removeAttribute(name);
  for (const { name, value } of next.attributes) if (main.getAttribute(name) !== value) main.setAttribute(name, value);
  olds.forEach((old, i) => {
    const found = nexts[i] as HTMLElement;
    if (old.id === 'results') showCards(old, found);
    else if (!old.isEqualNode(found)) change(old, found);
  });
}

export function show(main: HTMLElement, next: Part): void {
  const focused = document.activeElement;
  showParts(main, next.main);
  showLater(next.choices);
  // An element that moves loses the focus.
  if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/** Moves the focus to where a reader goes on after what was chosen: "summary", "more" (the first new card), "fold". */
export function focusOn(main: HTMLElement, target: string, before: number): void {
  const cards = main.querySelectorAll<HTMLElement>('#results > .card h2 a');
  const found = target === 'more' ? cards[before] : target === 'fold' ? main.querySelector<HTMLElement>('section.fold h2') : null;
  const heading = found ?? main.querySelector<HTMLElement>('h1');
  heading?.closest('.is-late')?.classList.remove('is-late'); // what is not drawn takes no focus
  heading?.focus({ preventScroll: heading.tagName === 'H1' });
  if (heading?.tagName === 'H1') scrollTo(0, 0);
}
