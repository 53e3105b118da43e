import type { Announce } from './announce.ts';
import { Combobox } from './combobox.ts';
import type { Data } from './data.ts';
import { insteadOfSubmit, isFramed, need } from './dom.ts';
import { stepAfter } from './steps.ts';
import type { State, Store } from './store.ts';
import { say } from './strings.ts';
import type { Suggestion } from './types.ts';

/** Long enough that a slow typist does not ask at each letter. */
const PAUSE = 150;

/** What choosing a suggestion changes in the state. */
export function choice(suggestion: Suggestion, state: State): Partial<State> {
  const { type, id, label, lat, lon } = suggestion;
  if (type === 'need') {
    const others = state.step === 'besoin' ? [] : state.services;
    const services = others.includes(id) ? others : [...others, id];
    return { services, search: state.search.by === 'words' ? { by: 'nothing' } : state.search };
  }
  // In a frame held to a territory, a place of another is a point outside of it.
  const here = !isFramed() || state.places.some((place) => place.id === id);
  if (type === 'place' && state.step !== 'ou' && here) return { place: id };
  if (typeof lat !== 'number' || typeof lon !== 'number') return { search: { by: 'words', text: label } };
  return { search: { by: 'point', label, commune: type === 'commune' ? id : '', lat, lon }, view: null };
}

const isQuestion = ({ step }: State): boolean => step === 'besoin' || step === 'ou';

/**
 * Words typed and not chosen from the list mean the best suggestion (a
 * commune, a need…) if there is one; else they are looked for in names. Null
 * when they do not answer the question that is asked.
 */
export async function understand(text: string, data: Data, state: State): Promise<Partial<State> | null> {
  const found = await data.suggest(text).catch(() => null);
  const best = found?.[0];
  if (found && !best && isQuestion(state)) return null;
  const patch: Partial<State> = best && best.type !== 'place' ? choice(best, state) : { search: { by: 'words', text } };
  return { ...patch, step: stepAfter(patch, state) };
}

/** What the box holds: where needs are asked for it only serves to type. */
function textOf({ search, step }: State): string {
  if (step === 'besoin') return '';
  if (search.by === 'words') return search.text;
  return search.by === 'point' ? search.label : '';
}

/** Says that what was typed does not answer the question. */
export function showLost(text: string, { step }: State): void {
  need('locate-message').textContent = say.lost(text, step === 'ou');
}

export class SearchBox {
  readonly #input = need<HTMLInputElement>('q');
  readonly #box: Combobox;
  #asking = new AbortController();
  #timer = 0;

  constructor(
    form: HTMLFormElement,
    private readonly store: Store,
    private readonly data: Data,
    private readonly announce: Announce,
  ) {
    this.#box = new Combobox(this.#input, need('suggestions'), (suggestion) => this.#choose(suggestion));
    this.#input.addEventListener('input', () => this.#onInput());
    insteadOfSubmit(form, () => void this.#submit());
    store.subscribe((state, before) => {
      if (state.step !== before.step) this.#ask(state);
      else if (state.search !== before.search) this.#input.value = textOf(state);
    });
  }

  /** Another question: what was typed or said for the one before goes. */
  #ask(state: State): void {
    this.#stop();
    this.#input.value = textOf(state);
    need<HTMLInputElement>('step').value = state.step;
    need('locate-message').textContent = '';
  }

  #choose(suggestion: Suggestion): void {
    this.#stop();
    const patch = choice(suggestion, this.store.get());
    this.#take({ ...patch, step: stepAfter(patch, this.store.get()) });
  }

  #take(patch: Partial<State>): void {
    this.store.set(patch);
    this.#input.value = textOf(this.store.get());
    need('locate-message').textContent = '';
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#box.close();
  }

  #onInput(): void {
    const text = this.#input.value.trim();
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (text.length >= 2) this.#timer = window.setTimeout(() => void this.#suggest(text), PAUSE);
    else this.#box.close();
    const { search, step } = this.store.get();
    if (text === '' && search.by !== 'nothing' && step !== 'besoin') this.store.set({ search: { by: 'nothing' } });
  }

  async #suggest(text: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const suggestions = await this.data.suggest(text, signal).catch(() => []);
    if (signal.aborted || document.activeElement !== this.#input) return;
    this.#box.show(suggestions);
    this.announce(say.suggestions(suggestions.length));
  }

  async #submit(): Promise<void> {
    this.#stop();
    const text = this.#input.value.trim();
    const state = this.store.get();
    if (text === '' && isQuestion(state)) return void (need('locate-message').textContent = say.nothingTyped(state.step === 'ou'));
    const patch = text === textOf(state) ? { step: stepAfter(state, state) } : await understand(text, this.data, state);
    if (patch) this.#take(patch);
    else showLost(text, state);
  }
}
