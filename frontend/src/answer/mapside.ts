/** Joins the map and the answer. The map's own code is fetched when it is first seen. */
import { isFramed, need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import type { Point, Zone } from '../page/types.ts';
import type { MapView, View } from '../map/map.ts';
import type { Marked } from '../map/markers.ts';
import { getPlaces, placesOf, type Feature, type Places } from './ask.ts';
import { within } from './choices.ts';
import type { Config } from './config.ts';
import type { Page } from './page.ts';
import { wide } from './tabs.ts';
import { inZone, isNearly, readZone, zoneOf, zoneText } from './zone.ts';

/** How many of the first places of the list the map shows around a point searched. */
const FIRST = 6;

const marked = ({ id, geometry: { coordinates: [lon, lat] }, properties: { name, possible = false, open = false } }: Feature, kinds: readonly string[]): Marked =>
  ({ id, lat, lon, name, kinds, possible, open });

/** What the markers show. Most places have the sets of others: their kinds are found once. */
function markedOf({ features, sets: described }: Places): Marked[] {
  const known = new Map<string, readonly string[]>();
  return features.map((feature) => {
    const { sets } = feature.properties;
    const name = sets.join();
    let kinds = known.get(name);
    if (!kinds) known.set(name, (kinds = [...new Set(sets.map((number) => described[number]?.kind ?? 'other'))]));
    return marked(feature, kinds);
  });
}

const corners = ([west, south, east, north]: Zone): Point[] => [{ lat: south, lon: west }, { lat: north, lon: east }];

function pointOf({ question: { searchParams: query } }: Page): Point | null {
  return query.has('lat') && query.has('lon') ? { lat: Number(query.get('lat')), lon: Number(query.get('lon')) } : null;
}

export class MapSide {
  private readonly zone = need('search-zone');
  private map: MapView | null = null;
  private fetching = false;
  private seen = false;
  private places: readonly Marked[] = [];
  /** The address whose places the map holds, and the question it looks at. */
  private shownPlaces = '';
  private looked = '';

  constructor(private readonly page: Page, private readonly config: Config, private readonly select: (id: string) => void) {
    page.wantsPlaces = () => this.map !== null && this.isSeen();
    page.listen((_, answer) => void this.update(answer?.places ?? null));
    wide.addEventListener('change', () => void this.update(null));
    for (const type of ['mouseover', 'focusin']) document.addEventListener(type, (event) => this.hover(event.target));
    this.zone.addEventListener('click', () => this.searchZone());
    void this.update(null);
  }

  private isSeen(): boolean {
    const { tab, place } = this.page.looks;
    return wide.matches || ((isFramed() || tab === 'carte') && place === '' && this.page.step === 'reponse');
  }

  private async update(places: Places | null): Promise<void> {
    const seen = this.isSeen();
    const appeared = seen && !this.seen;
    this.seen = seen;
    if (!seen) return;
    if (!this.map) return this.fetch();
    if (appeared) this.map.resize();
    if (places) this.hold(places);
    else if (this.shownPlaces !== placesOf(this.page.main)) await this.ask();
    this.look();
  }

  private async fetch(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const { mountMap } = await import('../map/map.ts');
      this.map = mountMap(need('map'), { ...this.config, kindLabel: (kind) => this.config.kinds[kind] ?? kind });
    } catch {
      this.note(t('La carte n’a pas pu être chargée. La liste donne les mêmes lieux.'));
      return;
    } finally {
      this.fetching = false;
    }
    this.listen();
    this.seen = false;
    await this.update(null);
  }

  /** The places of the answer that is shown, where it came without them. */
  private async ask(): Promise<void> {
    const address = placesOf(this.page.main);
    const places = await getPlaces(address).catch(() => null);
    if (address !== placesOf(this.page.main)) return;
    if (places) this.hold(places);
    else this.note(t('La carte n’a pas pu être chargée. La liste donne les mêmes lieux.'));
  }

  private hold(places: Places): void {
    this.shownPlaces = placesOf(this.page.main);
    this.places = markedOf(places);
    this.note('');
    this.map?.show(this.places);
    need('map').dataset['places'] = this.shownPlaces; // what the markers answer
  }

  private listen(): void {
    const on = <T>(name: string, act: (detail: T) => void): void =>
      need('map').addEventListener(name, (event) => act((event as CustomEvent<T>).detail));
    on<string>('map:select', (id) => this.select(id));
    on<string | null>('map:hover', (id) => this.light(id));
    on<View>('map:move', (view) => this.page.look({ view }, false));
  }

  private note(text: string): void {
    need('map-note').textContent = text;
  }

  /** Shows on the map the card that is pointed at. */
  private hover(target: EventTarget | null): void {
    const id = target instanceof Element ? target.closest<HTMLElement>('.card[data-place]')?.dataset['place'] : undefined;
    this.map?.highlight(this.page.looks.place || null, id ?? null);
  }

  /** Shows in the list the place that is pointed at on the map. */
  private light(id: string | null): void {
    for (const card of this.page.main.querySelectorAll<HTMLElement>('.card')) card.classList.toggle('is-hovered', card.dataset['place'] === id);
    this.map?.highlight(this.page.looks.place || null, id);
  }

  /** Moves the map to where the reader moved it, or to what the question is about. */
  private look(): void {
    const { place, view } = this.page.looks;
    const about = this.shownPlaces;
    this.map?.mark(pointOf(this.page)); // another point may have the same places
    if (view && !this.map?.isAt(view)) this.map?.goTo(view);
    else if (!view && this.looked !== about + pointKey(this.page)) this.fit();
    this.looked = view || place ? '' : about + pointKey(this.page); // once the place is closed, the map is where it was
    this.map?.highlight(place || null, null);
    if (place) this.map?.reveal(place);
    this.offerZone();
  }

  private fit(): void {
    const zone = this.questionZone();
    const point = pointOf(this.page);
    if (zone) this.map?.fit(corners(zone));
    else if (point) this.map?.fit([point, ...this.firstPlaces()]);
    else this.map?.fitHome();
  }

  private questionZone(): Zone | null {
    return readZone(this.page.question.searchParams.get('zone'));
  }

  /** What the list shows first, so that the map shows it too. */
  private firstPlaces(): Point[] {
    const cards = [...this.page.main.querySelectorAll<HTMLElement>('#results > .card')].slice(0, FIRST);
    return cards.map(({ dataset }) => this.places.find(({ id }) => id === dataset['place'])).filter((place) => place !== undefined);
  }

  /** Offers to search where a person has moved the map, once that is not what the list is about. */
  private offerZone(): void {
    const { view, place } = this.page.looks;
    const moved = view !== null && this.page.step === 'reponse' && place === '';
    this.zone.hidden = !(moved && this.map && this.isElsewhere(this.map.zone()));
  }

  private isElsewhere(zone: Zone): boolean {
    const wanted = this.questionZone();
    if (wanted) return !isNearly(wanted, zone);
    const point = pointOf(this.page);
    const about = point ? [point, ...this.firstPlaces()] : this.places;
    return about.some((place) => !inZone(place, zone));
  }

  private searchZone(): void {
    if (!this.map) return;
    void this.page.go(within(this.page.question, zoneText(zoneOf(this.map.zone()))), { focus: wide.matches ? 'summary' : '' });
    if (!wide.matches) need('map').focus({ preventScroll: true }); // the button goes
  }
}

/** Tells two searched points apart: the places are the same, but the map shows another part. */
const pointKey = (page: Page): string => JSON.stringify(pointOf(page));
