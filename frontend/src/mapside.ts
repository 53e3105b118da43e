import { need } from './dom.ts';
import { wide } from './layout.ts';
import type { MapView } from './map/map.ts';
import { answerTo, pointOf } from './results.ts';
import { placesOf, sameQuestion, type State, type Store } from './store.ts';
import { say } from './strings.ts';
import type { Config, Point, Zone } from './types.ts';
import { inZone, isNearly, zoneOf } from './zone.ts';
import type { Catalogue } from './catalogue.ts';

/** How many of the first places of the list the map shows around a point searched. */
const FIRST = 6;

/** What the list shows first, so that the map shows it too: the sure ones, nearest first. */
function firstPlaces(state: State): Point[] {
  return answerTo(state).results.slice(0, FIRST).map((result) => result.place);
}

const corners = ([west, south, east, north]: Zone): Point[] => [{ lat: south, lon: west }, { lat: north, lon: east }];

/** True when the map, showing `zone`, does not show what the list is about. */
function isElsewhere(state: State, zone: Zone): boolean {
  if (state.zone) return !isNearly(state.zone, zone);
  const point = pointOf(state);
  const about = point ? [point, ...firstPlaces(state)] : answerTo(state).results.map((result) => result.place);
  return about.some((place) => !inZone(place, zone));
}

/** True when the map is in sight. Asking the page itself would lay it out at every change. */
function isSeen({ tab, place }: State): boolean {
  return wide.matches || (tab === 'carte' && place === null);
}

/** Joins the map and the store. The map's own code is fetched when it is first seen. */
export class MapSide {
  readonly #zone = need('search-zone');
  #map: MapView | null = null;
  #asked = false;
  /** What the map could not do while out of sight, and owes. */
  #late = { look: false, draw: false };

  constructor(private readonly store: Store, private readonly config: Config, private readonly catalogue: Catalogue) {
    store.subscribe((state, before) => this.#update(state, before));
    wide.addEventListener('change', () => this.#onLayout());
    this.#onLayout();
  }

  /** Whenever the map may have come into sight. */
  #onLayout(): void {
    const { tab, status } = this.store.get();
    if (!this.#asked && status !== 'loading' && (wide.matches || tab === 'carte')) void this.#fetch();
    if (!this.#map || !isSeen(this.store.get())) return;
    this.#map.resize();
    if (this.#late.draw) this.#draw(this.store.get());
    if (this.#late.look) this.#look(this.store.get());
  }

  async #fetch(): Promise<void> {
    this.#asked = true;
    try {
      const { mountMap } = await import('./map/map.ts'); // 32 kB gzip with Leaflet, fetched after the list is there
      this.#map = mountMap(need('map'), { ...this.config, kindLabel: this.catalogue.kind });
    } catch {
      this.#asked = false;
      this.#note(say.mapFailed);
      return;
    }
    this.#listen();
    this.#zone.addEventListener('click', () => this.#searchZone());
    this.#draw(this.store.get());
    this.#look(this.store.get());
    this.#offerZone(this.store.get());
  }

  #listen(): void {
    const on = <T>(name: string, act: (detail: T) => void): void =>
      need('map').addEventListener(name, (event) => act((event as CustomEvent<T>).detail));
    on<string>('map:select', (place) => this.store.set({ place }));
    on<string | null>('map:hover', (hovered) => this.store.set({ hovered }));
    on<State['view']>('map:move', (view) => this.store.set({ view }));
    on('map:tiles-down', () => this.#note(say.tilesDown));
    on('map:tiles-up', () => this.#note(''));
  }

  #note(text: string): void {
    need('map-note').textContent = text;
  }

  #update(state: State, before: State): void {
    if (state.tab !== before.tab || state.status !== before.status || state.place !== before.place) this.#onLayout();
    if (!this.#map) return;
    if (placesOf(state) !== placesOf(before) || !sameQuestion(state, before)) this.#draw(state);
    this.#map.highlight(state.place, state.hovered);
    const elsewhere = (state.search !== before.search || state.zone !== before.zone) && state.view === null;
    const restored = state.view !== before.view && !this.#map.isAt(state.view);
    if (elsewhere || restored) this.#look(state);
    else if (state.place && state.place !== before.place) this.#reveal(state);
    this.#offerZone(state);
  }

  /** Offers to search where a person has moved the map, once that is not what the list is about. */
  #offerZone(state: State): void {
    const moved = state.view !== null && state.status === 'ready' && isSeen(state) && state.place === null;
    this.#zone.hidden = !(moved && this.#map && isElsewhere(state, this.#map.zone()));
  }

  #searchZone(): void {
    const { search, view } = this.store.get();
    if (!this.#map) return;
    this.store.set({ zone: zoneOf(this.#map.zone()), search: search.by === 'point' ? { by: 'nothing' } : search, view });
    (wide.matches ? need('summary') : need('map')).focus({ preventScroll: true }); // the button goes
  }

  #draw(state: State): void {
    this.#late.draw = !isSeen(state);
    if (this.#late.draw) return;
    this.#map?.show(answerTo(state).results.map(({ place }) => ({ ...place, possible: false, open: place.open?.now ?? false })));
    this.#map?.mark(pointOf(state));
  }

  /** Moves the map to the view of the state, or to what the state is about. */
  #look(state: State): void {
    const point = pointOf(state);
    this.#late.look = !isSeen(state);
    if (this.#late.look) return;
    if (state.view) this.#map?.goTo(state.view);
    else if (state.zone) this.#map?.fit(corners(state.zone));
    else if (point) this.#map?.fit([point, ...firstPlaces(state)]);
    else this.#map?.fitHome();
    if (state.view === null) this.#reveal(state);
  }

  #reveal(state: State): void {
    const place = state.places.find((other) => other.id === state.place);
    if (place && isSeen(state)) this.#map?.reveal(place.id);
    this.#map?.highlight(state.place, state.hovered);
  }
}
