import { LatLngBounds, type Map as LeafletMap, type Marker } from 'leaflet';
import Supercluster from 'supercluster';
import { CLUSTER, clusterMarker, mainKind, MARKER, placeMarker, type Marked, type Mix } from './markers.ts';
import type { Box } from './names.ts';

/** From this zoom on, every place has its own marker. */
export const ALL_APART = 15;

/** How near to each other markers become one cluster, in pixels. */
const RADIUS = 60;

/** How far places that stand on one spot are drawn from it, in pixels. */
const SPREAD = 21;

interface Props {
  readonly place: Marked;
}

type Found = ReturnType<Supercluster<Props, Mix>['getClusters']>[number];

/** The place that stands alone there, null for a cluster. */
const placeOf = ({ properties }: Found): Marked | null => ('cluster' in properties ? null : (properties as Props).place);

export interface PinEvents {
  select(id: string): void;
  /** A marker is pointed at or has the focus; null when none is any more. */
  hover(place: Marked | null, marker: Marker | null): void;
  kinds(place: Marked): string;
}

interface Pin {
  readonly marker: Marker;
  /** The place, or which cluster it is. */
  readonly place: Marked | null;
  readonly cluster: number;
}

/** Places and clusters of places. Only what is in view is in the page; what did not change stays, its focus too. */
export class Pins {
  #index = newIndex();
  #places: ReadonlyMap<string, Marked> = new Map();
  readonly #pins = new Map<string, Pin>();

  constructor(private readonly map: LeafletMap, private readonly events: PinEvents) {
    map.on('moveend', () => this.draw());
  }

  show(places: readonly Marked[]): void {
    this.#places = new Map(places.map((place) => [place.id, place]));
    this.#index = newIndex().load(places.map((place) => ({
      type: 'Feature', properties: { place }, geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
    })));
    this.draw();
  }

  place(id: string): Marked | undefined {
    return this.#places.get(id);
  }

  /** Brings the page into step with what is in view. */
  draw(): void {
    const bounds = this.map.getBounds().pad(0.15);
    const found = this.#index.getClusters([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], Math.round(this.map.getZoom()));
    const shifts = shiftsOf(found);
    const wanted = new Map(found.map((one) => [keyOf(one, shifts.get(one)), one]));
    for (const [key, pin] of this.#pins) {
      if (wanted.has(key)) continue;
      pin.marker.remove();
      this.#pins.delete(key);
    }
    for (const [key, one] of wanted) {
      const known = this.#pins.get(key);
      if (!known) this.#pins.set(key, this.#add(one, shifts.get(one) ?? [0, 0]));
      else if ('cluster' in one.properties) this.#pins.set(key, { ...known, cluster: one.properties.cluster_id });
    }
  }

  #add(one: Found, shift: readonly [number, number]): Pin {
    const [lon = 0, lat = 0] = one.geometry.coordinates;
    if ('cluster' in one.properties) {
      const { cluster, cluster_id: id, point_count: count, point_count_abbreviated: _, ...mix } = one.properties;
      const marker = clusterMarker(lat, lon, count, mix as unknown as Mix).addTo(this.map);
      const key = keyOf(one);
      onPress(marker, (byKey) => this.#open(this.#pins.get(key)?.cluster ?? id, byKey));
      return { marker, place: null, cluster: id };
    }
    const { place } = one.properties;
    const marker = placeMarker(place, this.events.kinds(place), shift).addTo(this.map);
    onPress(marker, () => this.events.select(place.id));
    const element = marker.getElement();
    for (const name of ['mouseenter', 'focus']) element?.addEventListener(name, () => this.events.hover(place, marker));
    for (const name of ['mouseleave', 'blur']) element?.addEventListener(name, () => this.events.hover(null, marker));
    return { marker, place, cluster: -1 };
  }

  /** Goes nearer, until the cluster comes apart. Who uses the keyboard is then on the first of what it held. */
  #open(cluster: number, byKey: boolean): void {
    const places = this.#leaves(cluster);
    const bounds = new LatLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    const zoom = Math.min(ALL_APART, Math.max(this.#index.getClusterExpansionZoom(cluster), this.map.getBoundsZoom(bounds.pad(0.1))));
    if (byKey) this.map.once('moveend', () => setTimeout(() => this.elementOf(places[0]?.id ?? '')?.focus()));
    this.map.setView(bounds.getCenter(), zoom);
  }

  #leaves(cluster: number): Marked[] {
    return this.#index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.place);
  }

  /** True when the place has a marker of its own in view. */
  isApart(id: string): boolean {
    return [...this.#pins.values()].some(({ place }) => place?.id === id);
  }

  /** The element that stands for a place now: its own, or that of the cluster that holds it. */
  elementOf(id: string): HTMLElement | undefined {
    const pins = [...this.#pins.values()];
    const pin = pins.find(({ place }) => place?.id === id)
      ?? (this.#places.has(id) ? pins.find(({ place, cluster }) => !place && this.#leaves(cluster).some((leaf) => leaf.id === id)) : undefined);
    return pin?.marker.getElement();
  }

  /** Where the marks are, from the top left corner of the map. */
  boxes(): Box[] {
    return [...this.#pins.values()].map(({ marker, place }) => {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const half = (place ? MARKER - 10 : CLUSTER) / 2;
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

/** A click, or what does as much with the keyboard. */
function onPress(marker: Marker, act: (byKey: boolean) => void): void {
  marker.on('click', () => act(false));
  marker.on('keypress', ({ originalEvent }) => {
    if (originalEvent.key === 'Enter' || originalEvent.key === ' ') act(true);
  });
}
