import { el } from './dom.ts';
import { t, tn } from './language.ts';
import type { Suggestion, SuggestionType } from './types.ts';

const types: Readonly<Record<SuggestionType, string>> = {
  need: t('Besoin'), commune: t('Commune'), former: t('Ancienne commune'), postcode: t('Code postal'), epci: t('Intercommunalité'),
  address: t('Adresse'), place: t('Lieu'), sentence: t('Toute la phrase'),
};

/** "3 propositions", for those who listen to the list that has opened. */
export const suggestionsText = (count: number): string => (count === 0 ? t('Aucune proposition') : tn(count, '%d proposition', '%d propositions'));

/**
 * A text field with a list of suggestions, after the ARIA combobox pattern:
 * the focus stays in the field, arrows move in the list, Enter takes, Escape closes.
 */
export class Combobox {
  #suggestions: readonly Suggestion[] = [];
  #active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly onChoose: (suggestion: Suggestion) => void,
  ) {
    const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener('keydown', (event) => this.#onKey(event));
    input.addEventListener('blur', () => this.close());
    list.addEventListener('pointerdown', (event) => event.preventDefault()); // keeps the focus in the field
    list.addEventListener('click', (event) => this.#onClick(event));
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  show(suggestions: readonly Suggestion[]): void {
    this.#suggestions = suggestions;
    this.list.replaceChildren(...suggestions.map((suggestion, i) => this.#option(suggestion, i)));
    this.list.hidden = suggestions.length === 0;
    this.input.setAttribute('aria-expanded', String(this.isOpen));
    this.#activate(-1);
  }

  close(): void {
    if (this.isOpen) this.show([]);
  }

  #option({ type, label, hint }: Suggestion, index: number): HTMLElement {
    const kind = el('span', { class: 'suggestion-type' }, [types[type], hint].filter(Boolean).join(' · '));
    return el('li', { id: `${this.list.id}-${index}`, role: 'option', 'aria-selected': 'false' }, el('span', {}, label), ' ', kind);
  }

  #activate(index: number): void {
    this.#active = index;
    [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    const option = this.list.children[index];
    if (!option) return this.input.removeAttribute('aria-activedescendant');
    this.input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  /** Past either end lies the field itself. */
  #move(step: number): void {
    const stops = this.#suggestions.length + 1;
    this.#activate(((this.#active + 1 + step + stops) % stops) - 1);
  }

  #take(index: number): void {
    const suggestion = this.#suggestions[index];
    this.close();
    if (suggestion) this.onChoose(suggestion);
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.isOpen) return;
    const taken = event.key === 'Enter' && this.#active >= 0;
    if (event.key === 'ArrowDown') this.#move(1);
    else if (event.key === 'ArrowUp') this.#move(-1);
    else if (event.key === 'Escape') this.close();
    else if (taken) this.#take(this.#active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onClick(event: MouseEvent): void {
    const option = (event.target as Element).closest('[role=option]');
    if (option) this.#take([...this.list.children].indexOf(option));
  }
}
