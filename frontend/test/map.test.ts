import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGround } from '../src/map/topology.ts';
import { clusterLabel } from '../src/map/words.ts';

test('the name of a cluster says how many places of each kind it holds', () => {
  assert.equal(clusterLabel(12, [['epn', 7], ['france-services', 3], ['conseiller-numerique', 2]]),
    '12 lieux : 7 espaces publics numériques, 3 France Services, 2 conseillers numériques. Agrandir la carte');
  assert.equal(clusterLabel(4, [['van', 2], ['epn', 1], ['other', 1]]), '4 lieux : 2 bus ou camions itinérants, 1 espace public numérique, 1 autre. Agrandir la carte');
});

test('two communes share the arc between them, each walking it its own way', () => {
  // A square from 0,0 to 2,1 degrees, cut in the middle.
  const ground = readGround({
    bbox: [0, 0, 2, 1], transform: { scale: [0.5, 0.5], translate: [0, 0] },
    arcs: [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
    objects: {
      land: { arcs: [[0, 1], [2, ~0]] }, communes: { arcs: [[0]] },
      towns: { geometries: [{ coordinates: [1, 1], properties: { name: 'Ville', population: 12 } }] },
    } as never,
  });
  const [first, second] = ground.land.map(({ points }) => [...points].map((v) => Number(v.toFixed(6))));
  assert.deepEqual(first?.slice(0, 4), [0.502778, 0.5, 0.502778, 0.497222], 'north is up: y falls');
  assert.deepEqual(second?.slice(-4), [0.502778, 0.497222, 0.502778, 0.5], 'backwards');
  assert.equal(ground.communes[0]?.west, ground.communes[0]?.east);
  assert.deepEqual(ground.towns, [{ name: 'Ville', population: 12, lon: 0.5, lat: 0.5 }]);
  assert.deepEqual(ground.epcis, []);
});
