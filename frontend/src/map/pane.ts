import { DomUtil, type Map as LeafletMap } from 'leaflet';
import type { Point } from '../page/types.ts';

/** An element that stands on a point of the map, its middle moved aside by some pixels. */
export interface Pinned {
  readonly element: HTMLElement;
  readonly at: Point;
  readonly shift: readonly [number, number];
}

/** Elements pinned on the map, which they follow when it zooms. Lighter than Leaflet's markers, which listen one by one. */
export class Pane {
  readonly element: HTMLElement;
  private readonly pinned = new Set<Pinned>();

  constructor(private readonly map: LeafletMap) {
    this.element = map.getPanes().markerPane;
    map.on('zoom viewreset', () => this.place());
    map.on('zoomanim', ({ center, zoom }) => {
      // Where the map is about to be: Leaflet moves all that is on it at once, by CSS.
      const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(DomUtil.getPosition(map.getPanes().mapPane)).round();
      for (const pinned of this.pinned) move(pinned, map.project([pinned.at.lat, pinned.at.lon], zoom).subtract(origin));
    });
  }

  add(pinned: Pinned): void {
    pinned.element.classList.add('leaflet-zoom-animated');
    this.pinned.add(pinned);
    this.placeOne(pinned);
    this.element.append(pinned.element);
  }

  remove(pinned: Pinned): void {
    this.pinned.delete(pinned);
    pinned.element.remove();
  }

  /** Puts all where the map now is. */
  place(): void {
    for (const pinned of this.pinned) this.placeOne(pinned);
  }

  private placeOne(pinned: Pinned): void {
    move(pinned, this.map.latLngToLayerPoint([pinned.at.lat, pinned.at.lon]));
  }
}

/** In two dimensions: in three, each mark would be a layer of its own, which costs more to paint. A zoom makes them layers while it lasts. */
function move({ element, shift }: Pinned, { x, y }: { readonly x: number; readonly y: number }): void {
  element.style.transform = `translate(${Math.round(x + shift[0])}px, ${Math.round(y + shift[1])}px)`;
}
