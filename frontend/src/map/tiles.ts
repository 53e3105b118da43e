import { TileLayer } from 'leaflet';

/** How many tiles may fail before the map goes on without them. */
const PATIENCE = 4;

/** Plain text: an attribution is a setting, but nothing is read as HTML here. */
export function asText(attribution: string): string {
  const holder = document.createElement('span');
  holder.textContent = attribution.replace(/<[^>]*>/g, '');
  return holder.innerHTML;
}

/** The tiles of others. Tells, through `report`, when they come, and when they do not come any more. */
export function createTiles(url: string, report: (there: boolean) => void): TileLayer {
  const tiles = new TileLayer(url, { maxZoom: 18, crossOrigin: false });
  let failed = 0;
  let there: boolean | null = null;
  const tell = (now: boolean): void => {
    if (there !== now) report((there = now));
  };
  tiles.on('tileerror', () => {
    failed += 1;
    if (failed === PATIENCE) tell(false);
  });
  tiles.on('tileload', () => {
    failed = 0;
    tell(true);
  });
  return tiles;
}
