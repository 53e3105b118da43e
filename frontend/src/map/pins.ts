import { LatLngBounds, type Map as LeafletMap } from 'leaflet';
import Supercluster from 'supercluster';
import type { Point } from '../page/types.ts';
import { clusterElement, mainKind, placeElement, type Marked, type Mix } from './markers.ts';
import type { Box } from './names.ts';
import type { Pane, Pinned } from './pane.ts';

/** From this zoom on, every place has its own marker. */
export const ALL_APART = 15;

/** How near to each other markers become one cluster, in pixels. */
const RADIUS = 60;

/** Around a place, in degrees: the index rounds where it stands. */
const NEAR = 1e-4;

/** How far places that stand on one spot are drawn from it, in pixels. */
const SPREAD = 21;

interface Props {
  readonly place: Marked;
}

type Found = ReturnType<Supercluster<Props, Mix>['getClusters']>[number];

/** The place that stands alone there, null for a cluster. */
const placeOf = ({ properties }: Found): Marked | null => ('cluster' in properties ? null : (properties).place);

/** The number of a cluster in the index, which is another after each change; -1 for a place. */
const clusterOf = ({ properties }: Found): number => ('cluster' in properties ? (properties.cluster_id) : -1);

const countOf = ({ properties }: Found): number => ('cluster' in properties ? (properties.point_count) : 1);

/** What the index tells of a cluster; the rest is its mix. */
const OWN: ReadonlySet<string> = new Set(['cluster', 'cluster_id', 'point_count', 'point_count_abbreviated']);

const mixOf = ({ properties }: Found): Mix => Object.fromEntries(Object.entries(properties).filter(([name]) => !OWN.has(name)));

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
  private index = newIndex();
  private places: ReadonlyMap<string, Marked> = new Map();
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
    this.places = new Map(places.map((place) => [place.id, place]));
    this.index = newIndex().load(places.map((place) => ({
      type: 'Feature', properties: { place }, geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
    })));
    this.draw();
  }

  place(id: string): Marked | undefined {
    return this.places.get(id);
  }

  /** Brings the page into step with what is in view. */
  draw(): void {
    const bounds = this.map.getBounds().pad(0.1);
    const found = this.index.getClusters([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], Math.round(this.map.getZoom()));
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
    const places = this.leaves(cluster);
    const bounds = new LatLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    const zoom = Math.min(ALL_APART, Math.max(this.index.getClusterExpansionZoom(cluster), this.map.getBoundsZoom(bounds.pad(0.1))));
    if (byKey) this.map.once('moveend', () => setTimeout(() => this.elementOf(places[0]?.id ?? '')?.focus()));
    this.map.setView(bounds.getCenter(), zoom);
  }

  private leaves(cluster: number): Marked[] {
    return this.index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.place);
  }

  /** True when the place has a marker of its own in view. */
  isApart(id: string): boolean {
    return [...this.pins.values()].some(({ place }) => place?.id === id);
  }

  /** The first zoom, from this one on, at which the place has a marker of its own. */
  zoomApart({ id, lon, lat }: Marked, from: number): number {
    const alone = (zoom: number): boolean => this.index.getClusters([lon - NEAR, lat - NEAR, lon + NEAR, lat + NEAR], zoom).some((one) => placeOf(one)?.id === id);
    let zoom = Math.ceil(from);
    while (zoom < ALL_APART && !alone(zoom)) zoom++;
    return zoom;
  }

  /** The element that stands for a place now: its own, or that of the cluster that holds it. */
  elementOf(id: string): HTMLElement | undefined {
    const pins = [...this.pins.values()];
    const pin = pins.find(({ place }) => place?.id === id)
      ?? (this.places.has(id) ? pins.find(({ place, cluster }) => !place && this.leaves(cluster).some((leaf) => leaf.id === id)) : undefined);
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

const newIndex = (): Supercluster<Props, Mix> => new Supercluster<Props, Mix>({
  radius: RADIUS, extent: 256, minZoom: 5, maxZoom: ALL_APART - 1,
  map: ({ place }) => ({ [mainKind(place)]: 1 }),
  reduce: (sum, mix) => {
    const counts = sum as Record<string, number>;
    for (const kind in mix) counts[kind] = (counts[kind] ?? 0) + (mix[kind] ?? 0);
  },
});

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
