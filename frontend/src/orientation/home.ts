/** Where the person lives: a commune found in this browser, or its own position. */
import type { Announce } from '../page/announce.ts';
import { Combobox, suggestionsText } from '../page/combobox.ts';
import { need } from '../page/dom.ts';
import { canLocate, locate } from '../page/position.ts';
import type { Session } from './session.ts';
import type { Commune, Home, State } from './types.ts';
import { findCommunes, pointOf } from './where.ts';

export class HomeField {
  readonly #input = need<HTMLInputElement>('home');
  readonly #message = need('home-message');
  readonly #box: Combobox;

  constructor(private readonly session: Session, private readonly communes: readonly Commune[], private readonly announce: Announce) {
    this.#box = new Combobox(this.#input, need('home-list'), ({ id }) => this.#choose({ commune: id }));
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('change', () => this.#takeBest());
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.#takeBest();
    });
    session.subscribe((state, before) => {
      if (state.request.home !== before.request.home) this.#show(state);
    });
    this.#offerPosition();
    this.#show(session.get());
  }

  #show({ request: { home } }: State): void {
    const found = pointOf(home, this.communes);
    this.#input.value = found ? found.label || 'Position' : '';
    this.#message.textContent = home && !found ? 'Cette commune n’est pas dans les données d’ici. Choisissez-en une autre.' : '';
  }

  #choose(home: Home): void {
    this.#box.close();
    this.session.ask({ home });
    this.#show(this.session.get());
  }

  #onInput(): void {
    const text = this.#input.value.trim();
    this.#message.textContent = '';
    if (text === '') this.session.ask({ home: null });
    const found = findCommunes(this.communes, text);
    const labelled = found.map(({ insee, name, postcodes = [] }) => ({ type: 'commune' as const, id: insee, label: `${name}${postcodes[0] ? ` (${postcodes.join(', ')})` : ''}` }));
    this.#box.show(labelled);
    if (text.length >= 2) this.announce(suggestionsText(found.length));
  }

  /** Words typed and not chosen mean the best commune, if there is one. */
  #takeBest(): void {
    const text = this.#input.value.trim();
    const now = pointOf(this.session.get().request.home, this.communes);
    if (text === '' || text === (now?.label || 'Position')) return;
    const [best, second] = findCommunes(this.communes, text);
    if (second && /^\d+$/.test(text)) return void (this.#message.textContent = 'Plusieurs communes ont ce code postal : choisissez-en une dans la liste.');
    if (best) return this.#choose({ commune: best.insee });
    this.#message.textContent = `« ${text} » n’est pas une commune ou un code postal d’ici.`;
  }

  #offerPosition(): void {
    const button = need<HTMLButtonElement>('position');
    if (!canLocate()) return;
    button.hidden = false;
    button.addEventListener('click', () => locate(this.#message, (point) => this.#choose({ ...point, label: 'Ma position' })));
  }
}
