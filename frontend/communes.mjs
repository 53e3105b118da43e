// Writes data/officiel/*.json.gz, which the program carries: the communes of France, of today and of before, and the intercommunalités, with only
// what Escale reads of @etalab/decoupage-administratif.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const from = join(import.meta.dirname, 'node_modules/@etalab/decoupage-administratif/data');
const to = join(import.meta.dirname, '../data/officiel');

async function write(name, pick) {
  const rows = JSON.parse(await readFile(join(from, name), 'utf8'));
  const packed = gzipSync(JSON.stringify(rows.map(pick)), { level: 9 });
  await writeFile(join(to, `${name}.gz`), packed);
  console.log(`${(packed.length / 1024).toFixed(1).padStart(6)} kB gzip  data/officiel/${name}`);
}

await mkdir(to, { recursive: true });
await write('communes.json', ({ code, nom, type, chefLieu, codesPostaux, population }) => ({ code, nom, type, chefLieu, codesPostaux, population }));
await write('epci.json', ({ code, nom, membres }) => ({ code, nom, membres: membres.map((membre) => ({ code: membre.code })) }));
