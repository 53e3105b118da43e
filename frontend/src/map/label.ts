import type { Map as LeafletMap } from 'leaflet';
import { el } from '../page/dom.ts';
import type { Point } from '../page/types.ts';

/** Half the size of a target for a finger, in pixels. */
const MARK = 22;

/** The name of the place that is pointed at or has the focus, over everything. One can point at it too; Escape puts it away. */
export class Label {
  private readonly element = el('div', { class: 'map-label', 'aria-hidden': 'true' }); // the mark says the same to those who listen
  private leaving = 0;

  constructor(private readonly map: LeafletMap) {
    map.createPane('labels').append(this.element);
    this.element.hidden = true;
    this.element.addEventListener('mouseenter', () => clearTimeout(this.leaving));
    this.element.addEventListener('mouseleave', () => this.hide());
    map.getContainer().addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.element.hidden = true;
    });
    map.on('zoomstart', () => (this.element.hidden = true));
  }

  /** Over the place, or under it at the top of the map; whole, even near a side. */
  show(text: string, { lat, lon }: Point): void {
    clearTimeout(this.leaving);
    this.element.textContent = text;
    this.element.hidden = false;
    const { x, y } = this.map.latLngToContainerPoint([lat, lon]);
    const half = this.element.offsetWidth / 2 + 4;
    const under = y < 3 * MARK;
    const middle = Math.max(half, Math.min(x, this.map.getSize().x - half));
    const at = this.map.containerPointToLayerPoint([middle, under ? y + MARK : y - MARK]);
    this.element.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, ${under ? '0' : '-100%'})`;
  }

  /** Goes in a moment, so that the pointer may reach it. */
  hide(): void {
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => (this.element.hidden = true), 120);
  }
}
