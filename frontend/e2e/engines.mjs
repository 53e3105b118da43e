// The way to an answer in two other engines than Chromium: Gecko (Firefox ESR) and WebKit (WebKitGTK). Run `make build` first.
//   node e2e/engines.mjs [firefox|webkit]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { withServer } from './server.mjs';

const PATIENCE = 15_000;
/** One column beside the map. */
const size = { width: 1280, height: 800 };

/** Keeps the faults of scripts; the scenario never leaves the page that it opens. */
const LISTEN = `window.faults = [];
addEventListener('error', ({ message }) => faults.push(message));
addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));`;

/**
 * What the scenario needs of a browser.
 * @typedef {object} Browser
 * @property {(url: string) => Promise<unknown>} go
 * @property {(script: string) => Promise<unknown>} run Gives what the script returns.
 * @property {(selector: string) => Promise<unknown>} click As a hand does, on what shows.
 * @property {(selector: string, text: string) => Promise<unknown>} type
 * @property {() => Promise<unknown>} back
 * @property {() => Promise<unknown>} close
 */

/** @returns {Promise<Browser>} Firefox, over WebDriver BiDi: Debian has no geckodriver. */
async function firefox() {
  const { default: puppeteer } = await import('puppeteer-core');
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true, defaultViewport: size, timeout: 60_000 });
  const page = await browser.newPage();
  return {
    go: (url) => page.goto(url),
    run: (script) => page.evaluate(`(() => { ${script} })()`),
    click: (selector) => page.click(selector),
    type: (selector, text) => page.type(selector, text),
    back: () => page.goBack(),
    close: () => browser.close(),
  };
}

/** A port that nobody uses. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** @returns {Promise<Browser>} WebKitGTK, which needs a screen: a virtual one. */
async function webkit() {
  const { Builder, By } = await import('selenium-webdriver');
  const port = await freePort();
  const driver = spawn('xvfb-run', ['-a', '-s', `-screen 0 ${size.width}x${size.height}x24`, 'WebKitWebDriver', `--port=${port}`], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const end = () => process.kill(-driver.pid, 'SIGTERM');
  try {
    await answers(`http://127.0.0.1:${port}/status`);
    const session = await new Builder().disableEnvironmentOverrides().usingServer(`http://127.0.0.1:${port}`).forBrowser('MiniBrowser').build();
    await session.manage().window().setRect({ x: 0, y: 0, ...size });
    return {
      go: (url) => session.get(url),
      run: (script) => session.executeScript(script),
      click: (selector) => session.findElement(By.css(selector)).click(),
      type: (selector, text) => session.findElement(By.css(selector)).sendKeys(text),
      back: () => session.navigate().back(),
      close: () => session.quit().finally(end),
    };
  } catch (fault) {
    end();
    throw fault;
  }
}

async function answers(url) {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(100)) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return;
  }
  throw new Error(`${url} does not answer`);
}

/** Waits until the expression is true in the page, and gives its value. */
async function until(browser, expression) {
  let value;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(100)) {
    value = await browser.run(`return ${expression}`);
    if (value) return value;
  }
  const seen = await browser.run("return document.title + ' ' + location.href + ' ' + document.querySelector('#main')?.innerText.slice(0, 300)");
  throw new Error(`not in time: ${expression} (${value}), on ${seen}`);
}

/** Clicks as soon as what is looked for is there, and still: the list and the map beside it come one after the other. */
async function touch(browser, selector) {
  let last;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(100)) {
    try {
      return await browser.click(selector);
    } catch (fault) {
      last = fault;
    }
  }
  throw last;
}

const shown = (selector) => `document.querySelector(${JSON.stringify(selector)})?.checkVisibility()`;
/** With every space of the typography as a plain one. */
const reads = (selector, text) => `document.querySelector('${selector}')?.textContent.replaceAll(/\\s/g, ' ').includes(${JSON.stringify(text)})`;

/** From the landing to a place and back: need, town, time, list, map, sheet. */
async function scenario(browser, base, town) {
  await browser.go(base);
  await browser.run(LISTEN);
  await until(browser, "document.body.classList.contains('scripted')");
  await until(browser, reads('#question', 'De quoi avez-vous besoin ?'));
  await touch(browser, '[data-pick=caf]');
  await until(browser, reads('#question', 'Où êtes-vous ?'));
  await browser.type('#q', town);
  await until(browser, shown('#suggestions [role=option]'));
  await touch(browser, '#suggestions [role=option]');
  await until(browser, reads('#question', 'Quand ?'));
  await touch(browser, "[data-pick='']");
  await until(browser, reads('#summary', `CAF près de ${town} : `));
  const first = await until(browser, "document.querySelector('#results .card h2 a')?.textContent");
  const marks = await until(browser, "document.querySelectorAll('.leaflet-marker-pane :is(.marker, .cluster)').length");
  await touch(browser, '#results .card h2 a');
  await until(browser, `document.querySelector('#sheet h1')?.textContent === ${JSON.stringify(first)} && ${shown('#sheet h1')}`);
  await browser.back();
  await until(browser, `${shown('#results .card h2 a')} && !${shown('#sheet')}`);
  const faults = await browser.run('return window.faults');
  if (faults.length > 0) throw new Error(`faults of scripts: ${faults.join('; ')}`);
  return `${first}, ${marks} marks on the map`;
}

const engines = { firefox, webkit };
const wanted = process.argv[2] ? [process.argv[2]] : Object.keys(engines);
const town = process.env.ESCALE_E2E_COMMUNE ?? 'Saint-Lô';

await withServer(async (base) => {
  for (const name of wanted) {
    const start = Date.now();
    const browser = await engines[name]();
    try {
      console.log(`${name}: ${await scenario(browser, base, town)}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    } catch (fault) {
      console.error(`${name}:`, fault);
      process.exitCode = 1;
    } finally {
      await browser.close();
    }
  }
}, { example: Boolean(process.env.ESCALE_E2E_EXAMPLE), settings: { ESCALE_TILE_URL: '' } }); // no request to another host
