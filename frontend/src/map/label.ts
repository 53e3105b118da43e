import type { Map as LeafletMap, Marker } from 'leaflet';
import { el } from '../page/dom.ts';
import { MARKER } from './markers.ts';

/** The name of the place that is pointed at or has the focus, over everything. One can point at it too; Escape puts it away. */
export class Label {
  readonly #element = el('div', { class: 'map-label', 'aria-hidden': 'true' }); // the marker says the same to those who listen
  #leaving = 0;

  constructor(private readonly map: LeafletMap) {
    const pane = map.createPane('labels');
    pane.append(this.#element);
    this.#element.hidden = true;
    this.#element.addEventListener('mouseenter', () => clearTimeout(this.#leaving));
    this.#element.addEventListener('mouseleave', () => this.hide());
    map.getContainer().addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#element.hidden = true;
    });
    map.on('zoomstart', () => (this.#element.hidden = true));
  }

  show(text: string, marker: Marker): void {
    clearTimeout(this.#leaving);
    this.#element.textContent = text;
    this.#element.hidden = false;
    const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
    const under = this.map.latLngToContainerPoint(marker.getLatLng()).y < 2 * MARKER;
    const middle = Math.min(Math.max(this.map.latLngToContainerPoint(marker.getLatLng()).x, this.#half()), this.map.getSize().x - this.#half());
    const left = x + middle - this.map.latLngToContainerPoint(marker.getLatLng()).x;
    this.#element.style.transform = `translate(${Math.round(left)}px, ${Math.round(y + (under ? MARKER / 2 : -MARKER / 2))}px) translate(-50%, ${under ? '0' : '-100%'})`;
  }

  #half(): number {
    return this.#element.offsetWidth / 2 + 4;
  }

  /** Goes in a moment, so that the pointer may reach it. */
  hide(): void {
    clearTimeout(this.#leaving);
    this.#leaving = window.setTimeout(() => (this.#element.hidden = true), 120);
  }
}
