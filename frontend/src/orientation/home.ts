/** Where the person lives: a commune found in this browser, or its own position. */
import type { Announce } from '../page/announce.ts';
import { Combobox, suggestionsText } from '../page/combobox.ts';
import { need } from '../page/dom.ts';
import { canLocate, locate } from '../page/position.ts';
import type { Session } from './session.ts';
import type { Commune, Home, State } from './types.ts';
import { findTowns, type Town } from './towns.ts';
import { pointOf } from './where.ts';

export class HomeField {
  readonly #input = need<HTMLInputElement>('home');
  readonly #message = need('home-message');
  readonly #box: Combobox;
  /** Those in the list. */
  #towns: readonly Town[] = [];

  constructor(private readonly session: Session, private readonly communes: readonly Commune[], private readonly announce: Announce) {
    this.#box = new Combobox(this.#input, need('home-list'), ({ id }) => this.#choose(this.#towns[Number(id)]));
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

  #choose(town: Town | undefined): void {
    if (!town) return;
    this.#take(town.home);
    const isAround = town.type === 'former' && 'commune' in town.home;
    if (isAround) this.#message.textContent = `${town.label} : distances depuis le centre de la commune, environ.`;
  }

  #take(home: Home): void {
    this.#box.close();
    this.session.ask({ home });
    this.#show(this.session.get());
  }

  #onInput(): void {
    const text = this.#input.value.trim();
    this.#message.textContent = '';
    if (text === '') this.session.ask({ home: null });
    const { towns } = findTowns(this.communes, text);
    this.#propose(towns);
    if (text.length >= 2) this.announce(suggestionsText(towns.length));
  }

  #propose(towns: readonly Town[]): void {
    this.#towns = towns;
    this.#box.show(towns.map(({ type, label, hint }, i) => ({ type, id: String(i), label, hint })));
  }

  /** Words typed and not chosen mean a commune only when they are its name, and no other's: a person chooses among others. */
  #takeBest(): void {
    const text = this.#input.value.trim();
    const now = pointOf(this.session.get().request.home, this.communes);
    if (text === '' || text === (now?.label || 'Position')) return;
    const { towns, sure } = findTowns(this.communes, text);
    if (sure && towns[0]) return this.#choose(towns[0]);
    this.session.ask({ home: null }); // nothing is measured from a commune that the field no longer names
    this.#input.value = text;
    this.#message.textContent = towns.length > 0 ? `Nous ne sommes pas sûrs de « ${text} » : choisissez dans la liste.` : `« ${text} » n’est pas une commune ou un code postal d’ici.`;
    this.#propose(document.activeElement === this.#input ? towns : []);
  }

  #offerPosition(): void {
    const button = need<HTMLButtonElement>('position');
    if (!canLocate()) return;
    button.hidden = false;
    button.addEventListener('click', () => locate(this.#message, (point) => this.#take({ ...point, label: 'Ma position' })));
  }
}
