import type { Announce } from './announce.ts';
import { Combobox } from './combobox.ts';
import type { Data } from './data.ts';
import { need } from './dom.ts';
import type { Search, State, Store } from './store.ts';
import { say } from './strings.ts';
import type { Suggestion } from './types.ts';

/** Long enough that a slow typist does not ask at each letter. */
const PAUSE = 150;

/** What choosing a suggestion changes in the state. */
export function choice(suggestion: Suggestion, state: State): Partial<State> {
  const { type, id, label, lat, lon } = suggestion;
  if (type === 'need') {
    const services = state.services.includes(id) ? state.services : [...state.services, id];
    return { services, search: state.search.by === 'words' ? { by: 'nothing' } : state.search };
  }
  if (type === 'place') return { place: id };
  if (typeof lat !== 'number' || typeof lon !== 'number') return { search: { by: 'words', text: label } };
  return { search: { by: 'point', label, commune: type === 'commune' ? id : '', lat, lon }, view: null };
}

/**
 * Words typed and not chosen from the list mean the best suggestion (a
 * commune, a need…) if there is one; else they are looked for in names.
 */
export async function understand(text: string, data: Data, state: State): Promise<Partial<State>> {
  const best = (await data.suggest(text).catch(() => []))[0];
  if (best && best.type !== 'place') return choice(best, state);
  return { search: { by: 'words', text } };
}

function textOf(search: Search): string {
  if (search.by === 'words') return search.text;
  return search.by === 'point' ? search.label : '';
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
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    store.subscribe((state, before) => {
      if (state.search !== before.search) this.#input.value = textOf(state.search);
    });
  }

  #choose(suggestion: Suggestion): void {
    this.#stop();
    this.store.set(choice(suggestion, this.store.get()));
    this.#input.value = textOf(this.store.get().search);
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
    if (text === '' && this.store.get().search.by !== 'nothing') this.store.set({ search: { by: 'nothing' } });
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
    if (text === textOf(this.store.get().search)) return;
    const patch = await understand(text, this.data, this.store.get());
    this.store.set(text ? patch : { search: { by: 'nothing' } });
    this.#input.value = textOf(this.store.get().search);
  }
}
