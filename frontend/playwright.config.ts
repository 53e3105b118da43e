import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { READY } from './e2e/server.mjs';

/**
 * The server to test. Without one, e2e/serve.mjs starts the real program, on
 * the example set if ESCALE_E2E_EXAMPLE is set, and tells its port.
 */
const url = process.env['ESCALE_E2E_URL'];
const example = process.env['ESCALE_E2E_EXAMPLE'] ? ' --example' : '';
const port = process.env['ESCALE_E2E_PORT'];

/** Chromium without its windows, a third of the work for the same pages; or else the whole of it. */
const shell = '/usr/bin/chromium-headless-shell';

const chromium = {
  executablePath: process.env['CHROMIUM'] ?? (existsSync(shell) ? shell : '/usr/bin/chromium'),
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
};

const server = {
  command: `exec node e2e/serve.mjs${example}`,
  wait: { stdout: READY }, // /readyz would answer as soon as there are some data
  timeout: 120_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 20_000 },
  reuseExistingServer: false,
};

/** On a telephone, or where it says so on a wide screen (@wide), or on both (@narrow and @wide). */
const everyDay = [
  { name: 'phone', grepInvert: /^(?!.*@narrow).*@wide/, use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
  { name: 'wide', grep: /@wide/, use: { viewport: { width: 1280, height: 800 } } },
];

/** The scenarios at the widths between, and in a window of 1280 pixels zoomed to 200 %. */
const widths = [['small phone', 360, 640], ['tablet', 768, 1024], ['laptop', 1024, 768], ['zoomed', 640, 400], ['desktop', 1280, 800]].map(([name, width, height]) => (
  { name: String(name), testMatch: /scenario-/, use: { viewport: { width: Number(width), height: Number(height) } } }
));

export default defineConfig({
  testDir: 'e2e',
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  // A loaded machine may be late once: the test is run again, and told as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  timeout: 30_000,
  use: {
    baseURL: url ?? `http://localhost:${port}`,
    launchOptions: chromium,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    serviceWorkers: 'block', // they would hide requests from page.route; offline.spec.ts allows them
  },
  projects: process.env['ESCALE_E2E_WIDTHS'] ? widths : everyDay,
  ...(url ? {} : { webServer: server }),
});
