import { Control, DomEvent } from 'leaflet';
import { el, kindIcon } from '../page/dom.ts';
import type { Marked } from './markers.ts';
import { say } from './words.ts';

/** The kinds, as the legend lists them. */
const KINDS: readonly string[] = ['france-services', 'epn', 'conseiller-numerique', 'van'];

/** From this size of the map on, in pixels, the legend is open at first. */
const WIDE = 640;
const HIGH = 640;

/** What the marks mean: one shape for each kind, full or hollow. */
export class Legend extends Control {
  private readonly full = el('li', {}, say.full);
  private readonly hollow = el('li', {}, say.hollow);
  private readonly open = el('li', {}, el('span', { class: 'legend-open', 'aria-hidden': 'true' }), say.openNow);

  constructor(private readonly kindLabel: (kind: string) => string) {
    super({ position: 'bottomleft' });
  }

  override onAdd(): HTMLElement {
    const kinds = KINDS.map((kind) => el('li', {}, kindIcon(kind), this.kindLabel(kind)));
    const box = el('details', { class: 'map-card legend' }, el('summary', {}, el('span', {}, say.legend)), el('ul', {}, ...kinds, this.full, this.hollow, this.open));
    DomEvent.disableClickPropagation(box);
    DomEvent.disableScrollPropagation(box);
    return box;
  }

  override addTo(map: Parameters<Control['addTo']>[0]): this {
    super.addTo(map);
    const { x, y } = map.getSize();
    if (x >= WIDE && y >= HIGH) this.getContainer()?.setAttribute('open', '');
    return this;
  }

  /** Explains only the marks that these places have: full and hollow when one is hollow, the dot when one is open. */
  tell(places: readonly Marked[]): void {
    this.full.hidden = this.hollow.hidden = !places.some(({ possible }) => possible);
    this.open.hidden = !places.some(({ open }) => open);
  }
}
