import type { MapSettings } from './map/map.ts';
import type { Marked } from './map/map.ts';

/** What the server tells of the map of one place, in data-config. */
interface Told extends Pick<MapSettings, 'tileURL' | 'tileAttribution' | 'departement'> {
  readonly script: string;
  readonly place: Pick<Marked, 'id' | 'name' | 'lat' | 'lon' | 'kinds'>;
  /** What the kinds are called. */
  readonly labels: Readonly<Record<string, string>>;
}

type MapScript = typeof import('./map/map.ts');

/** Near enough to know the streets around. */
const ZOOM = 15;

async function draw(section: HTMLElement, container: HTMLElement): Promise<void> {
  const { script, place, labels, ...settings } = JSON.parse(section.dataset['config'] ?? '{}') as Told;
  const { mountMap } = (await import(script)) as MapScript; // the same file as on the page of the map
  const map = mountMap(container, { ...settings, kindLabel: (kind) => labels[kind] ?? kind, small: true });
  map.show([{ ...place, possible: false, open: false }]);
  map.goTo({ lat: place.lat, lon: place.lon, zoom: ZOOM });
  container.addEventListener('map:select', () => document.getElementById('on-map')?.click());
  container.addEventListener('map:tiles-down', () => (section.hidden = true)); // one mark on nothing tells nothing
  container.addEventListener('map:tiles-up', () => (section.hidden = false));
}

/**
 * The map of one place. Its code, 38 kB, is fetched when the reader comes near
 * it. Without it, or without tiles, the address and the link to the map remain.
 */
export function offerMap(section: HTMLElement): void {
  const container = section.querySelector<HTMLElement>('.map');
  if (!container || !('IntersectionObserver' in window)) return;
  section.hidden = false;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    draw(section, container).catch(() => (section.hidden = true));
  }, { rootMargin: '300px' });
  near.observe(container);
}
