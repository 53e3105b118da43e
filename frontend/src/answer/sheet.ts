/** The sheet of a place: the same page as /lieux/…, its part that the server gives alone, beside the map. */
import { need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import { wirePlace } from '../page/place.ts';
import type { Page } from './page.ts';

async function getPlace(address: string): Promise<string> {
  const part = new URL(address, location.href);
  part.searchParams.set('part', 'place');
  const response = await fetch(part);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

export class Sheet {
  readonly #panel = need('sheet');
  readonly #body = need('sheet-body');
  /** The addresses of places' pages, by id, as the list and the search told them. */
  readonly #addresses = new Map<string, string>();
  #shown = '';
  #silence = (): void => undefined;
  #opener: Element | null = null;
  #scroll = 0;

  constructor(private readonly page: Page) {
    const { place } = page.looks;
    if (place) this.#addresses.set(place, this.#panel.dataset['address'] ?? '');
    document.addEventListener('click', (event) => this.#onClick(event));
    need('sheet-close').addEventListener('click', () => page.look({ place: '' }));
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && page.looks.place && !event.defaultPrevented) page.look({ place: '' });
    });
    page.listen(() => this.#update());
    this.#update();
  }

  /** Opens the sheet of a place; its address may be that of another language or name, which the server mends. */
  open(id: string, address = `/lieux/${encodeURIComponent(id)}`): void {
    if (!this.#addresses.has(id)) this.#addresses.set(id, address);
    this.page.look({ place: id });
  }

  /** The name of a card opens its sheet; elsewhere, and with a key held, a link is a link. */
  #onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('#main .card-head a, #map-card .card-head a');
    const id = link?.closest<HTMLElement>('[data-place]')?.dataset['place'];
    if (!link || !id || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    event.preventDefault();
    this.open(id, link.pathname + link.search);
  }

  #update(): void {
    const { place } = this.page.looks;
    this.page.main.hidden = place !== ''; // a new answer shows itself
    if (place === this.#shown) return;
    if (place === '') return this.#hide();
    if (this.#shown === '') {
      this.#opener = document.activeElement;
      this.#scroll = scrollY;
    }
    this.#shown = place;
    this.#replaceAnswer(true);
    void this.#load(place);
  }

  /** The page has one main part: the answer, or the place in its stead. */
  #replaceAnswer(open: boolean): void {
    this.#panel.hidden = !open;
    document.querySelector('.skip')?.setAttribute('href', open ? '#sheet' : '#main');
    if (open) document.body.dataset['sheet'] = 'open';
    else delete document.body.dataset['sheet'];
  }

  async #load(place: string): Promise<void> {
    this.#panel.setAttribute('aria-busy', 'true');
    const text = await getPlace(this.#addresses.get(place) || `/lieux/${encodeURIComponent(place)}`).catch(() => null);
    if (this.#shown !== place) return;
    this.#panel.removeAttribute('aria-busy');
    if (text === null) this.#fail(place);
    else this.#body.innerHTML = text; // a template of ours, that the server filled
    this.#silence = wirePlace(this.#body);
    const heading = this.#body.querySelector<HTMLElement>('h1, h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  #fail(place: string): void {
    const heading = Object.assign(document.createElement('h2'), { textContent: t('Le détail de ce lieu n’a pas pu être chargé.') });
    const retry = Object.assign(document.createElement('button'), { type: 'button', textContent: t('Réessayer') });
    retry.addEventListener('click', () => void this.#load(place));
    this.#body.replaceChildren(heading, retry);
  }

  /** Gives the focus and the scroll back to where they were. */
  #hide(): void {
    const id = this.#shown;
    this.#silence();
    this.#shown = '';
    this.#replaceAnswer(false);
    this.#body.replaceChildren();
    scrollTo(0, this.#scroll);
    const opener = this.#opener instanceof HTMLElement && this.#opener !== document.body && this.#opener.isConnected ? this.#opener : null;
    const target = opener ?? document.querySelector<HTMLElement>(`.card[data-place="${CSS.escape(id)}"] .card-head a`) ?? document.querySelector<HTMLElement>('#main h1');
    target?.focus({ preventScroll: true });
  }
}
