import type { Announce } from './announce.ts';
import type { Catalogue } from './catalogue.ts';
import { button, el, need } from './dom.ts';
import { relax, type Relaxation } from './filter.ts';
import * as format from './format.ts';
import { line } from './line.ts';
import { answerTo, criteriaOf } from './results.ts';
import { nothingAsked, PAGE, placesOf, sameQuestion, type State, type Store } from './store.ts';
import { say } from './strings.ts';

type Question = Pick<State, 'search' | 'services' | 'within' | 'today'>;

/** "12 lieux ouverts ou de passage cette semaine pour « Impôts », les plus proches de Saint-Lô d’abord". */
export function summaryOf({ search, services, within, today }: Question, count: number, catalogue: Catalogue): string {
  const when = within ? say.open(count, format.when(within.when, today)) : '';
  const words = search.by === 'words' ? say.forWords(search.text) : '';
  const [first] = services;
  const needs = first === undefined ? '' : services.length > 1 ? say.forNeeds(services.length) : say.forWords(catalogue.need(first));
  const near = search.by === 'point' ? say.near(search.label) : '';
  return format.capital(format.places(count)) + when + words + needs + near;
}

/** The list of places: what the map shows, in words and in order. */
export class List {
  readonly #lines = need('results');
  readonly #summary = need('summary');
  readonly #message = need('message');
  readonly #more = need('more');

  constructor(
    private readonly store: Store,
    private readonly catalogue: Catalogue,
    private readonly announce: Announce,
    private readonly retry: () => void,
  ) {
    this.#lines.addEventListener('click', (event) => this.#open(event));
    for (const type of ['mouseover', 'focusin']) this.#lines.addEventListener(type, (event) => this.#hover(event));
    for (const type of ['mouseleave', 'focusout']) this.#lines.addEventListener(type, () => store.set({ hovered: null }));
    store.subscribe((state, before) => this.#update(state, before));
  }

  #update(state: State, before: State): void {
    const failed = state.status === 'failed' && before.status !== 'failed';
    if (failed) this.#showFailure();
    if (state.status === 'loading' && before.status === 'failed') this.#message.replaceChildren(el('p', {}, say.loading));
    if (state.status !== 'ready') return;
    if (placesOf(state) !== placesOf(before) || !sameQuestion(state, before)) this.#draw(state);
    else if (state.shown > before.shown) this.#extend(state, before.shown);
    else if (state.days !== before.days) this.#say(state);
    if (state.days === 'failed' && before.days !== 'failed') this.announce(this.#message.firstChild?.textContent ?? '');
    this.#mark(state);
    if (before.status === 'ready' && !sameQuestion(state, before)) this.announce(this.#summary.textContent ?? '');
  }

  #draw(state: State): void {
    const { results } = answerTo(state);
    this.#summary.textContent = summaryOf(state, results.length, this.catalogue);
    this.#lines.replaceChildren(...this.#linesOf(state, 0));
    this.#say(state);
    this.#showMore(state);
  }

  /** What there is to say beside the lines: that days are awaited, or why there is no line. */
  #say(state: State): void {
    const empty = answerTo(state).results.length === 0;
    this.#message.replaceChildren(...this.#ofDays(state), ...(empty ? this.#waysOut(state) : []));
  }

  #ofDays({ days, when, today }: State): HTMLElement[] {
    if (days === 'loading') return [el('p', {}, say.waiting)];
    if (days === 'failed') return [el('p', {}, say.daysFailed(format.when(when, today))), button(say.retry, this.retry)];
    return [];
  }

  #linesOf(state: State, from: number): HTMLElement[] {
    const shown = answerTo(state).results.slice(from, state.shown);
    return shown.map((result) => line(result, state.services.length, this.catalogue));
  }

  #extend(state: State, from: number): void {
    const lines = this.#linesOf(state, from);
    this.#lines.append(...lines);
    this.#showMore(state);
    lines[0]?.querySelector('a')?.focus();
  }

  #showMore(state: State): void {
    const rest = answerTo(state).results.length - state.shown;
    const more = button(say.more(rest), () => this.store.set({ shown: this.store.get().shown + PAGE }));
    this.#more.replaceChildren(...(rest > 0 ? [more] : []));
  }

  /** Marks the line under the pointer on the map, and the one whose sheet is open. */
  #mark(state: State): void {
    for (const item of this.#lines.querySelectorAll<HTMLElement>('.line')) {
      const id = item.dataset['place'];
      item.classList.toggle('is-hovered', id === state.hovered);
      item.classList.toggle('is-selected', id === state.place);
    }
  }

  #showFailure(): void {
    this.#message.replaceChildren(el('p', {}, say.failed), button(say.retry, this.retry));
    this.announce(say.failed);
  }

  /** Never an empty answer: what to ask less, and what that would give. */
  #waysOut(state: State): HTMLElement[] {
    const ways = relax(placesOf(state), criteriaOf(state), state.places).map((way) => el('li', {}, this.#wayOut(way, state)));
    const all = say.everything(format.places(state.places.length));
    ways.push(el('li', {}, button(all, () => this.store.set(nothingAsked))));
    return [el('p', {}, say.nobody), el('p', {}, say.instead), el('ul', { class: 'ways' }, ...ways)];
  }

  #wayOut({ without, criteria, count }: Relaxation, state: State): HTMLElement {
    const places = format.places(count);
    const label = {
      service: () => say.withoutNeed(this.catalogue.need(without.id), places),
      kinds: () => say.withoutKinds(places),
      text: () => say.withoutWords(without.id, places),
      when: () => say.anyTime(places),
    }[without.what]();
    if (without.what === 'when') return button(label, () => this.store.set({ when: '' }));
    const search = without.what === 'text' ? ({ by: 'nothing' } as const) : state.search;
    return button(label, () => this.store.set({ search, services: criteria.services, kinds: criteria.kinds }));
  }

  #open(event: MouseEvent): void {
    const link = (event.target as Element).closest('h3 a');
    const id = link?.closest<HTMLElement>('.line')?.dataset['place'];
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.store.set({ place: id });
  }

  #hover(event: Event): void {
    const id = (event.target as Element).closest<HTMLElement>('.line')?.dataset['place'] ?? null;
    if (id !== this.store.get().hovered) this.store.set({ hovered: id });
  }
}
