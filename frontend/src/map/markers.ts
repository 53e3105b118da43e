import { DivIcon, Marker } from 'leaflet';
import { el, kindIcon } from '../page/dom.ts';
import { clusterLabel, say } from './words.ts';

/** What a marker needs to know of a place. */
export interface Marked {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  readonly kinds: readonly string[];
  /** The need asked for is only possible there: drawn hollow. */
  readonly possible: boolean;
  readonly open: boolean;
}

/** How many places have each kind as their first. */
export type Mix = Readonly<Record<string, number>>;

/** The kind that the marker of a place shows large. */
export const mainKind = (place: Marked): string => place.kinds[0] ?? 'other';

/** An element that is made when the marker comes into view, and named whole: what it shows is a drawing. */
class Icon extends DivIcon {
  constructor(className: string, size: number, private readonly name: string, private readonly draw: () => HTMLElement, anchor?: readonly [number, number]) {
    super({ className, iconSize: [size, size], ...(anchor ? { iconAnchor: [anchor[0], anchor[1]] } : {}) });
  }

  override createIcon(old?: HTMLElement): HTMLElement {
    this.options.html = this.draw();
    const icon = super.createIcon(old);
    icon.setAttribute('aria-label', this.name);
    return icon;
  }
}

/** One door, one marker: the first kind large, the others beside it, smaller; a dot when it is open. */
function drawing(place: Marked): HTMLElement {
  const small = place.kinds.slice(1, 3).map((kind, i) => el('span', { class: `marker-also marker-also-${i + 1}` }, kindIcon(kind)));
  return el('span', { class: 'marker-shape' }, kindIcon(mainKind(place)), ...small, place.open ? el('span', { class: 'marker-open' }) : null);
}

/** The size of a marker: what a finger needs. */
export const MARKER = 44;

/** `shift` moves a marker aside, in pixels, from others that stand on the same spot. */
export function placeMarker(place: Marked, kinds: string, shift: readonly [number, number]): Marker {
  const anchor = [MARKER / 2 - shift[0], MARKER / 2 - shift[1]] as const;
  const name = say.markerLabel(place.name, kinds, place.possible, place.open);
  const icon = new Icon(`marker${place.possible ? ' is-possible' : ''}`, MARKER, name, () => drawing(place), anchor);
  return new Marker([place.lat, place.lon], { icon, riseOnHover: true });
}

/** A ring in the colours of the kinds, as much of each as there are places. */
function ring(mix: readonly (readonly [string, number])[], total: number): string {
  let done = 0;
  const parts = mix.map(([kind, places]) => `var(--${kind}, var(--soft)) ${(done / total) * 100}% ${((done += places) / total) * 100}%`);
  return `conic-gradient(${parts.join()})`;
}

/** The size of a cluster. */
export const CLUSTER = 48;

/** A number within a ring. What the ring shows is said whole by its name. */
export function clusterMarker(lat: number, lon: number, count: number, mix: Mix): Marker {
  const kinds = Object.entries(mix).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const draw = (): HTMLElement => {
    const size = count < 10 ? 'few' : count < 50 ? 'some' : 'many';
    const shape = el('span', { class: `cluster-ring cluster-${size}` }, el('span', { class: 'cluster-disc', 'aria-hidden': 'true' }, String(count)));
    shape.style.backgroundImage = ring(kinds, count);
    return shape;
  };
  return new Marker([lat, lon], { icon: new Icon('cluster', CLUSTER, clusterLabel(count, kinds), draw) });
}

/** Where the person is, or the commune they asked for. */
export function hereMarker(lat: number, lon: number): Marker {
  const html = el('span', { class: 'here-dot' }, el('span', { class: 'visually-hidden' }, say.here));
  const icon = new DivIcon({ html, className: 'here', iconSize: [60, 60] });
  return new Marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -10_000 });
}
