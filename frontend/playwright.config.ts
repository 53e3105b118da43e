import { defineConfig } from '@playwright/test';

/** The server to test; without one, the stand-in of e2e/fixture-server.mjs is started. */
const url = process.env['ESCALE_E2E_URL'];
const standIn = 'http://127.0.0.1:8091';

const chromium = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  timeout: 30_000,
  use: { baseURL: url ?? standIn, launchOptions: chromium, locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce' },
  projects: [
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
    { name: 'wide', use: { viewport: { width: 1280, height: 800 } } },
  ],
  ...(url ? {} : { webServer: { command: 'node e2e/fixture-server.mjs', url: standIn, reuseExistingServer: true } }),
});
