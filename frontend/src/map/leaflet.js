/*! Leaflet 1.9.4, (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade, BSD-2-Clause */
/*
 * What the map needs of Leaflet, module by module. Its single file also holds shapes, popups, tooltips, layers of data and of
 * pictures: 15 kB gzip that we never run. The build gives this file to whoever imports "leaflet".
 */
import { Control } from 'leaflet/src/control/Control.js';
import { Attribution } from 'leaflet/src/control/Control.Attribution.js';
import { Zoom } from 'leaflet/src/control/Control.Zoom.js';
import 'leaflet/src/map/index.js';

Control.Attribution = Attribution;
Control.Zoom = Zoom;

export { Control };
export * as DomEvent from 'leaflet/src/dom/DomEvent.js';
export * as DomUtil from 'leaflet/src/dom/DomUtil.js';
export { LatLngBounds } from 'leaflet/src/geo/LatLngBounds.js';
export { GridLayer } from 'leaflet/src/layer/tile/GridLayer.js';
export { TileLayer } from 'leaflet/src/layer/tile/TileLayer.js';
export { Map } from 'leaflet/src/map/Map.js';
