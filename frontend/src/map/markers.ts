import { el, kindIcon } from '../page/dom.ts';
import { clusterLabel, say } from './words.ts';

/** What a marker needs to know of a place. */
export interface Marked {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  readonly kinds: readonly string[];
  /** The place may meet the need, but does not announce it: drawn hollow. */
  readonly possible: boolean;
  readonly open: boolean;
}

/** How many places have each kind as their first. */
export type Mix = Readonly<Record<string, number>>;

/** The kind that the marker of a place shows large. */
export const mainKind = (place: Marked): string => place.kinds[0] ?? 'other';

/** A button on the map: its accessible name says all, its content is a drawing. */
const pressed = (className: string, name: string, drawing: HTMLElement): HTMLElement =>
  el('div', { class: `pin ${className}`, role: 'button', tabindex: '0', 'aria-label': name }, drawing);

/** One door, one marker: the first kind large, the others beside it, smaller; a dot when it is open. */
function drawing(place: Marked): HTMLElement {
  const small = place.kinds.slice(1, 3).map((kind, i) => el('span', { class: `marker-also marker-also-${i + 1}` }, kindIcon(kind)));
  return el('span', { class: 'marker-shape' }, kindIcon(mainKind(place)), ...small, place.open ? el('span', { class: 'marker-open' }) : null);
}

export const placeElement = (place: Marked, kinds: string): HTMLElement =>
  pressed(place.possible ? 'marker is-possible' : 'marker', say.markerLabel(place.name, kinds, place.possible, place.open), drawing(place));

/** A ring in the colours of the kinds, as much of each as there are places. */
function ring(mix: readonly (readonly [string, number])[], total: number): string {
  let done = 0;
  const parts = mix.map(([kind, places]) => `var(--${kind}, var(--soft)) ${(done / total) * 100}% ${((done += places) / total) * 100}%`);
  return `conic-gradient(${parts.join()})`;
}

/** A number within a ring. The accessible name says what the ring shows. */
export function clusterElement(count: number, mix: Mix): HTMLElement {
  const kinds = Object.entries(mix).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const size = count < 10 ? 'few' : count < 50 ? 'some' : 'many';
  const shape = el('span', { class: `cluster-ring cluster-${size}` }, el('span', { class: 'cluster-disc', 'aria-hidden': 'true' }, String(count)));
  shape.style.backgroundImage = ring(kinds, count);
  return pressed('cluster', clusterLabel(count, kinds), shape);
}

/** Where the person is, or the commune of the search. */
export const hereElement = (): HTMLElement =>
  el('div', { class: 'pin here' }, el('span', { class: 'here-dot' }, el('span', { class: 'visually-hidden' }, say.here)));
