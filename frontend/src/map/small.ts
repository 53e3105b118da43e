import type { MapSettings } from './map.ts';
import type { Marked } from './markers.ts';

/** What the server tells of the map of one place, in data-config. */
interface SmallMapConfig extends Omit<MapSettings, 'kindLabel' | 'small'> {
  readonly script: string;
  readonly place: Omit<Marked, 'possible' | 'open'>;
  /** What the kinds are called. */
  readonly labels: Readonly<Record<string, string>>;
}

type MapScript = typeof import('./map.ts');

/** Near enough to know the streets around; without tiles there are none, and towns tell more. */
const ZOOM = { tiles: 15, ground: 12 };

async function draw(section: HTMLElement): Promise<void> {
  const { script, place, labels, ...settings } = JSON.parse(section.dataset['config'] ?? '{}') as SmallMapConfig;
  const live = section.querySelector<HTMLElement>('.small-map-live');
  const container = live?.querySelector<HTMLElement>('.map');
  if (!live || !container) return;
  const { mountMap } = (await import(script)) as MapScript; // the same file as on the page of the map
  live.hidden = false;
  section.classList.add('is-live');
  const map = mountMap(container, { ...settings, kindLabel: (kind) => labels[kind] ?? kind, small: true });
  map.show([{ ...place, possible: false, open: false }]);
  const near = (zoom: number): void => map.goTo({ lat: place.lat, lon: place.lon, zoom });
  near(settings.tileURL ? ZOOM.tiles : ZOOM.ground);
  container.addEventListener('map:select', () => document.getElementById('on-map')?.click());
  container.addEventListener('map:tiles-down', () => near(ZOOM.ground), { once: true });
}

/** Puts a map that moves in place of the drawn one. Its code is fetched when the reader comes near it; without it, the drawing stays. */
export function offerMap(section: HTMLElement): void {
  if (!('IntersectionObserver' in window)) return;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    draw(section).catch(() => undefined);
  }, { rootMargin: '300px' });
  near.observe(section);
}
