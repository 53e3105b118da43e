import { LatLngBounds, type Map as LeafletMap } from 'leaflet';
import type { Point } from '../page/types.ts';
import { ALL_APART, Clusters, clusterOf, countOf, mixOf, placeOf, type Found } from './clusters.ts';
import { clusterElement, placeElement, type Marked } from './markers.ts';
import type { Box } from './names.ts';
import type { Pane, Pinned } from './pane.ts';

/** How far places that stand on one spot are drawn from it, in pixels. */
const SPREAD = 21;

export interface PinEvents {
  select(id: string): void;
  /** A place or a cluster is pointed at or has the focus, by its name; null when none is any more. */
  hover(pin: { readonly place: Marked | null; readonly at: Point; readonly name: string } | null): void;
  kinds(place: Marked): string;
}

interface Pin extends Pinned {
  /** The place, or which cluster it is. */
  readonly place: Marked | null;
  cluster: number;
}

/** Leaflet's types leave this out: true when the last press moved the map. */
type Dragging = LeafletMap['dragging'] & { moved(): boolean };

/** How wide what stands for a place and for a cluster is, in pixels. */
const WIDE = { place: 34, cluster: 48 };

/** Places and clusters of places. Only what is in view is in the page; what did not change stays, its focus too. */
export class Pins {
  private places: readonly Marked[] = [];
  private clusters = new Clusters([]);
  /** The zoom at which the pins were drawn. */
  private zoom = ALL_APART;
  private readonly pins = new Map<string, Pin>();
  private readonly of = new WeakMap<Element, Pin>();

  constructor(private readonly map: LeafletMap, private readonly pane: Pane, private readonly events: PinEvents) {
    map.on('moveend', () => this.draw());
    this.listen(pane.element);
  }

  /** One listener for all that is in the pane. */
  private listen(pane: HTMLElement): void {
    const pinOf = ({ target }: Event): Pin | undefined => {
      const element = (target as Element).closest('.pin');
      return element ? this.of.get(element) : undefined;
    };
    pane.addEventListener('click', (event) => {
      const pin = pinOf(event);
      if (pin && !(this.map.dragging as Dragging).moved()) this.press(pin, false);
    });
    pane.addEventListener('dblclick', (event) => event.stopPropagation()); // a second press is not for the map
    pane.addEventListener('keydown', (event) => {
      const pin = event.key === 'Enter' || event.key === ' ' ? pinOf(event) : undefined;
      if (!pin) return;
      event.preventDefault();
      this.press(pin, true);
    });
    for (const name of ['mouseover', 'focusin']) pane.addEventListener(name, (event) => this.point(pinOf(event)));
    for (const name of ['mouseout', 'focusout']) pane.addEventListener(name, () => this.events.hover(null));
    pane.addEventListener('focusin', (event) => {
      const pin = pinOf(event);
      if (pin) this.map.panInside([pin.at.lat, pin.at.lon], { padding: [WIDE.cluster, WIDE.cluster], animate: false });
    });
  }

  private point(pin: Pin | undefined): void {
    this.events.hover(pin ? { ...pin, name: pin.place?.name ?? pin.element.getAttribute('aria-label') ?? '' } : null);
  }

  private press({ place, cluster }: Pin, byKey: boolean): void {
    if (place) this.events.select(place.id);
    else this.open(cluster, byKey);
  }

  show(places: readonly Marked[]): void {
    this.places = places;
    this.clusters = new Clusters(places);
    this.draw();
  }

  place(id: string): Marked | undefined {
    return this.places.find((place) => place.id === id);
  }

  /** Brings the page into step with what is in view. */
  draw(): void {
    const bounds = this.map.getBounds().pad(0.1);
    this.zoom = Math.round(this.map.getZoom());
    const found = this.clusters.in([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], this.zoom);
    const shifts = shiftsOf(found);
    const wanted = new Map(found.map((one) => [keyOf(one, shifts.get(one)), one]));
    for (const [key, pin] of this.pins) {
      if (wanted.has(key)) continue;
      this.pane.remove(pin);
      this.pins.delete(key);
    }
    for (const [key, one] of wanted) {
      const pin = this.pins.get(key) ?? this.newPin(key, one, shifts.get(one) ?? [0, 0]);
      pin.cluster = clusterOf(one);
    }
  }

  private newPin(key: string, one: Found, shift: readonly [number, number]): Pin {
    const place = placeOf(one);
    const [lon = 0, lat = 0] = one.geometry.coordinates;
    const element = place ? placeElement(place, this.events.kinds(place)) : clusterElement(countOf(one), mixOf(one));
    const pin = { element, at: { lat, lon }, shift, place, cluster: clusterOf(one) };
    this.pins.set(key, pin);
    this.of.set(element, pin);
    this.pane.add(pin);
    return pin;
  }

  /** Zooms in until the cluster comes apart. By keyboard, the focus then goes to the first place of the cluster. */
  private open(cluster: number, byKey: boolean): void {
    const places = this.clusters.leaves(cluster, this.zoom);
    const bounds = new LatLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    const zoom = Math.min(ALL_APART, Math.max(this.clusters.zoomParting(places, this.zoom), this.map.getBoundsZoom(bounds.pad(0.1))));
    if (byKey) this.map.once('moveend', () => setTimeout(() => this.elementOf(places[0]?.id ?? '')?.focus()));
    this.map.setView(bounds.getCenter(), zoom);
  }

  /** True when the place has a marker of its own in view. */
  isApart(id: string): boolean {
    return [...this.pins.values()].some(({ place }) => place?.id === id);
  }

  /** The first zoom, from this one on, at which the place has a marker of its own. */
  zoomApart(place: Marked, from: number): number {
    return this.clusters.zoomApart(place, Math.ceil(from));
  }

  /** The element that stands for a place now: its own, or that of the cluster that holds it. */
  elementOf(id: string): HTMLElement | undefined {
    const pins = [...this.pins.values()];
    const pin = pins.find(({ place }) => place?.id === id)
      ?? (this.place(id) && pins.find(({ place, cluster }) => !place && this.clusters.leaves(cluster, this.zoom).some((leaf) => leaf.id === id)));
    return pin?.element;
  }

  /** Where the marks are, from the top left corner of the map. */
  boxes(): Box[] {
    return [...this.pins.values()].map(({ at, place, shift }) => {
      const { x, y } = this.map.latLngToContainerPoint([at.lat, at.lon]).add([...shift]);
      const half = (place ? WIDE.place : WIDE.cluster) / 2;
      return { left: x - half, right: x + half, top: y - half, bottom: y + half };
    });
  }
}

/** Names all that is drawn of a place or of a cluster: what has the same name looks the same. */
function keyOf(one: Found, shift?: readonly [number, number]): string {
  const at = one.geometry.coordinates.map((degrees) => degrees.toFixed(5)).join();
  const place = placeOf(one);
  if (place) return [place.id, at, place.name, place.kinds.join(), place.possible, place.open, shift ?? ''].join('|');
  return `${at}|${JSON.stringify({ ...one.properties, cluster_id: 0 })}`;
}

/** Places that stand on one spot are drawn around it. */
function shiftsOf(found: readonly Found[]): Map<Found, readonly [number, number]> {
  const spots = new Map<string, Found[]>();
  for (const one of found) {
    if (!placeOf(one)) continue;
    const spot = one.geometry.coordinates.map((degrees) => degrees.toFixed(4)).join();
    spots.set(spot, [...(spots.get(spot) ?? []), one]);
  }
  const shifts = new Map<Found, readonly [number, number]>();
  for (const together of spots.values()) {
    if (together.length === 1) continue;
    together.forEach((one, i) => {
      const angle = (2 * Math.PI * i) / together.length;
      shifts.set(one, [Math.round(SPREAD * Math.cos(angle)), Math.round(SPREAD * Math.sin(angle))]);
    });
  }
  return shifts;
}
