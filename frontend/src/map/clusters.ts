import 'leaflet.markercluster'; // 6 kB gzip
import { DivIcon, type Marker, type MarkerCluster, type MarkerClusterGroup } from 'leaflet';
import { el } from '../page/dom.ts';
import { clusterLabel } from '../strings.ts';
import { L } from './leaflet-global.ts';
import { mainKind } from './markers.ts';

/** From this zoom on, every place has its own marker. */
const ALL_APART = 15;

/** How many of the places of a cluster have each kind as their first, the most frequent first. */
function mixOf(cluster: MarkerCluster): [kind: string, places: number][] {
  const counts = new Map<string, number>();
  for (const marker of cluster.getAllChildMarkers()) counts.set(mainKind(marker), (counts.get(mainKind(marker)) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** A ring in the colours of the kinds, as much of each as there are places. */
function ring(mix: readonly (readonly [string, number])[], total: number): string {
  let done = 0;
  const parts = mix.map(([kind, places]) => `var(--${kind}, var(--soft)) ${(done / total) * 100}% ${((done += places) / total) * 100}%`);
  return `conic-gradient(${parts.join()})`;
}

/** A number within a ring. What the ring shows is said whole by the title, which is also the cluster's name. */
class ClusterIcon extends DivIcon {
  constructor(private readonly cluster: MarkerCluster) {
    super({ className: 'cluster', iconSize: [48, 48] });
  }

  override createIcon(old?: HTMLElement): HTMLElement {
    const count = this.cluster.getChildCount();
    const mix = mixOf(this.cluster);
    const size = count < 10 ? 'few' : count < 50 ? 'some' : 'many';
    const disc = el('span', { class: 'cluster-disc', 'aria-hidden': 'true' }, String(count));
    const shape = el('span', { class: `cluster-ring cluster-${size}` }, disc);
    shape.style.backgroundImage = ring(mix, count);
    this.options.html = shape;
    const icon = super.createIcon(old);
    icon.title = clusterLabel(count, mix);
    return icon;
  }
}

/** Markers of places stay where they are: nothing needs to be listened to on each, at every change, in case it moves. */
const still = { _childMarkerEventHandlers: {} };

export function createClusters(animate: boolean): MarkerClusterGroup {
  const group = new L.MarkerClusterGroup({
    animate,
    animateAddingMarkers: false,
    chunkedLoading: false,
    showCoverageOnHover: false,
    spiderLegPolylineOptions: { weight: 2, opacity: 0.6 },
    maxClusterRadius: 72,
    disableClusteringAtZoom: ALL_APART,
    spiderfyOnMaxZoom: false,
    iconCreateFunction: (cluster) => new ClusterIcon(cluster),
  });
  return Object.assign(group, still);
}

/** The element that stands for a marker now: its own, or that of the cluster that holds it. */
export function elementOf(group: MarkerClusterGroup, marker: Marker): HTMLElement | undefined {
  const visible = group.getVisibleParent(marker) as Marker | null;
  return visible?.getElement();
}
