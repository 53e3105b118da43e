// Prints what the map page weighs, and how long a filter change takes until
// list and markers are redrawn, with the processor slowed four times.
//   node e2e/measure.mjs http://127.0.0.1:8091
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const base = process.argv[2] ?? 'http://127.0.0.1:8091';
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ROUNDS = 15;
const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function weigh() {
  const html = await (await fetch(base)).text();
  const dist = join(import.meta.dirname, '../dist');
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const gz = (file) => readFileSync(join(dist, `${file}.gz`)).length;
  const scripts = Object.keys(manifest).map((name) => [name, gz(manifest[name])]);
  const parts = [['html', gzipSync(html).length], ...scripts];
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  console.log(`page, gzip: ${kB(total)} (target 90) = ${parts.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(' + ')}`);
}

/** From the click to the frame that shows it. */
const redraw = (page) => page.evaluate(() => new Promise((done) => {
  const start = performance.now();
  document.querySelector('input[name=kind]').click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
}));

async function time() {
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route((url) => url.host !== new URL(base).host, (route) => route.abort());
  await page.goto(base);
  await page.waitForSelector('.cluster, .marker');
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    times.push(await redraw(page));
    await page.waitForTimeout(300);
  }
  const summary = await page.locator('#summary').textContent();
  console.log(`filter change, processor ÷ 4: median ${Math.round(median(times))} ms, least ${Math.round(times[0])} ms (target 100); last list: ${summary}`);
  await browser.close();
}

await weigh();
await time();
