import { TileLayer } from 'leaflet';

/** How many tiles may fail before the page says that the background is missing. */
const PATIENCE = 4;

/** Plain text: an attribution is a setting, but nothing is read as HTML here. */
function asText(attribution: string): string {
  const holder = document.createElement('span');
  holder.textContent = attribution.replace(/<[^>]*>/g, '');
  return holder.innerHTML;
}

/** The background. Tells, through `report`, when it stops coming and when it comes again. */
export function createTiles(url: string, attribution: string, report: (down: boolean) => void): TileLayer {
  const tiles = new TileLayer(url, { attribution: asText(attribution), maxZoom: 18, crossOrigin: false });
  let failed = 0;
  tiles.on('tileerror', () => {
    failed += 1;
    if (failed === PATIENCE) report(true);
  });
  tiles.on('tileload', () => {
    if (failed >= PATIENCE) report(false);
    failed = 0;
  });
  return tiles;
}
