// Gives rows of the national standard to the national map's own library.
//
//   node national.mjs PATH/TO/node_modules < rows.json > answer.json
//
// rows: the flat objects of /export/lieux.json
// answer: [{"id": …, "error": "", "access": […], "services": […]}, …]
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'x.js'));
const { fromSchemaLieuxDeMediationNumerique } = require('@gouvfr-anct/lieux-de-mediation-numerique');

const rows = JSON.parse(readFileSync(0, 'utf8'));
const answer = rows.map((row) => {
  try {
    const [place] = fromSchemaLieuxDeMediationNumerique([row]);
    return { id: place.id, error: '', access: place.modalites_acces ?? [], services: place.services ?? [] };
  } catch (error) {
    return { id: row.id, error: `${error.key}: ${error.message}`, access: [], services: [] };
  }
});
process.stdout.write(JSON.stringify(answer));
