/** The search box: suggestions while one types. */
import type { Announce } from '../page/announce.ts';
import { Combobox, suggestionsText } from '../page/combobox.ts';
import { need } from '../page/dom.ts';
import { code } from '../page/language.ts';
import type { Suggestion } from '../page/types.ts';
import { suggested } from './choices.ts';
import { stepAfter } from './follow.ts';
import type { Page } from './page.ts';

/** Long enough that a slow typist does not ask at each letter, in milliseconds. */
const PAUSE = 150;

async function suggest(text: string, signal: AbortSignal): Promise<readonly Suggestion[]> {
  const query = new URLSearchParams({ q: text, ...(code ? { lang: code } : {}) });
  const response = await fetch(`/api/v1/suggest?${query}`, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { suggestions, sentence } = (await response.json()) as { suggestions: Suggestion[]; sentence?: boolean };
  return sentence ? [{ type: 'sentence', id: '', label: text }, ...suggestions] : suggestions;
}

/** Asked where one is, one names a place sooner than a need. */
const placesFirst = (all: readonly Suggestion[]): Suggestion[] => [...all].sort((a, b) => Number(a.type === 'need') - Number(b.type === 'need'));

export class SearchBox {
  #input: HTMLInputElement | null = null;
  #box: Combobox | null = null;
  #asking = new AbortController();
  #timer = 0;

  constructor(private readonly page: Page, private readonly announce: Announce, private readonly openPlace: (suggestion: Suggestion) => void) {
    page.listen((_, answer) => answer && this.#attach());
    this.#attach();
  }

  /** Each question may have a box of its own. */
  #attach(): void {
    this.#stop();
    const input = document.querySelector<HTMLInputElement>('#q');
    if (input === this.#input) {
      if (input && input !== document.activeElement) input.value = input.defaultValue;
      return;
    }
    this.#input = input;
    this.#box = input && new Combobox(input, need('suggestions'), (suggestion) => this.#choose(suggestion));
    input?.addEventListener('input', () => this.#onInput(input.value.trim()));
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#box?.close();
  }

  #onInput(text: string): void {
    this.#stop();
    if (text.length >= 2) this.#timer = window.setTimeout(() => void this.#suggest(text), PAUSE);
  }

  async #suggest(text: string): Promise<void> {
    const { signal } = (this.#asking = new AbortController());
    const suggestions = await suggest(text, signal).catch(() => []);
    if (signal.aborted || document.activeElement !== this.#input) return;
    this.#box?.show(this.page.step === 'ou' ? placesFirst(suggestions) : suggestions);
    this.announce(suggestionsText(suggestions.length));
  }

  #choose(suggestion: Suggestion): void {
    this.#stop();
    if (suggestion.type === 'sentence') return this.#input?.form?.requestSubmit();
    const { page } = this;
    const next = stepAfter(page, suggestion.type === 'need' ? 'need' : 'where');
    const question = suggested(page.question, suggestion, next);
    if (!question) return this.openPlace(suggestion);
    this.#input?.blur();
    if (page.step === 'reponse') need<HTMLDetailsElement>('change').open = false;
    void page.go(question, { focus: 'summary', looks: { view: null } });
  }
}
