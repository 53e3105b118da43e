import { need } from './dom.ts';
import * as format from './format.ts';
import { answerTo } from './results.ts';
import type { State, Store } from './store.ts';
import { say } from './strings.ts';

/** The panels of filters: Escape closes one, and the button at its end leads to what it found. */
export class Drawers {
  readonly #drawers: readonly HTMLDetailsElement[];
  readonly #buttons: readonly HTMLButtonElement[];

  constructor(form: HTMLFormElement, store: Store) {
    this.#drawers = [...form.querySelectorAll<HTMLDetailsElement>('.filter')];
    this.#buttons = [...form.querySelectorAll<HTMLButtonElement>('.show-results')];
    for (const button of this.#buttons) {
      button.hidden = false;
      button.addEventListener('click', () => showResults(button));
    }
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && this.#close()) event.preventDefault();
    });
    store.subscribe((state) => this.#count(state));
  }

  /** Closes the panel that holds the focus, or the last one open when nothing has the focus. */
  #close(): boolean {
    const active = document.activeElement;
    const open = this.#drawers.filter((drawer) => drawer.open && drawer.checkVisibility?.() !== false);
    const drawer = open.find((other) => other.contains(active)) ?? (active === document.body ? open.pop() : undefined);
    if (!drawer) return false;
    drawer.open = false;
    drawer.querySelector('summary')?.focus();
    return true;
  }

  #count(state: State): void {
    if (state.status !== 'ready') return;
    const count = state.days === 'loading' ? '…' : format.count(answerTo(state).results.length);
    for (const button of this.#buttons) {
      const text = say.showResults(count);
      if (button.textContent !== text) button.textContent = text;
    }
  }
}

function showResults(button: HTMLElement): void {
  const drawer = button.closest('details');
  if (drawer) drawer.open = false;
  const summary = need('summary');
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: 'start' });
}
