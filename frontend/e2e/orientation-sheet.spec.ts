import { expect, test, type Page } from '@playwright/test';
import decodeQR from 'qr/decode.js';
import { anywhere, openOrientation, row, toSheet, townOf } from './orientation.ts';

test('five lines at most: moved, removed, each with its note, and the focus stays', async ({ page, baseURL, request }) => {
  await anywhere(page, baseURL, request);
  for (let i = 0; i < 6; i++) await row(page, i).locator('.pick-row').press('Enter'); // the sixth is not to be pressed, and says so
  await expect(page.locator('#basket')).toHaveText('Sur la fiche : 5 lieux. Elle est complète.');
  await expect(page.locator('#status')).toHaveText(/a déjà 5 lieux/);
  await expect(row(page, 5).locator('.pick-row')).toHaveAttribute('aria-disabled', 'true');
  await page.locator('#to-sheet a').click();
  const names = () => page.locator('.fiche-line h3').allTextContents();
  const [first, second] = await names();
  await page.locator('.fiche-line').nth(0).getByLabel(/^Note/).fill('Demander Mme Roux');
  await page.locator('.fiche-line').nth(0).getByRole('button', { name: /^Descendre/ }).click();
  expect((await names()).slice(0, 2)).toEqual([second, first]);
  await expect(page.locator('.fiche-line').nth(1).getByRole('button', { name: /^Descendre/ })).toBeFocused();
  await expect(page.locator('.fiche-line').nth(1).getByLabel(/^Note/)).toHaveValue('Demander Mme Roux');
  await page.locator('.fiche-line').nth(0).getByRole('button', { name: /^Retirer/ }).click();
  expect((await names())[0]).toBe(first);
  await expect(page.locator('.fiche-line h3').first()).toBeFocused();
  await page.reload();
  await expect(page.locator('.fiche-line').first().getByLabel(/^Note/)).toHaveValue('Demander Mme Roux');
  await page.getByRole('link', { name: 'Revenir à la comparaison' }).click();
  await page.getByRole('button', { name: 'Tout effacer' }).click();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('Roux');
});

test('another moment can be proposed, among those when the place is open and the person free', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf&commune=${insee}&portee=partout&libre=ma-apm,je-apm`);
  await toSheet(page, 1);
  const select = page.getByLabel(/^Jour et heure/);
  const options = await select.locator('option').allTextContents();
  expect(options.slice(1).every((text) => /^(mardi|jeudi) .* à 1[2-7]\s/.test(text)), options.join()).toBe(true);
  await select.selectOption({ index: 3 });
  await expect(select).toBeFocused();
  // « mardi 8 décembre à 14 h »
  const day = new RegExp((options[3] ?? '?').replace(/ à .*/, ' entre '));
  await expect(page.locator('.fiche-when')).toHaveText(day);
  await page.reload();
  await expect(page.locator('.fiche-when')).toHaveText(day);
});

/** The dark modules of the drawing, as the picture that a telephone would take. */
async function photograph(page: Page): Promise<string> {
  const { side, path } = await page.locator('#fiche-link .qr').evaluate((svg) => ({ side: Number(svg.getAttribute('viewBox')?.split(' ')[2]), path: svg.querySelector('.qr-ink')?.getAttribute('d') ?? '' }));
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let i = 0; i < scale * scale; i++) {
      const at = 4 * ((Number(y) * scale + Math.floor(i / scale)) * width + Number(x) * scale + (i % scale));
      data.fill(0, at, at + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}

test('the link, the text, the calendar and the code hand the sheet over, without a word of what constrains the person', async ({ page, baseURL, context, request, browserName }) => {
  expect(browserName).toBe('chromium');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,cv&commune=${insee}&portee=partout&libre=ma-apm,je-apm&accueil=illettrisme`);
  await toSheet(page, 2);
  await page.getByLabel(/^Note/).first().fill('Demander Mme Roux');
  const copied = async (name: string): Promise<string> => {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.locator('#fiche-status')).toHaveText(/est copié/);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const link = await copied('Copier le lien');
  expect(link).toMatch(new RegExp(`^${baseURL}/orientation#besoins=caf,cv&choix=[\\w~]+,[\\w~]+&vue=fiche$`));
  await expect(page.locator('#fiche-link a')).toHaveAttribute('href', link);
  expect(await photograph(page)).toBe(link);

  const text = await copied('Copier le texte');
  const names = await page.locator('.fiche-line h3').allTextContents();
  for (const part of [...names, 'Demander Mme Roux', 'À apporter', 'Téléphone : 0', link]) expect(text).toContain(part);
  expect(text).not.toMatch(/illettrisme|undefined|null|\[object/);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /agenda/ }).click()]);
  expect(download.suggestedFilename()).toBe('fiche.ics');
  const calendar = await (await download.createReadStream()).toArray();
  expect(Buffer.concat(calendar).toString()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT\r\n[\s\S]*END:VCALENDAR\r\n$/);

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('.fiche-line h3')).toHaveText(names);
  await expect(other.locator('#fiche-message')).toBeHidden();
  await expect(other.locator('.changed')).toHaveCount(0);
  await expect(other.locator('#bring')).toContainText('À apporter');
  expect(await other.content()).not.toContain('Roux');
});

/** The pages of a PDF as Chromium writes it. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

test('three places stand on one A4, in twelve points and more, with nothing to press @wide', async ({ page, baseURL, request }) => {
  const { insee } = await townOf(request);
  await openOrientation(page, baseURL, `besoins=caf,ameli,france-travail,ants&commune=${insee}&portee=partout`);
  await toSheet(page, 3);
  await page.getByLabel(/^Note/).first().fill('Demander Mme Roux à l’accueil, elle attend votre appel.');
  await expect(page.locator('#fiche-link .qr')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('button:visible, input:visible, select:visible, textarea:visible, .button:visible, .foot:visible, .skip:visible, .roles:visible, #compare:visible')).toHaveCount(0);
  await expect(page.locator('.note-paper').first()).toHaveText(/Note : Demander Mme Roux/);
  const points = await page.locator('.fiche-line').locator('h3, p:visible').evaluateAll((all) => all.map((one) => (Number.parseFloat(getComputedStyle(one).fontSize) * 72) / 96));
  expect(Math.min(...points)).toBeGreaterThanOrEqual(12);
  expect((await page.locator('#fiche-link .qr').boundingBox())?.width).toBeGreaterThan(94); // 25 mm
  expect(pagesOf(await page.pdf({ format: 'A4', preferCSSPageSize: true }))).toBe(1);
});
