/** What a marker leads to: its card in the list where both are in sight, a copy of it over the map where only the map is. */
import { isFramed, need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import type { Page } from './page.ts';
import { bothInSight } from './tabs.ts';

const cardOf = (page: Page, id: string): HTMLElement | null => page.main.querySelector<HTMLElement>(`.card[data-place="${CSS.escape(id)}"]`);

/** The place whose card lies over the map, as a step of the history holds it; "" for none. */
const cardOfStep = (): string => (history.state as { readonly card?: string } | null)?.card ?? '';

export class Selection {
  private readonly preview = need('map-card');

  constructor(private readonly page: Page, private readonly openSheet: (id: string) => void) {
    page.listen(({ looks }, answer) => (answer || looks.tab !== 'carte' || looks.place) && this.close());
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.preview.hidden) this.leave();
    });
    if (!isFramed()) addEventListener('popstate', () => this.follow());
  }

  select(id: string): void {
    const card = cardOf(this.page, id);
    if (!card) return this.openSheet(id);
    if (bothInSight()) return this.bring(card);
    this.step(id);
    this.show(card);
  }

  /** A card over the map is a step of the history, so that Back closes it; another card takes its step. */
  private step(id: string): void {
    if (isFramed()) return;
    if (cardOfStep()) history.replaceState({ card: id }, '');
    else history.pushState({ card: id }, '');
  }

  /** The history goes to a step with a card, or to one without. */
  private follow(): void {
    const card = cardOf(this.page, cardOfStep());
    if (card && this.page.looks.tab === 'carte' && !this.page.looks.place && !bothInSight()) this.show(card);
    else this.close();
  }

  /** Brings a card into view, and the focus to it: Shift+Tab leads back to the map. */
  private bring(card: HTMLElement): void {
    for (const other of this.page.main.querySelectorAll('.card.is-selected')) other.classList.remove('is-selected');
    card.classList.add('is-selected');
    card.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    card.querySelector<HTMLElement>('.card-head a')?.focus({ preventScroll: true });
  }

  private show(card: HTMLElement): void {
    const copy = document.createElement('div');
    copy.className = 'card';
    copy.dataset['place'] = card.dataset['place'];
    copy.append(...[...card.children].map((part) => part.cloneNode(true)));
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'map-card-close', textContent: t('Fermer') });
    close.addEventListener('click', () => this.leave());
    this.preview.replaceChildren(copy, close);
    this.preview.hidden = false;
    this.preview.querySelector<HTMLElement>('.card-head a')?.focus({ preventScroll: true });
  }

  private leave(): void {
    if (cardOfStep()) history.back();
    else this.close();
  }

  private close(): void {
    this.preview.hidden = true;
    this.preview.replaceChildren();
  }
}
