// Takes the pictures of docs/ from the real program. Run `make build` first.
import { chromium } from '@playwright/test';
import { join } from 'node:path';
import { withServer } from './server.mjs';

const docs = join(import.meta.dirname, '../../docs');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const wide = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };
/** An A4 sheet at 96 dots per inch. */
const paper = { width: 794, height: 1123 };

/** A picture made here asks nobody: the map draws its ground itself. */
const refuseTiles = (page, base) => page.route((url) => url.host !== new URL(base).host, (route) => route.abort());

/** What is shown, where, and how large. */
const pictures = [
  { name: 'questions-360', viewport: phone, path: '/' },
  { name: 'questions-1280', viewport: wide, path: '/' },
  { name: 'carte-1280', viewport: wide, path: '/?q=Saint-Lô&service=caf' },
  { name: 'carte-360', viewport: phone, path: '/?q=Saint-Lô&service=caf' },
  { name: 'carte-360-onglet', viewport: phone, path: '/?q=Saint-Lô&service=caf&tab=carte' },
  { name: 'vide-360', viewport: phone, path: '/?q=Saint-Lô&service=caf&kind=van&jour=2026-12-06' },
  { name: 'arabe-360', viewport: phone, path: '/?lang=ar&q=Saint-Lô&service=caf' },
  { name: 'lieu-360', viewport: phone, place: 'france-services' },
  { name: 'lieu-1280', viewport: wide, place: 'france-services' },
  { name: 'lieu-imprime', viewport: paper, place: 'france-services', print: true },
];

async function pathOf(base, { path, place }) {
  if (path) return path;
  const { features } = await (await fetch(`${base}/api/v1/places?kind=${place}`)).json();
  const [{ id, properties }] = features.filter((f) => f.properties.kinds.length > 1);
  return `/lieux/${id}-${properties.slug}`;
}

async function take(browser, base, picture) {
  const page = await browser.newPage({ viewport: picture.viewport, deviceScaleFactor: 1, locale: 'fr-FR', reducedMotion: 'reduce' });
  await refuseTiles(page, base);
  await page.goto(base + (await pathOf(base, picture)));
  await page.waitForLoadState('networkidle');
  if (picture.print) await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: join(docs, `${picture.name}.png`) });
  console.log(`docs/${picture.name}.png`);
  await page.close();
}

await withServer(async (base) => {
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  for (const picture of pictures) await take(browser, base, picture);
  await browser.close();
});
