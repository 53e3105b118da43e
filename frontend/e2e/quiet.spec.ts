import { expect, test } from '@playwright/test';
import { answered, answerTiles, chooseSuggestion, COMMUNE, drawer, lines, ready, showMap } from './helpers.ts';

test('a whole visit makes no console error and asks nobody but the server and the tiles', async ({ page, baseURL }) => {
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  const hosts = await answerTiles(page, baseURL ?? '');
  await page.goto('/?etape=reponse');
  await ready(page);
  const config = JSON.parse((await page.locator('body').getAttribute('data-config')) ?? '{}') as { tileURL: string };

  await chooseSuggestion(page, COMMUNE, 'Commune');
  await answered(page, 'lat=');
  await (await drawer(page, 'kinds')).getByRole('checkbox').first().check();
  await answered(page, 'kind=');
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.locator('#sheet h1')).toBeVisible();
  await page.keyboard.press('Escape');
  await showMap(page);
  await page.getByRole('button', { name: 'Réduire la carte' }).click();
  const tileHosts = [new URL(config.tileURL, baseURL).host].filter((host) => host !== new URL(baseURL ?? '').host);
  await expect.poll(() => [...hosts]).toEqual(tileHosts);
  expect(faults).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});
