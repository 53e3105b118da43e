import Supercluster from 'supercluster';
import type { Zone } from '../page/types.ts';
import { mainKind, type Marked, type Mix } from './markers.ts';

/** From this zoom on, every place has its own marker. */
export const ALL_APART = 15;

/** How near to each other markers become one cluster, in pixels. */
const RADIUS = 60;

/** Around a place, in degrees: the index rounds where it stands. */
const NEAR = 1e-4;

interface Props {
  readonly place: Marked;
}

type Index = Supercluster<Props, Mix>;

/** A place that stands alone, or a cluster. */
export type Found = ReturnType<Index['getClusters']>[number];

/** The place that stands alone there, null for a cluster. */
export const placeOf = ({ properties }: Found): Marked | null => ('cluster' in properties ? null : properties.place);

/** The number of a cluster in the index, which is another after each change; -1 for a place. */
export const clusterOf = ({ properties }: Found): number => ('cluster' in properties ? properties.cluster_id : -1);

export const countOf = ({ properties }: Found): number => ('cluster' in properties ? properties.point_count : 1);

/** What the index tells of a cluster; the rest is its mix. */
const OWN: ReadonlySet<string> = new Set(['cluster', 'cluster_id', 'point_count', 'point_count_abbreviated']);

export const mixOf = ({ properties }: Found): Mix => Object.fromEntries(Object.entries(properties).filter(([name]) => !OWN.has(name)));

/** The box around these places. */
function boxAround(places: readonly Marked[]): Zone {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lat, lon } of places) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west - NEAR, south - NEAR, east + NEAR, north + NEAR];
}

/** The clusters of some places. Each zoom has its own, made when the map comes to it: most answers are seen from one. */
export class Clusters {
  private readonly indexes = new Map<number, Index>();

  constructor(private readonly places: readonly Marked[]) {}

  private at(zoom: number): Index {
    const level = Math.min(zoom, ALL_APART - 1);
    let index = this.indexes.get(level);
    if (!index) this.indexes.set(level, (index = newIndex(level).load(this.places.map(asPoint))));
    return index;
  }

  /** What stands in a part of the map. */
  in(box: Zone, zoom: number): Found[] {
    return this.at(zoom).getClusters([...box], zoom);
  }

  /** The places of a cluster of this zoom. */
  leaves(cluster: number, zoom: number): Marked[] {
    return this.at(zoom).getLeaves(cluster, Infinity).map(({ properties }) => properties.place);
  }

  /** The first zoom after this one at which these places are not one cluster any more. */
  zoomParting(places: readonly Marked[], zoom: number): number {
    const box = boxAround(places);
    return firstZoom(zoom + 1, (nearer) => this.in(box, nearer).length > 1);
  }

  /** The first zoom, from this one on, at which the place has a marker of its own. */
  zoomApart(place: Marked, from: number): number {
    const box = boxAround([place]);
    return firstZoom(from, (nearer) => this.in(box, nearer).some((one) => placeOf(one)?.id === place.id));
  }
}

function firstZoom(from: number, fits: (zoom: number) => boolean): number {
  let zoom = from;
  while (zoom < ALL_APART && !fits(zoom)) zoom++;
  return zoom;
}

const asPoint = (place: Marked): Parameters<Index['load']>[0][number] =>
  ({ type: 'Feature', properties: { place }, geometry: { type: 'Point', coordinates: [place.lon, place.lat] } });

/** An index of this zoom, made from that of the next: out of single places, clusters would come nearer to each other than a finger is wide. */
const newIndex = (zoom: number): Index => new Supercluster<Props, Mix>({
  radius: RADIUS, extent: 256, minZoom: zoom, maxZoom: Math.min(zoom + 1, ALL_APART - 1),
  map: ({ place }) => ({ [mainKind(place)]: 1 }),
  reduce: (sum, mix) => {
    const counts = sum as Record<string, number>;
    for (const kind in mix) counts[kind] = (counts[kind] ?? 0) + (mix[kind] ?? 0);
  },
});
