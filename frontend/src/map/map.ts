import { Control, LatLngBounds, Map as LeafletMap, type Marker } from 'leaflet';
import { say } from '../strings.ts';
import type { View } from '../answer/address.ts';
import type { Point, Zone } from '../page/types.ts';
import { createClusters, elementOf } from './clusters.ts';
import { hereMarker, placeMarker, type Marked } from './markers.ts';
import { createTiles } from './tiles.ts';

/** The closest that the map goes by itself. */
const CLOSE = 14;

export type { Marked } from './markers.ts';
export interface MapSettings {
  readonly tileURL: string;
  readonly tileAttribution: string;
  readonly departement: { readonly bbox: Zone };
  kindLabel(kind: string): string;
  /** A small map beside a text: neither the wheel nor a finger that scrolls moves it. */
  readonly small?: boolean;
}

/**
 * The map. It knows no store: it is told what to show, and speaks through
 * events on its container: map:select (id), map:hover (id or null), map:move
 * (view, once moved by a person or to a place), map:tiles-down, map:tiles-up.
 */
export class MapView {
  readonly #map: LeafletMap;
  readonly #clusters;
  readonly #markers = new Map<string, { readonly marker: Marker; readonly place: Marked }>();
  readonly #lit = new Set<HTMLElement>();
  #shown: ReadonlySet<string> = new Set();
  #here: Marker | null = null;
  #byItself = false;

  constructor(private readonly container: HTMLElement, private readonly settings: MapSettings) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map = createMap(container, !still, settings.small === true);
    this.#clusters = createClusters(!still).addTo(this.#map);
    createTiles(settings.tileURL, settings.tileAttribution, (down) => this.#say(down ? 'tiles-down' : 'tiles-up')).addTo(this.#map);
    this.fitHome();
    this.#map.on('moveend', () => this.#byItself || this.#say('move', this.#view()));
  }

  #say(name: string, detail?: unknown): void {
    this.container.dispatchEvent(new CustomEvent(`map:${name}`, { detail }));
  }

  #view(): View {
    const { lat, lng } = this.#map.getCenter();
    return { lat, lon: lng, zoom: this.#map.getZoom() };
  }

  /** Moves without telling: a view that follows from the search needs no address. */
  #silently(move: () => void): void {
    this.#byItself = true;
    move();
    this.#byItself = false;
  }

  #markerOf(place: Marked): Marker {
    const known = this.#markers.get(place.id);
    if (known && looksLike(known.place, place)) return known.marker;
    const kinds = place.kinds.map((kind) => this.settings.kindLabel(kind)).join(', ');
    const marker = placeMarker(place, kinds, {
      select: (id) => this.#say('select', id),
      hover: (id) => this.#say('hover', id),
    });
    this.#markers.set(place.id, { marker, place });
    return marker;
  }

  /** True when the map shows this place, as it now is. */
  #isShown(place: Marked): boolean {
    const drawn = this.#markers.get(place.id)?.place;
    return this.#shown.has(place.id) && drawn !== undefined && looksLike(drawn, place);
  }

  show(places: readonly Marked[]): void {
    this.#lit.clear();
    let added = places.filter((place) => !this.#isShown(place));
    if (places.length - added.length < this.#shown.size) {
      this.#clusters.clearLayers(); // sooner done than taking some out
      added = [...places];
    }
    this.#shown = new Set(places.map((place) => place.id));
    this.#clusters.addLayers(added.map((place) => this.#markerOf(place)), true); // nobody listens to each that is added
  }

  /** Shows the point searched, or no point. */
  mark(point: Point | null): void {
    this.#here?.remove();
    this.#here = point && hereMarker(point.lat, point.lon).addTo(this.#map);
  }

  /** Lights the markers of the place selected and of the one pointed at, or their clusters. */
  highlight(selected: string | null, hovered: string | null): void {
    for (const element of this.#lit) element.classList.remove('is-selected', 'is-hovered');
    this.#lit.clear();
    this.#light(selected, 'is-selected');
    this.#light(hovered, 'is-hovered');
  }

  #light(id: string | null, className: string): void {
    const marker = id === null ? undefined : this.#markers.get(id)?.marker;
    const element = marker && this.#clusters.hasLayer(marker) ? elementOf(this.#clusters, marker) : undefined;
    if (!element) return;
    element.classList.add(className);
    this.#lit.add(element);
  }

  isAt(view: View | null): boolean {
    if (!view) return false;
    const now = this.#view();
    const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;
    return close(now.lat, view.lat) && close(now.lon, view.lon) && close(now.zoom, view.zoom);
  }

  /** The part of the world in view. */
  zone(): Zone {
    const bounds = this.#map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  goTo(view: View): void {
    this.#silently(() => this.#map.setView([view.lat, view.lon], view.zoom, { animate: false }));
  }

  fit(points: readonly Point[]): void {
    const bounds = new LatLngBounds(points.map(({ lat, lon }) => [lat, lon]));
    this.#silently(() => this.#map.fitBounds(bounds, { padding: [40, 40], maxZoom: CLOSE, animate: false }));
  }

  fitHome(): void {
    const [west, south, east, north] = this.settings.departement.bbox;
    this.fit([{ lat: south, lon: west }, { lat: north, lon: east }]);
  }

  /** Brings the place into sight, on its own marker, with the least movement. */
  reveal(id: string): void {
    const known = this.#markers.get(id);
    if (!known) return;
    const { marker, place } = known;
    const apart = (this.#clusters.getVisibleParent(marker) as Marker | null) === marker;
    const inside = this.#map.getBounds().pad(-0.1).contains([place.lat, place.lon]);
    if (apart && inside) return;
    const zoom = apart ? this.#map.getZoom() : Math.max(CLOSE + 1, this.#map.getZoom());
    this.#map.setView([place.lat, place.lon], zoom, { animate: false });
  }

  resize(): void {
    this.#silently(() => this.#map.invalidateSize({ animate: false }));
  }
}

/** True when both are drawn and named alike: the next visit differs with the days asked for. */
function looksLike(a: Marked, b: Marked): boolean {
  return a === b || (a.name === b.name && a.possible === b.possible && a.open === b.open);
}

function createMap(container: HTMLElement, animate: boolean, small: boolean): LeafletMap {
  const map = new LeafletMap(container, {
    zoomControl: false,
    attributionControl: false,
    zoomAnimation: animate,
    fadeAnimation: animate,
    markerZoomAnimation: animate,
    inertia: animate,
    scrollWheelZoom: !small,
    dragging: !(small && matchMedia('(pointer: coarse)').matches),
    minZoom: 7,
    maxZoom: 18,
  });
  new Control.Attribution({ prefix: false }).addTo(map);
  new Control.Zoom({ position: 'topright', zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
  container.setAttribute('role', 'region');
  container.setAttribute('aria-label', small ? say.smallMapLabel : say.mapLabel);
  return map;
}

export function mountMap(container: HTMLElement, settings: MapSettings): MapView {
  return new MapView(container, settings);
}
