import 'leaflet.markercluster'; // 8.5 kB gzip
import { DivIcon, type Marker, type MarkerCluster, type MarkerClusterGroup } from 'leaflet';
import { el } from '../dom.ts';
import { say } from '../strings.ts';
import { L } from './leaflet-global.ts';

/** From this zoom on, every place has its own marker. */
const ALL_APART = 15;

function clusterIcon(cluster: MarkerCluster): DivIcon {
  const count = cluster.getChildCount();
  const size = count < 10 ? 'few' : count < 50 ? 'some' : 'many';
  const hidden = el('span', { class: 'visually-hidden' }, say.cluster);
  const html = el('span', { class: `cluster-disc cluster-${size}` }, String(count), hidden);
  return new DivIcon({ html, className: 'cluster', iconSize: [48, 48] });
}

export function createClusters(animate: boolean): MarkerClusterGroup {
  return new L.MarkerClusterGroup({
    animate,
    animateAddingMarkers: false,
    chunkedLoading: false,
    showCoverageOnHover: false,
    spiderLegPolylineOptions: { weight: 2, opacity: 0.6 },
    maxClusterRadius: 72,
    disableClusteringAtZoom: ALL_APART,
    spiderfyOnMaxZoom: false,
    iconCreateFunction: clusterIcon,
  });
}

/** The element that stands for a marker now: its own, or that of the cluster that holds it. */
export function elementOf(group: MarkerClusterGroup, marker: Marker): HTMLElement | undefined {
  const visible = group.getVisibleParent(marker) as Marker | null;
  return visible?.getElement();
}
