import type { Announce } from './announce.ts';
import type { Catalogue } from './catalogue.ts';
import type { Data } from './data.ts';
import { button, el, link, need } from './dom.ts';
import { freshText } from './fresh.ts';
import * as format from './format.ts';
import { callButton, whenTexts } from './line.ts';
import { offerOf, sureNeeds } from './offer.ts';
import { offerListening } from './listen.ts';
import type { State, Store } from './store.ts';
import { say } from './strings.ts';
import type { Place, PlaceDetail, Visit } from './types.ts';
import { stopOf } from './visits.ts';

/** The sheet of one place. It takes the room of the list, or of the whole phone. */
export class Sheet {
  readonly #panel = need('sheet');
  readonly #title = need('sheet-title');
  readonly #body = need('sheet-body');
  #opener: Element | null = null;
  #scroll = 0;
  readonly #silence: () => void;

  constructor(
    private readonly store: Store,
    private readonly data: Data,
    private readonly catalogue: Catalogue,
    private readonly announce: Announce,
  ) {
    need('sheet-close').addEventListener('click', () => this.#close());
    need('sheet-print').addEventListener('click', () => print());
    this.#silence = offerListening(need('sheet-listen'), ({ spokenPlace }) => spokenPlace(this.#body, this.#title.textContent ?? ''));
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.store.get().place && !event.defaultPrevented) this.#close();
    });
    store.subscribe((state, before) => this.#update(state, before));
  }

  #update(state: State, before: State): void {
    const arrived = state.status !== 'loading' && before.status === 'loading';
    if (state.status === 'loading' || (!arrived && state.place === before.place)) return;
    this.#silence();
    if (state.place === null) return this.#hide(before.place);
    if (this.#panel.hidden) this.#remember();
    this.#show(state, state.place);
  }

  #remember(): void {
    this.#opener = document.activeElement;
    this.#scroll = scrollY;
  }

  #show(state: State, id: string): void {
    const place = state.places.find((other) => other.id === id) ?? null;
    this.#title.textContent = place?.name ?? (state.status === 'ready' ? say.unknownPlace : say.detailFailed);
    this.#body.replaceChildren(...(place ? summary(place, state.today) : []));
    this.#panel.hidden = false;
    document.body.dataset['sheet'] = 'open';
    this.#title.focus({ preventScroll: true });
    scrollTo(0, 0);
    if (place) void this.#load(place);
  }

  async #load(place: Place): Promise<void> {
    const visited = place.kinds.includes('van');
    const [detail, visits] = await Promise.all([
      this.data.place(place.id).catch(() => undefined),
      visited ? this.data.visits(place.id).catch(() => null) : [],
    ]);
    if (this.store.get().place !== place.id) return;
    if (detail) this.#body.replaceChildren(...this.#whole(place, detail, visits));
    else this.#fail(place, detail === null ? say.unknownPlace : say.detailFailed);
  }

  #whole(place: Place, { offers }: PlaceDetail, visits: readonly Visit[] | null): Node[] {
    const { today } = this.store.get();
    const above = { name: place.name, phone: place.phone, alone: offers.length === 1, sure: sureNeeds(offers) };
    const articles = offers.map((offer) => {
      const stops = (offer.stops ?? []).map((stop) => stopOf(stop, place, visits));
      return offerOf(offer, stops, above, this.catalogue, today);
    });
    const page = el('p', {}, link(format.placePage(place), say.placePage));
    return [...summary(place, today), ...articles, page];
  }

  #fail(place: Place, sentence: string): void {
    const retry = button(say.retry, () => void this.#load(place));
    this.#body.replaceChildren(...summary(place, this.store.get().today), el('p', { class: 'failure' }, sentence), retry);
    this.announce(sentence);
  }

  #close(): void {
    this.store.set({ place: null });
  }

  /** Gives the focus and the scroll back to where they were. */
  #hide(id: string | null): void {
    if (this.#panel.hidden) return;
    this.#panel.hidden = true;
    delete document.body.dataset['sheet'];
    scrollTo(0, this.#scroll);
    const line = id && document.querySelector<HTMLElement>(`.line[data-place="${CSS.escape(id)}"] h3 a`);
    const opener = this.#opener instanceof HTMLElement && this.#opener !== document.body ? this.#opener : null;
    const target = opener?.isConnected && opener.checkVisibility?.() !== false ? opener : line || need('summary');
    target.focus({ preventScroll: true });
  }
}

/** What holds for the whole place, and is known before the detail has come: the telephone first. */
function summary(place: Place, today: string): HTMLElement[] {
  const fresh = place.offers.length === 1 ? freshText(place.updated, today) : null; // several say their own
  const where = el('p', { class: 'where' }, format.address(place));
  return [place.phone ? callButton(place.phone) : null, ...whenTexts(place), fresh, where].filter((part) => part !== null);
}
