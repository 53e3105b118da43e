/** The sheet of a place: the same page as /lieux/…, its part that the server gives alone, beside the map. */
import { el, isFramed, need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import { wirePlace } from '../page/place.ts';
import { stayTrue } from '../page/until.ts';
import type { Page } from './page.ts';

/** The part of a place's page, or why there is none. */
async function getPlace(address: string): Promise<{ text: string; fault: string }> {
  const part = new URL(address, location.href);
  part.searchParams.set('part', 'place');
  try {
    const response = await fetch(part);
    if (response.ok) return { text: await response.text(), fault: '' };
    if (response.status === 404) return { text: '', fault: t('Ce lieu n’existe plus dans la carte.') };
  } catch { /* no network */ }
  return { text: '', fault: t('Le détail de ce lieu n’a pas pu être chargé.') };
}

const cardOf = (id: string): Element | null => document.querySelector(`.card[data-place="${CSS.escape(id)}"]`);

/** In a frame the script shows a place here, so that its name no longer opens a tab. */
function stayHere(main: HTMLElement): void {
  for (const link of main.querySelectorAll('.card-head a[target]')) {
    link.removeAttribute('target');
    link.querySelector('.visually-hidden')?.remove();
  }
}

/** In a frame, links out of a sheet open a tab, and say so: no other page may show in the frame. */
function leaveByTab(body: HTMLElement): void {
  for (const link of body.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    if (!/^(https?|webcal):$/.test(link.protocol) || link.getAttribute('href')?.startsWith('#')) continue;
    link.target = '_blank';
    link.rel = 'noopener';
    link.append(el('span', { class: 'visually-hidden' }, ` ${t('(nouvel onglet)')}`));
  }
}

export class Sheet {
  private readonly panel = need('sheet');
  private readonly body = need('sheet-body');
  /** The addresses of places' pages, by id, from the list and the search. */
  private readonly addresses = new Map<string, string>();
  private shown = '';
  private silence = (): void => undefined;
  private opener: Element | null = null;
  private scroll = 0;

  constructor(private readonly page: Page) {
    const { place } = page.looks;
    if (place) this.addresses.set(place, this.panel.dataset['address'] ?? '');
    document.addEventListener('click', (event) => this.onClick(event));
    need('sheet-close').addEventListener('click', () => page.look({ place: '' }));
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && page.looks.place && !event.defaultPrevented) page.look({ place: '' });
    });
    if (isFramed()) {
      page.listen((_, answer) => answer && stayHere(page.main));
      stayHere(page.main);
    }
    page.listen(() => this.update());
    this.update();
  }

  /** Opens the sheet of a place; its address may be that of another language or name, which the server mends. */
  open(id: string, address = `/lieux/${encodeURIComponent(id)}`): void {
    if (!this.addresses.has(id)) this.addresses.set(id, address);
    this.page.look({ place: id });
  }

  /** The name of a card opens its sheet; other links, and a click with a key pressed, do what links do. */
  private onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('#main .card-head a, #map-card .card-head a');
    const id = link?.closest<HTMLElement>('[data-place]')?.dataset['place'];
    if (!link || !id || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    event.preventDefault();
    this.open(id, link.pathname + link.search);
  }

  private update(): void {
    const { place } = this.page.looks;
    this.page.main.hidden = place !== ''; // a new answer shows itself
    if (place === this.shown) return;
    if (place === '') return this.hide();
    if (this.shown === '') {
      this.opener = document.activeElement;
      this.scroll = scrollY;
    }
    this.shown = place;
    this.replaceAnswer(true);
    void this.load(place);
  }

  /** The page has one main part: the answer, or the place instead. */
  private replaceAnswer(open: boolean): void {
    this.panel.hidden = !open;
    document.querySelector('.skip')?.setAttribute('href', open ? '#sheet' : '#main');
    if (open) document.body.dataset['sheet'] = 'open';
    else delete document.body.dataset['sheet'];
  }

  private async load(place: string): Promise<void> {
    this.panel.setAttribute('aria-busy', 'true');
    const { text, fault } = await getPlace(this.addresses.get(place) || `/lieux/${encodeURIComponent(place)}`);
    if (this.shown !== place) return;
    this.panel.removeAttribute('aria-busy');
    if (fault) this.fail(place, fault);
    else this.body.innerHTML = text; // a template of ours, that the server filled
    this.answer(place);
    stayTrue(); // it may have been kept
    if (isFramed()) leaveByTab(this.body);
    this.silence = wirePlace(this.body);
    const heading = this.body.querySelector<HTMLElement>('h1, h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Copies the card's status to the sheet: it is about the day and the need of the question. The title names the place. */
  private answer(place: string): void {
    const tags = cardOf(place)?.querySelector('.kinds + .tags');
    if (tags) this.body.querySelector('.place-head .tags')?.replaceWith(tags.cloneNode(true));
    document.title = `${this.body.querySelector('h1')?.textContent ?? ''} – Escale`;
  }

  /** Says why there is no detail; the number that the card tells stays at hand. */
  private fail(place: string, fault: string): void {
    const heading = Object.assign(document.createElement('h1'), { textContent: fault });
    const retry = Object.assign(document.createElement('button'), { type: 'button', textContent: t('Réessayer') });
    retry.addEventListener('click', () => void this.load(place));
    const call = cardOf(place)?.querySelector('.call');
    this.body.replaceChildren(heading, ...(call ? [call.cloneNode(true)] : []), retry);
  }

  /** Gives the focus and the scroll back to where they were. */
  private hide(): void {
    const id = this.shown;
    this.silence();
    this.shown = '';
    this.replaceAnswer(false);
    this.body.replaceChildren();
    document.title = this.page.main.dataset['title'] ?? '';
    scrollTo(0, this.scroll);
    const opener = this.opener instanceof HTMLElement && this.opener !== document.body && this.opener.isConnected ? this.opener : null;
    const target = opener ?? cardOf(id)?.querySelector<HTMLElement>('.card-head a') ?? document.querySelector<HTMLElement>('#main h1');
    target?.focus({ preventScroll: true });
  }
}
