import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findTowns, type Town } from '../src/orientation/towns.ts';
import type { Commune } from '../src/orientation/types.ts';

interface Official {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly chefLieu?: string;
  readonly codesPostaux?: readonly string[];
}

const official = JSON.parse(readFileSync('node_modules/@etalab/decoupage-administratif/data/communes.json', 'utf8')) as Official[];

/** The communes of a département, with those of before that the official list names. */
function communesOf(departement: string): Commune[] {
  const mine = official.filter(({ code }) => code.startsWith(departement));
  return mine.filter(({ type }) => type === 'commune-actuelle').map(({ code, nom, codesPostaux = [] }) => ({
    insee: code, name: nom, postcodes: codesPostaux, lat: 49, lon: -1,
    parts: mine.filter(({ type, chefLieu, nom: name }) => type !== 'commune-actuelle' && chefLieu === code && name !== nom).map(({ nom: name }) => ({ name, lat: 48, lon: -1 })),
  }));
}

const manche = communesOf('50');
const labels = ({ towns }: { towns: readonly Town[] }): string[] => towns.map(({ label }) => label);
const bare = (name: string): string => name.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').split(/[^a-z0-9]+/).filter((word) => !['', 'le', 'la', 'les', 'l', 'de', 'du', 'des', 'd', 'en', 'sur', 'sous', 'au', 'aux', 'a', 'et'].includes(word)).join(' ');

test('every name of today and of before gives its commune, or asks among those that share it', (t) => {
  let typed = 0, unsure = 0;
  for (const departement of ['50', '80', '42']) {
    const communes = communesOf(departement);
    const owners = new Map<string, Set<string>>();
    const names = communes.flatMap(({ insee, name, parts = [] }) => [name, ...parts.map((part) => part.name)].map((one) => [one, insee] as const));
    for (const [name, insee] of names) owners.set(bare(name), (owners.get(bare(name)) ?? new Set()).add(insee));
    for (const [name, insee] of names) {
      for (const text of [name, name.toUpperCase(), name.normalize('NFD').replace(/[\u0300-\u036f]/g, ''), name.replaceAll('Sainte-', 'Ste ').replaceAll('Saint-', 'St ').replaceAll('-', ' ')]) {
        const { towns, sure } = findTowns(communes, text);
        typed++;
        if (!sure) unsure++;
        const shared = (owners.get(bare(name))?.size ?? 0) > 1;
        if (sure) assert.ok(towns[0]?.insee === insee || shared, `${text}: ${towns[0]?.label}`);
        else assert.ok(shared && towns.some((town) => town.insee === insee), `${text}: not sure of ${towns.map(({ label }) => label).join(', ')}`);
      }
    }
  }
  t.diagnostic(`${typed} names typed, ${unsure} asked among homonyms, none wrong`);
});

test('a commune of before shows both names, and has its own centre when that is known', () => {
  const tourlaville = findTowns(manche, 'tourlaville');
  assert.equal(tourlaville.sure, true);
  assert.deepEqual(tourlaville.towns[0]?.home, { lat: 48, lon: -1, label: 'Tourlaville, commune de Cherbourg-en-Cotentin' });
  const unknown = findTowns([{ insee: '50129', name: 'Cherbourg-en-Cotentin', lat: 49, lon: -1, parts: [{ name: 'Tourlaville' }] }], 'Tourlaville');
  assert.deepEqual(unknown.towns[0]?.home, { commune: '50129' });
});

test('what is only like a name is never sure', () => {
  for (const text of ['Tourlavile', 'Le Mesni', 'saint', 'Saint-Hilaire', 'Coutance', 'harcouet', '503', '50750']) assert.equal(findTowns(manche, text).sure, false, text);
  assert.deepEqual(labels(findTowns(manche, 'Tourlavile')).slice(0, 1), ['Tourlaville, commune de Cherbourg-en-Cotentin']);
  assert.equal(labels(findTowns(manche, 'Le Mesnil'))[0], 'Le Mesnil');
  assert.equal(findTowns(manche, 'Le Mesnil').sure, true);
  assert.equal(labels(findTowns(manche, '50750')).at(-1), '50750 (6 communes)');
  assert.deepEqual(labels(findTowns(manche, 'a')), []);
  assert.deepEqual(labels(findTowns(manche, 'lyon')), []);
});
