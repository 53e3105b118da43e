// Lists the licence of each component of bills of materials (CycloneDX, JSON), and
// fails when one is not known, or is not among those that an MIT program may carry.
import { readFileSync } from 'node:fs';

const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'MPL-2.0', '0BSD', 'Unlicense']);
// What the detector reads wrong or not at all: looked up in the LICENSE of each.
const corrected = [
  [/^github\.com\/pressly\/goose\//, 'MIT'],
  [/^golang\.org\/x\//, 'BSD-3-Clause'],
  [/^std$/, 'BSD-3-Clause'],
];

const components = process.argv.slice(2).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).components ?? []);
if (components.length === 0) throw new Error('no component: are the files bills of materials?');
const refused = [];
for (const { name, version, licenses, evidence } of components.sort((a, b) => a.name.localeCompare(b.name))) {
  const found = (licenses ?? evidence?.licenses ?? []).map((one) => one.license?.id ?? one.license?.name ?? one.expression);
  const licence = corrected.find(([module]) => module.test(name))?.[1] ?? found.join(' AND ');
  console.log(`${licence.padEnd(24)} ${name} ${version}`);
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => choice.split(' AND ').every((one) => allowed.has(one)))) refused.push(`${name} : ${licence || 'licence inconnue'}`);
}
console.log(`${components.length} composants`);
if (refused.length > 0) {
  console.error(`À regarder :\n${refused.join('\n')}`);
  process.exit(1);
}
