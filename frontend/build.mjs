// Builds dist/: app-HASH.js, map-HASH.js and their shared part, page-HASH.js, app-HASH.css, pages-HASH.css, needs-HASH.svg (the pictures),
// aloud-HASH.js, orientation-HASH.js, orientation-HASH.css and qrcode-HASH.js, each beside its .br and .gz, manifest.json (plain name → hashed name),
// sw.js, the service worker, which knows them, and embed.js, which other sites paste.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import ts from 'typescript';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const target = ['es2020', 'chrome87', 'firefox78', 'safari14.1'];

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

function bundle(entryPoints) {
  return build({
    entryPoints,
    outdir: dist,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    metafile: true,
    legalComments: 'eof',
    target,
    alias: {
      'leaflet.css': join(root, 'node_modules/leaflet/dist/leaflet.css'),
      'leaflet/src': join(root, 'node_modules/leaflet/src'),
      leaflet: join(root, 'src/map/leaflet.js'),
    },
    plugins: [noPictures],
  });
}

/** The map page and its parts; and, apart so that they share no file to fetch, the script and the style of the other pages, what reads aloud, the comparison, and what draws its code. */
async function bundleAll() {
  const built = await Promise.all([
    bundle({ app: join(root, 'src/answer/main.ts'), 'app-style': join(root, 'src/styles/app.css') }),
    bundle({ page: join(root, 'src/page/main.ts'), 'pages-style': join(root, 'src/styles/pages.css') }),
    bundle({ aloud: join(root, 'src/page/aloud.ts') }),
    bundle({ 'frame-height': join(root, 'src/embed/height.ts'), integrate: join(root, 'src/embed/integrate.ts'), 'embed-style': join(root, 'src/styles/embed.css') }),
    bundle({ jour: join(root, 'src/day/main.ts') }),
    bundle({ qrcode: join(root, 'src/orientation/sheet/qrcode.ts') }),
    bundle({ orientation: join(root, 'src/orientation/main.ts'), 'orientation-style': join(root, 'src/styles/orientation.css') }),
  ]);
  return Object.assign({}, ...built.map(({ metafile }) => metafile.outputs));
}

const hashOf = (content, length) => createHash('sha256').update(content).digest('hex').slice(0, length);

/** Joins src/pictures/*.svg into one file, each under its name; pages show one by <use href="…#name">. */
async function writePictures() {
  const folder = join(root, 'src/pictures');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.svg')).sort();
  const symbols = await Promise.all(names.map(async (name) => {
    const [, attributes, drawing] = /^<svg xmlns="[^"]*"([^>]*)>(.*)<\/svg>\s*$/s.exec(await readFile(join(folder, name), 'utf8')) ?? [];
    if (!drawing) throw new Error(`pictures/${name} is not one svg element`);
    return `<symbol id="${basename(name, '.svg')}"${attributes}>${drawing}</symbol>`;
  }));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('\n')}</svg>\n`;
  const file = `needs-${hashOf(sprite, 8).toUpperCase()}.svg`;
  await writeFile(join(dist, file), sprite);
  return file;
}

async function compress(file) {
  const bytes = await readFile(file);
  const gzip = gzipSync(bytes, { level: 9 });
  await writeFile(`${file}.gz`, gzip);
  await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  return gzip.length;
}

/** "app-HASH.js" → "app.js", "app-style-HASH.css" → "app.css", "pages-style-HASH.css" → "pages.css". */
function plainName(file) {
  return file.replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1').replace('-style.css', '.css');
}

/** The outputs that one needs at once: what it imports, and so on. */
function closure(outputs, name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') closure(outputs, path, found);
  return found;
}

const isEntry = ({ entryPoint = '' }, source) => entryPoint.endsWith(`src/${source}`);

/** What the worker knows of the files: all that pages need at once, the map's script, the style of the other pages and the pictures among them, and what shows the map. */
function addresses(outputs, pictures) {
  const of = (source) => Object.keys(outputs).filter((name) => isEntry(outputs[name], source)).flatMap((name) => [...closure(outputs, name)]);
  const url = (name) => `/static/${basename(name)}`;
  const [app, page, own, style] = ['answer/main.ts', 'page/main.ts', 'styles/app.css', 'styles/pages.css'].map((source) => of(source).map(url));
  const files = [...new Set([...app, ...page, ...own, ...style, url(pictures)])];
  return { FILES: files, APP: app[0], STYLE: style[0], LATER: [...of('map/map.ts'), ...of('page/aloud.ts')].map(url).filter((file) => !files.includes(file)) };
}

/** Writes sw.js: it carries the list of the files, so that another build is another worker. */
async function writeWorker(outputs, pictures) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/offline/worker.ts')], bundle: true, format: 'iife', minify: true, charset: 'utf8', target, write: false,
  });
  const code = outputFiles[0].text;
  const known = Object.entries(addresses(outputs, pictures)).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join();
  const version = hashOf(known + code, 8);
  await writeFile(join(dist, 'sw.js'), `const VERSION="${version}",${known};\n${code}`);
  return compress(join(dist, 'sw.js'));
}

/** Writes embed.js, whose address other sites paste: its name stays from one build to the next. */
async function writeEmbed() {
  await build({ entryPoints: [join(root, 'src/embed/fit.ts')], bundle: true, format: 'iife', minify: true, charset: 'utf8', target, outfile: join(dist, 'embed.js') });
  return compress(join(dist, 'embed.js'));
}

/** Writes jour-sw.js, the worker of the sheet of the day: its address stays too. */
async function writeSheetWorker() {
  await build({ entryPoints: [join(root, 'src/day/worker.ts')], bundle: true, format: 'iife', minify: true, charset: 'utf8', target, outfile: join(dist, 'jour-sw.js') });
  return compress(join(dist, 'jour-sw.js'));
}

const isText = (node) => node !== undefined && ts.isStringLiteralLike(node);

/** The texts of a call, as the catalogues of data/languages know them: t('…'), tOf('about', '…'), tn(n, 'one', 'many'). */
function textOf(call) {
  const [first, second] = call.arguments;
  switch (call.expression.getText()) {
    case 't': return isText(first) ? [first.text] : [];
    case 'tOf': return isText(first) && isText(second) ? [`${first.text}\u0004${second.text}`] : [];
    case 'tn': return isText(second) ? [second.text] : [];
    default: return [];
  }
}

function textsIn(node) {
  const own = ts.isCallExpression(node) ? textOf(node) : [];
  node.forEachChild((child) => void own.push(...textsIn(child)));
  return own;
}

/** Every text that the client says. */
async function textsOf(folder) {
  const texts = new Set();
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.ts')) continue;
    const tree = ts.createSourceFile(entry, await readFile(join(folder, entry), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const text of textsIn(tree)) texts.add(text);
  }
  return [...texts].sort();
}

const show = (size, file) => console.log(`${(size / 1024).toFixed(1).padStart(6)} kB gzip  ${file}`);

await clean();
const outputs = await bundleAll();
const pictures = await writePictures();
const manifest = {};
for (const output of [...Object.keys(outputs), pictures]) {
  const file = basename(output);
  const size = await compress(join(dist, file));
  const name = plainName(file);
  if (manifest[name]) throw new Error(`${manifest[name]} and ${file} would both be ${name}`);
  manifest[name] = file;
  show(size, file);
}
show(await writeWorker(outputs, pictures), 'sw.js');
show(await writeEmbed(), 'embed.js');
show(await writeSheetWorker(), 'jour-sw.js');
await writeFile(join(dist, 'texts.json'), JSON.stringify(await textsOf(join(root, 'src'))));
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
