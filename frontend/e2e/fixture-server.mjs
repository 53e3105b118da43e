// A stand-in for the real server, for developing the page only: invented
// places, the template of the page, the built files. Run `npm run build` first.
//   node e2e/fixture-server.mjs [--places=60] [--port=8091]
import { buildSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { communes, detail, kinds, makePlaces, needGroups, services } from './fixture-data.mjs';
import { render } from './template.mjs';

const root = join(import.meta.dirname, '..');
const setting = (name, otherwise) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
const port = Number(setting('port', '8091'));
const features = makePlaces(Number(setting('places', '60')));
const tiles = 'https://tuiles.invalid';

/** The page's own rules, so that the list without JavaScript is the same. */
async function pageRules() {
  const outdir = mkdtempSync(join(tmpdir(), 'escale-fixture-'));
  const entryPoints = ['data', 'filter', 'format'].map((name) => join(root, `src/${name}.ts`));
  buildSync({ entryPoints, outdir, outExtension: { '.js': '.mjs' }, bundle: true, format: 'esm' });
  const load = (name) => import(join(outdir, `${name}.mjs`));
  return { ...(await load('data')), ...(await load('filter')), format: await load('format') };
}
const { toPlace, search, fold, format } = await pageRules();
const order = new Intl.Collator('fr').compare;
const places = features.map(toPlace).sort((a, b) => order(a.city, b.city) || order(a.name, b.name));

const lists = (query, name) => query.getAll(name).flatMap((v) => v.split(',')).filter(Boolean);

function suggest(text) {
  const wanted = fold(text);
  const hit = (label) => wanted !== '' && fold(label).split(' ').some((_, i, words) => words.slice(i).join(' ').startsWith(wanted));
  const found = [
    ...communes.filter((c) => hit(c.label)).map((c) => ({ type: 'commune', id: c.id, label: c.label, lat: c.lat, lon: c.lon })),
    ...communes.filter((c) => c.postcode.startsWith(wanted) && wanted).map((c) => ({ type: 'postcode', id: c.postcode, label: `${c.postcode} ${c.label}`, lat: c.lat, lon: c.lon })),
    ...services.filter((s) => hit(s.label) || s.id === wanted).map((s) => ({ type: 'need', id: s.id, label: s.label, lat: null, lon: null })),
    ...places.filter((p) => hit(p.name)).map((p) => ({ type: 'place', id: p.id, label: p.name, lat: p.lat, lon: p.lon })),
  ];
  return found.slice(0, 8);
}

/** What the words of a form mean, as the real server does. */
function understand(query) {
  const asked = { services: lists(query, 'service'), kinds: lists(query, 'kind'), text: (query.get('q') ?? '').trim() };
  if (query.get('lat')) return { ...asked, text: '', label: asked.text, from: { lat: Number(query.get('lat')), lon: Number(query.get('lon')) } };
  const best = asked.text && suggest(asked.text)[0];
  if (best?.type === 'need') return { ...asked, text: '', services: [...new Set([...asked.services, best.id])] };
  if (best?.lat && best.type !== 'place') return { ...asked, text: '', label: best.label, from: best };
  return asked;
}

const label = (id) => ({ ID: id, Label: kinds.find((k) => k.id === id).label });

function row({ place, distance, match }, chosen) {
  return {
    ID: place.id, URL: `/lieux/${place.id}-exemple`, Name: place.name, KindLabels: place.kinds.map(label),
    Address: place.address, City: `${place.postcode} ${place.city}`, Distance: distance === null ? '' : format.distance(distance),
    Phone: place.phone, PhoneDisplay: format.phone(place.phone), OpenText: place.open?.text ?? '', Certainty: match ?? '',
    Selected: place.id === chosen,
  };
}

function summary(count, asked) {
  const words = asked.text ? ` pour « ${asked.text} »` : '';
  const near = asked.from ? `, les plus proches de ${asked.label || 'vous'} d’abord` : '';
  return format.capital(format.places(count)) + words + near;
}

function nextPage(query, start, count) {
  if (start + 20 >= count) return '';
  const next = new URLSearchParams(query);
  next.set('page', String(start / 20 + 2));
  return `/?${next}`;
}

function page(query) {
  const asked = understand(query);
  const results = search(places, asked, asked.from ?? null);
  const start = 20 * (Number(query.get('page') ?? '1') - 1);
  const manifest = JSON.parse(readFileSync(join(root, 'dist/manifest.json'), 'utf8'));
  const tick = (list) => ({ id, label, explanation = '' }) => ({ ID: id, Label: label, Explanation: explanation, Checked: list.includes(id) });
  return render(readFileSync(join(root, 'templates/map.html.tmpl'), 'utf8'), {
    Config: JSON.stringify({
      apiBase: '/api/v1', tileURL: `${tiles}/{z}/{x}/{y}.png`, tileAttribution: '© Fond de carte d’exemple',
      departement: { code: '50', name: 'Manche', bbox: [-1.95, 48.46, -0.73, 49.73] }, example: true,
    }),
    App: `/static/${manifest['app.js']}`, Style: `/static/${manifest['app.css']}`,
    Title: 'Aide au numérique dans la Manche', Example: true, DataAge: '',
    Needs: needGroups.map((group) => ({ Label: group.Label, Needs: group.Needs.map(tick(asked.services)) })),
    Kinds: kinds.map(tick(asked.kinds)), Query: query.get('q') ?? '',
    Results: results.slice(start, start + 20).map((result) => row(result, query.get('place'))),
    Count: results.length, Summary: summary(results.length, asked), Next: nextPage(query, start, results.length),
    Message: results.length ? '' : 'Aucun lieu ne répond à tout ce que vous avez choisi. Décochez une case, ou écrivez seulement votre commune.',
    Accessibility: 'Accessibilité : non évaluée', Links: [{ URL: '/accessibilite', Label: 'Accessibilité' }],
  });
}

const headers = {
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: ${tiles}; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
};
const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const json = (body, status = 200) => ({ type: 'application/geo+json', body: JSON.stringify(body), status });

function api(path, query) {
  if (path === '/places') return json({ type: 'FeatureCollection', features, numberMatched: features.length, revision: 1, timeStamp: '2026-12-01T10:00:00Z' });
  if (path === '/services') return json({ services, kinds });
  if (path === '/suggest') return json({ suggestions: suggest(query.get('q') ?? '') });
  const found = features.find((f) => path === `/places/${f.id}`);
  return found ? json(detail(found)) : json({ type: 'about:blank', title: 'introuvable', status: 404 }, 404);
}

function answer({ pathname, searchParams }) {
  if (pathname === '/') return { type: 'text/html; charset=utf-8', body: page(searchParams) };
  if (pathname.startsWith('/api/v1')) return api(pathname.slice('/api/v1'.length), searchParams);
  if (pathname === '/favicon.ico') return { type: 'image/x-icon', body: '', status: 204 };
  if (!pathname.startsWith('/static/')) return { type: 'text/plain', body: 'introuvable', status: 404 };
  const file = basename(pathname);
  return { type: types[extname(file)] ?? 'text/plain', body: readFileSync(join(root, 'dist', file)) };
}

createServer((request, response) => {
  try {
    const { type, body, status = 200 } = answer(new URL(request.url, 'http://localhost'));
    const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Encoding': 'gzip', ETag: etag });
    response.end(gzipSync(body));
  } catch (error) {
    response.writeHead(error.code === 'ENOENT' ? 404 : 500).end(String(error));
  }
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
