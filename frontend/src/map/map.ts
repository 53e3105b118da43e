import { Control, LatLngBounds, Map as LeafletMap } from 'leaflet';
import type { Point, Zone } from '../page/types.ts';
import { GroundLayer, type GroundAddresses } from './ground.ts';
import { Label } from './label.ts';
import { Legend } from './legend.ts';
import { hereElement, type Marked } from './markers.ts';
import { Names, type Box } from './names.ts';
import { Pane, type Pinned } from './pane.ts';
import { Pins } from './pins.ts';
import { asText, createTiles } from './tiles.ts';
import { say } from './words.ts';

export type { Marked } from './markers.ts';

/** The closest that the map goes by itself. */
const CLOSE = 14;

/** How far the mark of the point searched keeps names from it, in pixels. */
const HERE = 24;

/** The furthest that one may go, where the ground does not say. */
const FURTHEST = 7;

/** The centre and the zoom of the map. */
export interface View extends Point {
  readonly zoom: number;
}

/** What the server says of the map (internal/pages, MapSettings), and what the page adds. */
export interface MapSettings {
  /** "" for a map without tiles. */
  readonly tileURL: string;
  readonly tileAttribution: string;
  readonly ground: GroundAddresses;
  /** What the map shows at first. */
  readonly departement: { readonly code: string; readonly name: string; readonly bbox: Zone };
  kindLabel(kind: string): string;
  /** A small map beside a text: neither the wheel nor a finger that scrolls moves it. */
  readonly small?: boolean;
}

/**
 * The map. It shows the places that it is given, and answers through
 * events on its container: map:select (id), map:hover (id or null), map:move
 * (view, once moved by a person or to a place), map:tiles-down, map:tiles-up.
 */
export class MapView {
  private readonly map: LeafletMap;
  private readonly pane: Pane;
  private readonly pins: Pins;
  private readonly names: Names;
  private readonly legend: Legend | null = null;
  private readonly lit = new Map<HTMLElement, string>();
  private chosen: readonly [selected: string | null, hovered: string | null] = [null, null];
  private here: Pinned | null = null;
  private byItself = false;
  /** What the map was last fitted to, and the view that this gave. */
  private fitted: { readonly box: string; readonly view: View | null } = { box: '', view: null };

  constructor(private readonly container: HTMLElement, private readonly settings: MapSettings) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map = createMap(container, !still, settings.small === true);
    if (!settings.small) this.legend = new Legend((kind) => settings.kindLabel(kind));
    this.names = new Names(this.map, () => [...this.pins.boxes(), ...this.hereBox()]);
    const label = new Label(this.map);
    this.fitHome();
    this.pane = new Pane(this.map);
    this.pins = new Pins(this.map, this.pane, {
      select: (id) => this.say('select', id),
      kinds: ({ kinds }) => kinds.map((kind) => settings.kindLabel(kind)).join(', '),
      hover: (pin) => {
        if (pin) label.show(pin.name, pin.at);
        else label.hide();
        this.say('hover', pin?.place?.id ?? null);
      },
    });
    this.addGround();
    this.legend?.addTo(this.map);
    this.map.on('moveend', () => {
      this.light();
      if (!this.byItself) this.say('move', this.view());
    });
  }

  /** Land, sea and names, under the tiles and in place of those that do not come. */
  private addGround(): void {
    const { tileURL, tileAttribution, ground } = this.settings;
    new GroundLayer(ground, ({ box: [west, south, east, north], towns }) => {
      const box = new LatLngBounds([south, west], [north, east]);
      this.silently(() => this.map.setMaxBounds(box));
      this.limit(box);
      this.names.towns = towns;
    }).addTo(this.map);
    if (!tileURL) return;
    const credit = asText(tileAttribution);
    createTiles(tileURL, (there) => {
      this.names.hidden = there;
      if (there) this.map.attributionControl.addAttribution(credit);
      else this.map.attributionControl.removeAttribution(credit);
      this.say(there ? 'tiles-up' : 'tiles-down');
    }).addTo(this.map);
  }

  private say(name: string, detail?: unknown): void {
    this.container.dispatchEvent(new CustomEvent(`map:${name}`, { detail }));
  }

  private view(): View {
    const { lat, lng } = this.map.getCenter();
    return { lat, lon: lng, zoom: this.map.getZoom() };
  }

  /** Moves the map without an event: only a view that a person chose goes into the address. */
  private silently(move: () => void): void {
    this.byItself = true;
    move();
    this.byItself = false;
  }

  show(places: readonly Marked[]): void {
    this.pins.show(places);
    this.legend?.tell(places);
    this.names.place();
    this.light();
  }

  /** Shows the point searched, or no point. */
  mark(point: Point | null): void {
    if (this.here) this.pane.remove(this.here);
    this.here = point && { element: hereElement(), at: point, shift: [0, 0] };
    if (this.here) this.pane.add(this.here);
    this.names.place();
  }

  /** Where the point searched is drawn: no name is written over it. */
  private hereBox(): Box[] {
    if (!this.here) return [];
    const { x, y } = this.map.latLngToContainerPoint([this.here.at.lat, this.here.at.lon]);
    return [{ left: x - HERE, right: x + HERE, top: y - HERE, bottom: y + HERE }];
  }

  /** Lights the markers of the place selected and of the one pointed at, or their clusters. */
  highlight(selected: string | null, hovered: string | null): void {
    if (this.chosen[0] === selected && this.chosen[1] === hovered) return;
    this.chosen = [selected, hovered];
    this.light();
  }

  private light(): void {
    for (const [element, name] of this.lit) element.classList.remove(name);
    this.lit.clear();
    this.chosen.forEach((id, i) => {
      const element = id === null ? undefined : this.pins.elementOf(id);
      const name = i === 0 ? 'is-selected' : 'is-hovered';
      if (!element || this.lit.has(element)) return;
      element.classList.add(name);
      this.lit.set(element, name);
    });
  }

  isAt(view: View | null): boolean {
    if (!view) return false;
    const now = this.view();
    const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;
    return close(now.lat, view.lat) && close(now.lon, view.lon) && close(now.zoom, view.zoom);
  }

  /** The part of the world in view. */
  zone(): Zone {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  goTo(view: View): void {
    this.silently(() => this.map.setView([view.lat, view.lon], view.zoom, { animate: false }));
  }

  /** Shows all of these, unless they are what the map shows already: a move to the same view draws all of it again. */
  fit(points: readonly Point[]): void {
    const bounds = new LatLngBounds(points.map(({ lat, lon }) => [lat, lon]));
    const box = bounds.toBBoxString();
    if (this.fitted.box === box && this.isAt(this.fitted.view)) return;
    this.silently(() => this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: CLOSE, animate: false }));
    this.fitted = { box, view: this.view() };
  }

  fitHome(): void {
    const [west, south, east, north] = this.settings.departement.bbox;
    this.limit();
    this.fit([{ lat: south, lon: west }, { lat: north, lon: east }]);
  }

  /** Says how far one may go: not beyond the ground, but until the whole territory is in view. */
  private limit(ground?: LatLngBounds): void {
    const [west, south, east, north] = this.settings.departement.bbox;
    this.silently(() => {
      this.map.options.minZoom = 0; // or it would limit what is asked for here
      const inside = ground ? this.map.getBoundsZoom(ground, true) : 0;
      this.map.setMinZoom(Math.min(Math.max(FURTHEST, inside), this.map.getBoundsZoom(new LatLngBounds([south, west], [north, east]))));
    });
  }

  /** Brings the place into sight, on its own marker, with the least movement. It is no view that somebody chose. */
  reveal(id: string): void {
    const place = this.pins.place(id);
    if (!place) return;
    const apart = this.pins.isApart(id);
    if (apart && this.map.getBounds().pad(-0.1).contains([place.lat, place.lon])) return;
    const zoom = apart ? this.map.getZoom() : this.pins.zoomApart(place, this.map.getZoom());
    this.silently(() => this.map.setView([place.lat, place.lon], zoom, { animate: false }));
  }

  resize(): void {
    this.fitted = { box: '', view: null };
    this.silently(() => this.map.invalidateSize({ animate: false }));
  }
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
    maxBoundsViscosity: 1,
    minZoom: FURTHEST,
    maxZoom: 18,
  });
  new Control.Attribution({ prefix: false }).addTo(map);
  new Control.Zoom({ position: 'topright', zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
  container.setAttribute('role', 'region');
  container.setAttribute('aria-label', small ? say.smallMap : say.map);
  return map;
}

export function mountMap(container: HTMLElement, settings: MapSettings): MapView {
  return new MapView(container, settings);
}
