/*! Leaflet 1.9.4, (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade, BSD-2-Clause */
/*
 * What the map needs of Leaflet, module by module. Its single file also holds shapes, popups, tooltips, layers of data and of
 * pictures: 15 kB gzip that we never run. The build gives this file to whoever imports "leaflet", the clusters among them.
 */
import { Control } from 'leaflet/src/control/Control.js';
import { Attribution } from 'leaflet/src/control/Control.Attribution.js';
import { Zoom } from 'leaflet/src/control/Control.Zoom.js';
import 'leaflet/src/map/index.js';

Control.Attribution = Attribution;
Control.Zoom = Zoom;

export { Control };
export { default as Browser } from 'leaflet/src/core/Browser.js';
export * as Util from 'leaflet/src/core/Util.js';
export { bind, extend, stamp } from 'leaflet/src/core/Util.js';
export * as DomUtil from 'leaflet/src/dom/DomUtil.js';
export { LatLng } from 'leaflet/src/geo/LatLng.js';
export { LatLngBounds } from 'leaflet/src/geo/LatLngBounds.js';
export { Point } from 'leaflet/src/geometry/Point.js';
export { FeatureGroup, featureGroup } from 'leaflet/src/layer/FeatureGroup.js';
export { LayerGroup } from 'leaflet/src/layer/LayerGroup.js';
export { DivIcon } from 'leaflet/src/layer/marker/DivIcon.js';
export { Icon } from 'leaflet/src/layer/marker/Icon.js';
export { Marker } from 'leaflet/src/layer/marker/Marker.js';
export { TileLayer } from 'leaflet/src/layer/tile/TileLayer.js';
export { Map } from 'leaflet/src/map/Map.js';
