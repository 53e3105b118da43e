import { DivIcon, Marker } from 'leaflet';
import { el, kindIcon } from '../page/dom.ts';
import { say } from '../strings.ts';


/** What a marker needs to know of a place. */
export interface Marked { readonly id: string; readonly name: string; readonly lat: number; readonly lon: number; readonly kinds: readonly string[]; readonly possible: boolean; readonly open: boolean }

export interface MarkerEvents {
  select(id: string): void;
  hover(id: string | null): void;
}

/** One door, one marker: the first kind large, the others beside it, smaller. */
function drawing(place: Marked): HTMLElement {
  const [first = 'other', ...others] = place.kinds;
  const small = others.slice(0, 2).map((kind, i) => el('span', { class: `marker-also marker-also-${i + 1}` }, kindIcon(kind)));
  return el('span', { class: 'marker-shape' }, kindIcon(first), ...small);
}

/** Drawn when the marker first comes into view, not before: hundreds never do. */
class PlaceIcon extends DivIcon {
  constructor(private readonly place: Marked) {
    super({ className: 'marker', iconSize: [44, 44] });
  }

  override createIcon(old?: HTMLElement): HTMLElement {
    this.options.html ||= drawing(this.place);
    return super.createIcon(old);
  }
}

const mainKinds = new WeakMap<Marker, string>();

/** The kind that the marker of a place shows large. */
export const mainKind = (marker: Marker): string => mainKinds.get(marker) ?? 'other';

export function placeMarker(place: Marked, kinds: string, events: MarkerEvents): Marker {
  const title = say.markerLabel(place.name, kinds, '');
  const marker = new Marker([place.lat, place.lon], { icon: new PlaceIcon(place), title, riseOnHover: true });
  mainKinds.set(marker, place.kinds[0] ?? 'other');
  marker.on('click', () => events.select(place.id));
  marker.on('keypress', ({ originalEvent }) => {
    if (originalEvent.key === 'Enter' || originalEvent.key === ' ') events.select(place.id);
  });
  marker.on('mouseover', () => events.hover(place.id));
  marker.on('mouseout', () => events.hover(null));
  marker.on('add', () => {
    marker.getElement()?.addEventListener('focus', () => events.hover(place.id));
    marker.getElement()?.addEventListener('blur', () => events.hover(null));
  });
  return marker;
}

/** Where the person is, or the commune they asked for. */
export function hereMarker(lat: number, lon: number): Marker {
  const html = el('span', { class: 'here-dot' }, el('span', { class: 'visually-hidden' }, say.here));
  const icon = new DivIcon({ html, className: 'here', iconSize: [60, 60] });
  return new Marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -10_000 });
}
