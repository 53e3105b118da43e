/** The ground of the map as the server sends it, in TopoJSON (internal/ground): each limit is one arc that those on both sides share. */
interface Topology {
  readonly bbox: readonly [number, number, number, number];
  readonly transform: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: Readonly<Record<string, Lines> & { towns: Towns }>;
}

interface Lines {
  readonly arcs: readonly (readonly number[])[];
}

interface Towns {
  readonly geometries: readonly {
    readonly coordinates: readonly [number, number];
    readonly properties: { readonly name: string; readonly population: number };
  }[];
}

/** Points in the square world of Web Mercator, 0 to 1: x, y, x, y…, and the box around them. */
export interface Line {
  readonly points: Float64Array;
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

export interface Town {
  readonly name: string;
  readonly population: number;
  readonly lat: number;
  readonly lon: number;
}

export interface Ground {
  /** West, south, east, north: beyond, nothing is known. */
  readonly box: readonly [number, number, number, number];
  /** Rings, filled by the rule of odd and even. */
  readonly land: readonly Line[];
  readonly others: readonly Line[];
  /** Rings of land that lie over the others too, filled whole. */
  readonly pieces: readonly Line[];
  /** Limits: the territory's, those of intercommunalités, and those of communes once near enough. */
  readonly borders: readonly Line[];
  readonly epcis: readonly Line[];
  readonly communes: readonly Line[];
  /** The largest first. */
  readonly towns: readonly Town[];
}

function project(lon: number, lat: number): readonly [number, number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

function lineOf(points: Float64Array): Line {
  let [west, north, east, south] = [1, 1, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return { points, west, north, east, south };
}

/** The points of an arc; the file gives each as its difference from the one before. */
function decode(arc: Topology['arcs'][number], { scale, translate }: Topology['transform']): Float64Array {
  const points = new Float64Array(2 * arc.length);
  let [x, y] = [0, 0];
  arc.forEach(([dx, dy], i) => {
    x += dx;
    y += dy;
    points.set(project(x * scale[0] + translate[0], y * scale[1] + translate[1]), 2 * i);
  });
  return points;
}

function reversed(points: Float64Array): Float64Array {
  const back = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) back.set(points.subarray(i, i + 2), points.length - 2 - i);
  return back;
}

/** A line of several arcs; ~i is the arc i walked backwards. */
function join(refs: readonly number[], arcs: readonly Float64Array[]): Line {
  const parts = refs.map((ref) => (ref < 0 ? reversed(arcs[~ref] as Float64Array) : (arcs[ref] as Float64Array)));
  const points = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    points.set(part, at);
    at += part.length;
  }
  return lineOf(points);
}

export function readGround(topology: Topology): Ground {
  const { transform, objects } = topology;
  const arcs = topology.arcs.map((arc) => decode(arc, transform));
  const lines = (name: string): Line[] => (objects[name]?.arcs ?? []).map((refs) => join(refs, arcs));
  const towns = objects.towns.geometries.map(({ coordinates: [x, y], properties }) => ({
    ...properties, lon: x * transform.scale[0] + transform.translate[0], lat: y * transform.scale[1] + transform.translate[1],
  }));
  return {
    box: topology.bbox, land: lines('land'), others: lines('others'), pieces: lines('pieces'), borders: lines('borders'), epcis: lines('epcis'), communes: lines('communes'), towns,
  };
}

export async function fetchGround(address: string): Promise<Ground> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return readGround((await response.json()) as Topology);
}

/** Sheets as one ground. Each has the limits of its own département, and the whole land, finely drawn where it is its own: the main one gives it. */
export function together(main: Ground, sheets: readonly Ground[]): Ground {
  if (sheets.length === 1) return main;
  const all = (limits: 'borders' | 'epcis' | 'communes'): Line[] => sheets.flatMap((sheet) => sheet[limits]);
  const towns = sheets.flatMap((sheet) => sheet.towns).sort((a, b) => b.population - a.population);
  return { ...main, borders: all('borders'), epcis: all('epcis'), communes: all('communes'), towns };
}
