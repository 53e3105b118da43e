import { Control, DomEvent } from 'leaflet';
import { el, kindIcon } from '../page/dom.ts';
import { say } from './words.ts';

/** The kinds, as the legend lists them. */
const KINDS: readonly string[] = ['france-services', 'epn', 'conseiller-numerique', 'van'];

/** From this size of the map on, in pixels, the legend is open at first. */
const WIDE = 640;
const HIGH = 640;

/** What the marks mean: one shape for each kind, full or hollow. */
export class Legend extends Control {
  readonly #sure = el('li', { class: 'legend-sure' }, say.full);
  readonly #hollow = el('li', { class: 'legend-sure' }, say.hollow);

  constructor(private readonly kindLabel: (kind: string) => string) {
    super({ position: 'bottomleft' });
  }

  override onAdd(): HTMLElement {
    const kinds = KINDS.map((kind) => el('li', {}, kindIcon(kind), this.kindLabel(kind)));
    const open = el('li', {}, el('span', { class: 'legend-open', 'aria-hidden': 'true' }), say.openNow);
    const box = el('details', { class: 'map-card legend' }, el('summary', {}, el('span', {}, say.legend)), el('ul', {}, ...kinds, open, this.#sure, this.#hollow));
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

  /** Full and hollow are told apart only where something is hollow. */
  set possible(some: boolean) {
    this.#sure.hidden = this.#hollow.hidden = !some;
  }
}
