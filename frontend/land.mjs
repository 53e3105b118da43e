// Makes data/terres.json, the land around the départements, out of Natural Earth (npm world-atlas, public domain).
//   node land.mjs
// Each region is clipped to its box and drawn with points 200 metres off at most.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { merge } from 'topojson-client';

const root = import.meta.dirname;

/** Where France is, with enough around to move the map: west, south, east, north. */
const REGIONS = {
  metropole: [-12, 37, 16, 56],
  antilles: [-67, 10, -56, 21],
  guyane: [-60, -3, -46, 11],
  'saint-pierre': [-62, 42, -50, 52],
  reunion: [50, -26, 61, -16],
  mayotte: [40, -18, 50, -8],
};

/** Points are whole numbers of this fraction of a degree. */
const GRID = 1000;
const TOLERANCE = 200;
const METRES = 111_320;

/** The part of a ring within a box (Sutherland and Hodgman). */
function clip(ring, [west, south, east, north]) {
  const sides = [[0, west, 1], [0, east, -1], [1, south, 1], [1, north, -1]];
  return sides.reduce((points, [axis, limit, sign]) => {
    const inside = (p) => sign * (p[axis] - limit) >= 0;
    const cut = (a, b) => {
      const part = (limit - a[axis]) / (b[axis] - a[axis]);
      return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    };
    return points.flatMap((p, i) => {
      const previous = points[(i + points.length - 1) % points.length];
      const crossing = inside(p) === inside(previous) ? [] : [cut(previous, p)];
      return inside(p) ? [...crossing, p] : crossing;
    });
  }, ring);
}

/** How far a point is from a segment, in metres. */
function offset([px, py], [ax, ay], [bx, by]) {
  const across = METRES * Math.cos((ay * Math.PI) / 180);
  const [x, y, dx, dy] = [(px - ax) * across, (py - ay) * METRES, (bx - ax) * across, (by - ay) * METRES];
  const length = dx * dx + dy * dy;
  const t = length && Math.max(0, Math.min(1, (x * dx + y * dy) / length));
  return Math.hypot(x - t * dx, y - t * dy);
}

/** Douglas and Peucker. */
function simplify(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  let at = 0;
  let most = TOLERANCE;
  for (let i = 1; i < points.length - 1; i++) {
    const metres = offset(points[i], first, last);
    if (metres > most) [at, most] = [i, metres];
  }
  return at ? [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))] : [first, last];
}

function simplifyRing(ring) {
  const half = Math.floor(ring.length / 2);
  return [...simplify(ring.slice(0, half + 1)).slice(0, -1), ...simplify([...ring.slice(half), ring[0]]).slice(0, -1)];
}

/** Whole numbers, each as its difference from the one before. */
function encode(ring) {
  const cells = ring.map(([x, y]) => [Math.round(x * GRID), Math.round(y * GRID)]);
  const moved = cells.filter(([x, y], i) => i === 0 || x !== cells[i - 1][0] || y !== cells[i - 1][1]);
  return moved.flatMap(([x, y], i) => (i === 0 ? [x, y] : [x - moved[i - 1][0], y - moved[i - 1][1]]));
}

const world = JSON.parse(readFileSync(join(root, 'node_modules/world-atlas/countries-10m.json'), 'utf8'));
// The land of the same edition lacks islands that are countries, such as Guernsey.
const land = merge(world, world.objects.countries.geometries).coordinates;
const regions = Object.entries(REGIONS).map(([name, box]) => {
  // There land is on the right of its coast; here on the left, as in GeoJSON.
  const rings = land.flat().map((ring) => clip(ring.slice(0, -1).reverse(), box)).filter((ring) => ring.length > 2);
  return { name, box, rings: rings.map(simplifyRing).map(encode).filter((ring) => ring.length > 5) };
});
const lines = regions.map(({ name, box, rings }) => `{"name":"${name}","box":${JSON.stringify(box)},"rings":[\n${rings.map((ring) => JSON.stringify(ring)).join(',\n')}]}`);
writeFileSync(join(root, '../data/terres.json'), `{"grid":${GRID},"regions":[\n${lines.join(',\n')}]}\n`);
