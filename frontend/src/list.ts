import type { Announce } from './announce.ts';
import type { Catalogue } from './catalogue.ts';
import { button, el, need, showOnly } from './dom.ts';
import type { Result } from './filter.ts';
import * as format from './format.ts';
import { countFurther } from './further.ts';
import { breakLine, line } from './line.ts';
import { offerListening } from './listen.ts';
import { firstOfAll, waysOut, type PlacesFor, type Question as Less } from './rescue.ts';
import { answerTo, pointOf, type Answer } from './results.ts';
import { tOf } from './language.ts';
import { nothingAsked, PAGE, placesOf, sameQuestion, type State, type Store } from './store.ts';
import { say } from './strings.ts';
import type { Place } from './types.ts';
import { askThem, wayOut, whyNothing } from './ways.ts';

/** How many places are read aloud: more could not be remembered. */
const ALOUD = 3;

type Question = Pick<State, 'search' | 'zone' | 'services' | 'within' | 'today'>;

/** "12 lieux sûrs, 3 à vérifier par téléphone, ouverts ou de passage cette semaine pour « Impôts », les plus proches de Saint-Lô d’abord". */
export function summaryOf({ search, zone, services, within, today }: Question, { results, sure }: Pick<Answer, 'results' | 'sure'>, catalogue: Catalogue): string {
  const count = results.length;
  const told = services.length > 0 && count > 0;
  const places = told ? format.certain(sure, count - sure) : format.places(count);
  const when = within?.when ? (told ? tOf('reprise', ',') : '') + say.open(count, format.when(within.when, today)) : '';
  const words = search.by === 'words' ? say.forWords(search.text) : '';
  const [first] = services;
  const needs = first === undefined ? '' : services.length > 1 ? say.forNeeds(services.length) : say.forWords(catalogue.need(first));
  const near = search.by === 'point' && count > 0 ? say.near(search.label) : '';
  return format.capital(places) + when + words + needs + (zone ? say.inZone : near);
}

/** The list of places: what the map shows, in words and in order. */
export class List {
  readonly #lines = need('results');
  readonly #summary = need('summary');
  readonly #zone = need('zone');
  readonly #message = need('message');
  readonly #more = need('more');
  readonly #silence: () => void;
  /** The last line drawn of each place, and what it depends on beside the place. */
  readonly #drawnLines = new WeakMap<Place, { readonly said: string; readonly item: HTMLLIElement }>();
  /** Counts the drawings, so that ways out found late are not shown for another question. */
  #drawn = 0;

  constructor(
    private readonly store: Store,
    private readonly catalogue: Catalogue,
    private readonly announce: Announce,
    private readonly placesFor: PlacesFor,
    private readonly retry: () => void,
  ) {
    this.#lines.addEventListener('click', (event) => this.#open(event));
    for (const type of ['mouseover', 'focusin']) this.#lines.addEventListener(type, (event) => this.#hover(event));
    for (const type of ['mouseleave', 'focusout']) this.#lines.addEventListener(type, () => store.set({ hovered: null }));
    this.#zone.addEventListener('click', (event) => this.#leaveZone(event));
    this.#silence = offerListening(need('listen'), (aloud) => this.#spoken(aloud));
    store.subscribe((state, before) => this.#update(state, before));
  }

  /** The number of places, and the first of them. */
  #spoken({ spokenLine, spokenText }: typeof import('./aloud.ts')): string[] {
    const first = [...this.#lines.querySelectorAll('.line')].slice(0, ALOUD).flatMap(spokenLine);
    return [`${spokenText(this.#summary.textContent ?? '')}.`, ...first];
  }

  /** Shows all places again, on the list and on the map. */
  #leaveZone(event: MouseEvent): void {
    event.preventDefault();
    this.store.set({ zone: null, view: null });
    this.#summary.focus();
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
    this.#silence();
    this.#summary.textContent = summaryOf(state, answerTo(state), this.catalogue);
    this.#zone.hidden = state.zone === null;
    showOnly(this.#lines, this.#linesOf(state, 0));
    this.#say(state);
    this.#showMore(state);
  }

  /** What there is to say beside the lines: that days are awaited, or why there is no line. */
  #say(state: State): void {
    const drawn = ++this.#drawn;
    this.#message.replaceChildren(...this.#ofDays(state));
    if (state.days !== 'ready' || answerTo(state).results.length > 0) return;
    if (state.places.length === 0) return; // there is nothing to ask less; a frame says that its territory has no place
    void this.#waysOut(state).then(([why, ...ways]) => {
      if (drawn !== this.#drawn) return;
      this.#message.replaceChildren(why, ...ways);
      this.announce(`${this.#summary.textContent}. ${why.textContent}`);
    });
  }

  #ofDays({ days, when, further, today }: State): HTMLElement[] {
    if (days === 'loading') return [el('p', {}, say.waiting)];
    if (days === 'ready') return [];
    const failed = countFurther(further) > 0 ? say.choiceFailed : say.daysFailed(format.when(when, today));
    return [el('p', {}, failed), button(say.retry, this.retry)];
  }

  #linesOf(state: State, from: number): HTMLElement[] {
    const { results, sure } = answerTo(state);
    return results.slice(from, state.shown).flatMap((result, i) => {
      const item = this.#lineOf(result, state);
      return result.match === 'possible' && from + i === sure ? [breakLine(), item] : [item];
    });
  }

  /** The line that stands there already, when it says the same: what stays is neither made nor laid out again. */
  #lineOf(result: Result, { services, today }: State): HTMLLIElement {
    const { place, distance, match } = result;
    const said = [distance, match, services.length, today].join();
    const known = this.#drawnLines.get(place);
    if (known?.said === said) return known.item;
    const item = line(result, services.length, today, this.catalogue);
    this.#drawnLines.set(place, { said, item });
    return item;
  }

  #extend(state: State, from: number): void {
    const lines = this.#linesOf(state, from);
    this.#lines.append(...lines);
    this.#showMore(state);
    lines.find((item) => item.matches('.line'))?.querySelector('a')?.focus();
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

  /** Never an empty answer: why it is, what to ask less and what that would give, or whom to call. */
  async #waysOut(state: State): Promise<[HTMLElement, ...HTMLElement[]]> {
    const { today, places } = state;
    const found = await waysOut(state, this.placesFor);
    const ways = found.map((way) => wayOut(way, state, today, this.catalogue, (question) => this.#take(question)));
    const everything = say.everything(format.places(places.length));
    ways.push(el('li', {}, button(everything, () => this.#take(nothingAsked))));
    const first = found.length === 0 ? firstOfAll(places, pointOf(state)) : undefined;
    const whom = first ? askThem(first) : [];
    return [el('p', {}, whyNothing(found, state, today, this.catalogue)), ...whom, el('p', {}, say.instead), el('ul', { class: 'ways' }, ...ways)];
  }

  /** Asks less; the button that did it goes, and the focus with it to the new number. */
  #take({ search, zone, services, kinds, sure, when, further }: Less): void {
    const elsewhere = zone !== this.store.get().zone ? { view: null } : {}; // the map shows what was found
    this.store.set({ search, zone, services, kinds, sure, when, further, step: 'reponse', ...elsewhere });
    this.#summary.focus();
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
