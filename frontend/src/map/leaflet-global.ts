import * as leaflet from 'leaflet'; // the parts in leaflet.js, 25 kB gzip

/**
 * Leaflet.markercluster hangs its classes on a global named L. A module's
 * names are frozen, so it gets this copy instead (build.mjs adds the import).
 */
export const L = { ...leaflet };
