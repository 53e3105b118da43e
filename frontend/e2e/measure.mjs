// Prints what the map page weighs, how long a filter change takes until list
// and markers are redrawn, and when the first view is there on a slow line,
// the processor slowed four times. Without an address, starts the program.
//   node e2e/measure.mjs [http://localhost:8080]
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withServer } from './server.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ROUNDS = 15;
/** The places of a large département; copies of the real ones make up the number. */
const PLACES = 700;
const VISITS = 5;
/** 1.6 Mbit/s, 150 ms. */
const slowLine = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (values) => `median ${Math.round(median(values))} ms, most ${Math.round(Math.max(...values))} ms`;

async function weigh(base) {
  const html = await (await fetch(base)).text();
  const dist = join(import.meta.dirname, '../dist');
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const names = Object.keys(manifest).filter((name) => !/^page|^aloud|^embed|^frame-|^integrate|^orientation|^qrcode|\.svg$/.test(name)); // those are of the other pages, of those who listen, and the pictures
  const gz = (name) => readFileSync(join(dist, `${manifest[name]}.gz`)).length;
  const parts = [['html', gzipSync(html).length], ...names.map((name) => [name, gz(name)])];
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  console.log(`pictures, gzip, apart: ${kB(gz('needs.svg'))}`);
  console.log(`page, gzip: ${kB(total)} (target 90) = ${parts.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(' + ')}`);
}

/** What one frame in another site asks for before its tiles: all of it, as it comes over the line. */
async function weighFrame(browser, base, path) {
  const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
  await page.route((url) => url.host !== new URL(base).host, (route) => route.abort());
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

/** A page with a processor four times slower, that asks nobody for tiles. */
async function slowPage(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.route((url) => url.host !== new URL(base).host, (route) => route.abort());
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return { page, session };
}

/** From the click to the frame that shows it. */
const redraw = (page) => page.evaluate(() => new Promise((done) => {
  const start = performance.now();
  document.querySelector('input[name=kind]').click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
}));

/** The server's places, copied a little further each time, until there are enough. */
async function answerMany(page) {
  await page.route('**/api/v1/places?*', async (route) => {
    const response = await route.fetch();
    const collection = await response.json();
    const features = Array.from({ length: PLACES }, (_, i) => {
      const feature = collection.features[i % collection.features.length];
      const turn = Math.floor(i / collection.features.length);
      const [lon, lat] = feature.geometry.coordinates;
      const coordinates = [lon + 0.03 * turn * Math.cos(i), lat + 0.03 * turn * Math.sin(i)];
      return { ...feature, id: `${feature.id}${turn}`, geometry: { type: 'Point', coordinates } };
    });
    await route.fulfill({ response, json: { ...collection, features } });
  });
}

async function timeFilter(browser, base) {
  const { page } = await slowPage(browser, base);
  await answerMany(page);
  await page.goto(`${base}/?etape=reponse`);
  await page.waitForSelector('.cluster, .marker');
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    times.push(await redraw(page));
    await page.waitForTimeout(300);
  }
  const summary = await page.locator('#summary').textContent();
  console.log(`filter change among ${PLACES} places, processor ÷ 4: ${ms(times)} (target 100); last list: ${summary}`);
  await page.context().close();
}

/** When the list was painted, and when search and filters answered. */
async function visit(browser, base) {
  const { page, session } = await slowPage(browser, base);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slowLine);
  await page.goto(base, { waitUntil: 'commit' });
  const counted = await page.waitForFunction(() => document.querySelector('#kinds .count')?.textContent && performance.now(), null, { polling: 20 });
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
  const times = { painted, answers: await counted.jsonValue() };
  await page.context().close();
  return times;
}

async function timeFirstView(browser, base) {
  const visits = [];
  for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, base));
  console.log(`first view, nothing in cache, processor ÷ 4, 1.6 Mbit/s, 150 ms (target 2500): list shown ${ms(visits.map((v) => v.painted))}; `
    + `search and filters answer ${ms(visits.map((v) => v.answers))}`);
}

async function measure(base) {
  await weigh(base);
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  await weighFrames(browser, base);
  await timeFilter(browser, base);
  await timeFirstView(browser, base);
  await browser.close();
}

if (process.argv[2]) await measure(process.argv[2]);
else await withServer(measure);
