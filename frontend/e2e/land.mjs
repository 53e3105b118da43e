// Tiles for the screenshots: the communes of the département in one pale
// colour. The real background comes from elsewhere, and a picture made here
// asks nobody.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const list = join(import.meta.dirname, '../node_modules/@etalab/decoupage-administratif/data/communes.json');

/** Web Mercator, the whole world being 1 wide. */
function project([lon, lat]) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

async function polygonsOf(base, insee) {
  const response = await fetch(`${base}/api/v1/communes/${insee}`);
  if (!response.ok) return [];
  const { geometry } = await response.json();
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : geometry?.type === 'Polygon' ? [geometry.coordinates] : [];
}

/** The contour of each commune, projected. */
export async function readLand(base, departement) {
  const communes = JSON.parse(readFileSync(list, 'utf8')).filter((c) => c.departement === departement && c.type === 'commune-actuelle');
  const rings = [];
  for (const { code } of communes) {
    for (const [outer] of await polygonsOf(base, code)) rings.push(outer.map(project));
  }
  return rings;
}

/** One tile, as an SVG picture 256 wide. */
export function drawTile(land, zoom, column, row) {
  const scale = 256 * 2 ** zoom;
  const place = ([x, y]) => [x * scale - column * 256, y * scale - row * 256];
  const touches = (ring) => ring.some(([x, y]) => x > -64 && y > -64 && x < 320 && y < 320);
  const paths = land.map((ring) => ring.map(place)).filter(touches)
    .map((ring) => `M${ring.map((point) => point.map((v) => v.toFixed(1)).join(' ')).join('L')}Z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><path fill="#e8eaeb" d="M0 0h256v256H0z"/>`
    + `<path fill="#f6f4ee" stroke="#f6f4ee" d="${paths.join('')}"/></svg>`;
}
