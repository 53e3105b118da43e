// Prints what the map page weighs, how long a choice takes until list and
// markers both carry it, when the first card is there on slow lines, and how
// much pages move while they load. Without an address, starts the program.
//   node e2e/measure.mjs [http://localhost:8080]
import { chromium } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { timePlain } from './measure-plain.mjs';
import { PROGRAM, withServer } from './server.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** No other host is found, tiles neither. To stop requests one by one would slow ours too. */
const OURS_ALONE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost';
const ROUNDS = 21;
/** The places of a large département, and of a large region; copies of the real ones make up the number. */
const PLACES = 700;
const MANY = 7000;
const VISITS = 5;
/** Pages that load side by side, where no time counts. */
const AT_ONCE = 6;
/** The choice that is made and taken back in turn. */
const A_KIND = '#kinds input[value=france-services]';
/** 1.6 Mbit/s, 150 ms. */
const slowLine = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
/** 400 kbit/s, 400 ms. */
const slowerLine = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (values) => `median ${Math.round(median(values))} ms, most ${Math.round(Math.max(...values))} ms`;

async function weigh(base) {
  const html = await (await fetch(`${base}/?service=caf`)).text();
  const dist = join(import.meta.dirname, '../dist');
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const names = Object.keys(manifest).filter((name) => !/^page|^aloud|^embed|^frame-|^integrate|^orientation|^qrcode|\.svg$/.test(name)); // those are of the other pages, of those who listen, and the pictures
  const gz = (name) => readFileSync(join(dist, `${manifest[name]}.gz`)).length;
  const parts = [['html', gzipSync(html).length], ...names.map((name) => [name, gz(name)])];
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  console.log(`pictures, gzip, apart: ${kB(gz('needs.svg'))}`);
  console.log(`page, gzip: ${kB(total)} (target 80) = ${parts.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(' + ')}`);
}

/** What one frame in another site asks for before its tiles: all of it, as it comes over the line. */
async function weighFrame(browser, base, path) {
  const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
  const kinds = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, response.mimeType));
  let bytes = 0;
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (/html|css|javascript/.test(kinds.get(requestId) ?? '')) bytes += encodedDataLength;
  });
  await page.goto(base + path, { waitUntil: 'networkidle' });
  await page.close();
  return bytes;
}

async function weighFrames(browser, base) {
  for (const [path, most] of [['/embed?commune=50129', 15], ['/embed?epci=200067205', 15], ['/embed', 15], ['/embed?view=map&epci=200067205', 90]]) {
    console.log(`frame ${path}, gzip, HTML, CSS and scripts: ${kB(await weighFrame(browser, base, path))} (target ${most})`);
  }
  console.log(`embed.js, gzip: ${kB(readFileSync(join(import.meta.dirname, '../dist/embed.js.gz')).length)} (target 1)`);
}

/** A page with a slower processor. */
async function slowPage(browser, rate = 4) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return { page, session };
}

/**
 * From the click to the frame after the list and the markers both carry the new question. `expected` is the address that
 * the map's data must name.
 */
const redraw = (page, selector) => page.evaluate((selector) => new Promise((done) => {
  const [main, map] = ['main', 'map'].map((id) => document.getElementById(id));
  const before = map.dataset.places;
  const start = performance.now();
  const check = () => {
    const named = document.getElementById('main').dataset.places;
    if (named === before || map.dataset.places !== named) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  };
  const observer = new MutationObserver(check);
  observer.observe(main.parentElement, { attributes: true, subtree: true, attributeFilter: ['data-places'] });
  observer.observe(map, { attributes: true, attributeFilter: ['data-places'] });
  document.querySelector(selector).click();
}), selector);

/** What the map draws under the places, gzip: at first, and once nearer. */
async function weighGround(base) {
  const html = await (await fetch(`${base}/?etape=reponse`)).text();
  const size = async (address) => kB(gzipSync(await (await fetch(base + address.exec(html)[0])).text()).length);
  console.log(`ground, gzip: first view ${await size(/\/fond\/territoire-\w+\.json/)} (target 15), communes ${await size(/\/fond\/communes\w*-\w+\.json/)} (target 60)`);
}

/** Places copied beside those that the server holds, under names of their own, until it holds so many. */
async function addPlaces(base, env, places) {
  const text = await (await fetch(`${base}/export/lieux.json`)).json();
  const { features } = await (await fetch(`${base}/api/v1/places?fields=map`)).json();
  const file = join(await mkdtemp(join(tmpdir(), 'escale-measure-')), 'lieux.json');
  const wanted = Math.ceil(places * 1.02) - features.length; // a few of the copies have no position
  const copies = Array.from({ length: wanted }, (_, n) => copyOf(text[n % text.length], Math.floor(n / text.length), n % text.length));
  await writeFile(file, JSON.stringify(copies));
  const args = ['import', '--source', `mesure-${places}`, '--name', 'Mesure', '--licence', 'Licence Ouverte 2.0', '--format', 'standard', '--yes', file];
  await promisify(execFile)(PROGRAM, args, { cwd: join(import.meta.dirname, '../..'), env, maxBuffer: 1e8 });
  for (let i = 0; i < 50; i++) {
    const { numberMatched } = await (await fetch(`${base}/api/v1/places?fields=map&limit=1`)).json();
    if (numberMatched >= places) return numberMatched;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the server does not hold enough places');
}

/** A little further each time, so that no two are one door. */
function copyOf(row, turn, i) {
  const [away, angle] = [0.0025 * (turn + 1), i * 2.4 + turn];
  return {
    ...row, id: `${row.id}-${turn}`, pivot: '', nom: `${row.nom} ${turn}-${i}`, adresse: `${i + 1} rue de la Mesure ${turn}`,
    latitude: Number(row.latitude) + away * Math.sin(angle), longitude: Number(row.longitude) + away * Math.cos(angle),
  };
}

/** From the request of the page until the map shows marks, and answers a choice. */
async function timeMap(browser, base, target) {
  const times = [];
  for (let i = 0; i < VISITS; i++) {
    const { page } = await slowPage(browser);
    await page.goto(`${base}/?etape=reponse`, { waitUntil: 'commit' });
    const shown = await page.waitForFunction(() => document.querySelector('#map[data-places] .cluster, #map[data-places] .marker') && document.body.classList.contains('scripted') && performance.now(), null, { polling: 20, timeout: 60_000 });
    times.push(await shown.jsonValue());
    await page.context().close();
  }
  console.log(`map usable, processor ÷ 4: ${ms(times)} (target ${target})`);
}

/** The list and the map of all places, with the choice of kinds in sight. */
async function openChoices(browser, base, rate) {
  const { page, session } = await slowPage(browser, rate);
  await page.goto(`${base}/?etape=reponse`);
  await page.waitForSelector('#map[data-places]');
  await page.waitForSelector('.cluster, .marker');
  await page.locator('#change > summary').click();
  await page.locator('#kinds > summary').click();
  return { page, session };
}

async function timeChoices(browser, base, line, target) {
  const { page, session } = await openChoices(browser, base, 4);
  if (line) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', line);
  }
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    times.push(await redraw(page, A_KIND));
    await page.waitForTimeout(300);
  }
  const summary = await page.locator('#summary').textContent();
  console.log(`choice to list and markers redrawn, processor ÷ 4${line ? `, a line of ${line.latency} ms` : ''}: ${ms(times)} (target ${target}); last: ${summary}`);
  if (!line) {
    const { page: plain } = await slowPage(browser, 4);
    const bare = await timePlain(page, plain, () => redraw(page, A_KIND), ROUNDS);
    console.log(`the same by a plain page, which only puts both answers in place: ${ms(bare)}; ours takes ${(median(times) / median(bare)).toFixed(2)} of it`);
    await plain.context().close();
  }
  await page.context().close();
}

/** What the page itself works for a choice, not slowed: the processor time of its main thread. The least is what other programs change least. */
async function countWork(browser, base) {
  const { page, session } = await openChoices(browser, base, 1);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const [narrower, wider] = [[], []];
  for (let i = 0; i < ROUNDS + 1; i++) {
    const before = await worked();
    await redraw(page, A_KIND);
    (i % 2 === 0 ? narrower : wider).push(await worked() - before);
    await page.waitForTimeout(300);
  }
  const told = (values) => `least ${Math.min(...values).toFixed(1)} ms, median ${median(values).toFixed(1)} ms`;
  console.log(`work of the page for a choice, its processor not slowed: ${told(narrower)}; back to all places: ${told(wider)}`);
  await page.context().close();
}

/** When the first card was painted, and when the script answered. */
async function visit(browser, base, line, rate) {
  const { page, session } = await slowPage(browser, rate);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  await page.goto(`${base}/?etape=reponse`, { waitUntil: 'commit' });
  const answers = await page.waitForFunction(() => document.body?.classList.contains('scripted') && performance.now(), null, { polling: 20, timeout: 60_000 });
  const painted = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime, null, { polling: 20 }); // it may be noted later
  const times = { painted: await painted.jsonValue(), answers: await answers.jsonValue() };
  await page.context().close();
  return times;
}

async function timeFirstView(browser, base, what, line, rate, target) {
  const visits = [];
  for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, base, line, rate));
  console.log(`first card, nothing in cache, ${what} (target ${target}): ${ms(visits.map((v) => v.painted))}; choices answer ${ms(visits.map((v) => v.answers))}`);
}

/** How much of what shows moves while a page loads (web.dev, CLS). */
async function shift(browser, base, path, width) {
  const page = await browser.newPage({ viewport: { width, height: 700 } });
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(base + path);
  await page.waitForTimeout(1500);
  const shifted = await page.evaluate(() => window.shifted);
  await page.close();
  return shifted;
}

async function measureShifts(browser, base) {
  const { features } = await (await fetch(`${base}/api/v1/places?limit=1`)).json();
  const place = `/lieux/${features[0].id}-${features[0].properties.slug}`;
  const paths = ['/', '/?etape=reponse', '/?service=caf', place, '/communes', '/communes/50129', '/passages', '/orientation', '/donnees', '/integrer', '/plan-du-site', '/accessibilite', '/mentions-legales'];
  const loads = paths.flatMap((path) => [360, 1280].map((width) => ({ path, width })));
  const shifts = [];
  while (loads.length > 0) { // nothing is timed here: several at once
    const some = loads.splice(0, AT_ONCE).map(async ({ path, width }) => [await shift(browser, base, path, width), `${path} at ${width} px`]);
    shifts.push(...await Promise.all(some));
  }
  const [most, where] = shifts.sort(([a], [b]) => b - a)[0];
  console.log(`layout shift, the most of ${shifts.length} loads: ${most.toFixed(3)} (target 0.05), ${where}`);
}

async function measure(base, env) {
  await weigh(base);
  await weighGround(base);
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', OURS_ALONE] });
  await weighFrames(browser, base);
  await measureShifts(browser, base);
  await timeFirstView(browser, base, 'processor ÷ 4, 1.6 Mbit/s, 150 ms', slowLine, 4, 2500);
  await timeFirstView(browser, base, 'processor ÷ 6, 400 kbit/s, 400 ms', slowerLine, 6, 3000);
  if (env) {
    console.log(`${await addPlaces(base, env, PLACES)} places on the server`);
    await countWork(browser, base);
    await timeChoices(browser, base, null, 100);
    await timeChoices(browser, base, { ...slowLine, downloadThroughput: -1, uploadThroughput: -1 }, 300);
    console.log(`${await addPlaces(base, env, MANY)} places on the server`);
    await timeMap(browser, base, 2000);
    await countWork(browser, base);
    await timeChoices(browser, base, null, 200);
  }
  await browser.close();
}

if (process.argv[2]) await measure(process.argv[2]);
else await withServer(measure);
