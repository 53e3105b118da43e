// Builds dist/: app-HASH.js, map-HASH.js and their shared part, page-HASH.js, app-HASH.css,
// each beside its .br and .gz, and manifest.json (plain name → hashed name).
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** Leaflet.markercluster is written for a global L: give each of its files ours. */
const clusterNeedsL = {
  name: 'markercluster',
  setup({ onLoad }) {
    onLoad({ filter: /leaflet\.markercluster\/src\/\w[\w.]*\.js$/ }, async ({ path }) => {
      const global = `import { L } from ${JSON.stringify(join(root, 'src/map/leaflet-global.ts'))};\n`;
      const notice = path.endsWith('index.js') ? '/*! Leaflet.markercluster 1.5.3, (c) 2012 Dave Leaver, MIT */\n' : '';
      return { contents: notice + global + (await readFile(path, 'utf8')), resolveDir: join(path, '..') };
    });
  },
};

/** Drops the rules of leaflet.css that show pictures: we use none of those controls. */
const noPictures = {
  name: 'leaflet-css',
  setup({ onLoad }) {
    onLoad({ filter: /leaflet\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/[^{}]*\{[^{}]*url\((?:images|#)[^{}]*\}/g, ''), loader: 'css' };
    });
  },
};

async function clean() {
  await mkdir(dist, { recursive: true });
  const old = (await readdir(dist)).filter((name) => name !== '.gitkeep');
  await Promise.all(old.map((name) => rm(join(dist, name), { recursive: true })));
}

function bundle() {
  return build({
    entryPoints: { app: join(root, 'src/main.ts'), page: join(root, 'src/page.ts'), 'app-style': join(root, 'src/styles/app.css') },
    outdir: dist,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    metafile: true,
    legalComments: 'eof',
    target: ['es2020', 'chrome87', 'firefox78', 'safari14.1'],
    alias: {
      'leaflet.css': join(root, 'node_modules/leaflet/dist/leaflet.css'),
      leaflet: join(root, 'node_modules/leaflet/dist/leaflet-src.esm.js'),
      'leaflet.markercluster': join(root, 'node_modules/leaflet.markercluster/src/index.js'),
    },
    plugins: [clusterNeedsL, noPictures],
  });
}

async function compress(file) {
  const bytes = await readFile(file);
  const gzip = gzipSync(bytes, { level: 9 });
  await writeFile(`${file}.gz`, gzip);
  await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  return gzip.length;
}

/** "app-HASH.js" → "app.js", "app-style-HASH.css" → "app.css". */
function plainName(file) {
  return file.replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1').replace('app-style.css', 'app.css');
}

await clean();
const { metafile } = await bundle();
const manifest = {};
for (const output of Object.keys(metafile.outputs)) {
  const file = basename(output);
  const size = await compress(join(dist, file));
  const name = plainName(file);
  if (manifest[name]) throw new Error(`${manifest[name]} and ${file} would both be ${name}`);
  manifest[name] = file;
  console.log(`${(size / 1024).toFixed(1).padStart(6)} kB gzip  ${file}`);
}
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
