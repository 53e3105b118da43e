import { expect, test, type Page } from '@playwright/test';
import { answered, chooseSuggestion, COMMUNE, lines, open, placePage, spaced } from './helpers.ts';

/** Stands for the browser's voice: keeps what it is given to read, and ends nothing by itself. */
async function giveVoice(page: Page, voices: readonly { lang: string; localService: boolean }[]): Promise<void> {
  await page.addInitScript((all) => {
    const utterances: SpeechSynthesisUtterance[] = [];
    const fake = {
      utterances, getVoices: () => all, addEventListener: () => undefined,
      speak: (utterance: SpeechSynthesisUtterance) => utterances.push(utterance),
      cancel: () => utterances.splice(0).forEach((utterance) => utterance.onend?.({} as SpeechSynthesisEvent)),
    };
    Object.defineProperty(window, 'speechSynthesis', { value: fake, configurable: true });
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: class { constructor(readonly text: string) {} }, configurable: true });
  }, voices);
}

interface Voice { readonly utterances: { readonly text: string; readonly lang: string; readonly onend: () => void }[] }

const utterances = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window.speechSynthesis as unknown as Voice).utterances.map(({ text, lang }) => `${lang} ${text}`));

const french = [{ lang: 'en-GB', localService: true }, { lang: 'fr-FR', localService: false }, { lang: 'fr_FR', localService: true }];

test('the page of a place is read: its name, its hours, its telephone pair by pair', async ({ page, request }) => {
  await giveVoice(page, french);
  await page.goto(await placePage(request));
  const button = page.getByRole('button', { name: 'Écouter' });
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await button.click();
  await expect(page.getByRole('button', { name: 'Arrêter' })).toBeVisible();
  const texts = await utterances(page);
  expect(texts[0]).toBe(`fr_FR ${await page.locator('h1').textContent()}.`);
  expect(texts[1]).toMatch(/\d{5} \S+/);
  expect(texts.at(-1)).toMatch(/Téléphone : zéro [^\s,.]+(, (zéro [^\s,.]+|[1-9]\d)){4}\.$/);
  await page.getByRole('button', { name: 'Arrêter' }).click();
  expect(await utterances(page)).toEqual([]);
  await expect(button).toBeVisible();
});

test('at the end the button offers to listen again', async ({ page, request }) => {
  await giveVoice(page, french);
  await page.goto(await placePage(request));
  await page.getByRole('button', { name: 'Écouter' }).click();
  await expect(page.getByRole('button', { name: 'Arrêter' })).toBeVisible();
  await page.evaluate(() => (window.speechSynthesis as unknown as Voice).utterances.forEach((utterance) => utterance.onend()));
  await expect(page.getByRole('button', { name: 'Écouter' })).toBeVisible();
});

test('the list is read: how many places, and the first three', async ({ page, baseURL }) => {
  await giveVoice(page, french);
  await open(page, baseURL);
  await chooseSuggestion(page, COMMUNE, 'Commune');
  await answered(page, 'lat=');
  await page.locator('#main').getByRole('button', { name: 'Écouter' }).click();
  await expect(page.locator('#listen')).toHaveText('Arrêter');
  const texts = await utterances(page);
  expect(texts[0]).toMatch(spaced(new RegExp(`^fr_FR .*${COMMUNE}.* \\d+ lieux.*\\.$`)));
  const names = (await lines(page).getByRole('heading').allTextContents()).slice(0, 4);
  for (const [i, name] of names.entries()) expect(texts.some((text) => text.startsWith(`fr_FR ${name}, `))).toBe(i < 3);
  expect(texts.join()).not.toMatch(/\d (km|m|h|min)(?!\p{L})/u);
  await lines(page).first().getByRole('heading').getByRole('link').click();
  await page.locator('#sheet').getByRole('button', { name: 'Écouter' }).click();
  await expect.poll(async () => (await utterances(page))[0]).toBe(`fr_FR ${names[0]}.`);
  await expect(page.locator('#listen')).toHaveText('Écouter');
  await page.getByRole('button', { name: 'Retour à la liste' }).click();
  await expect.poll(() => utterances(page)).toEqual([]);
});

for (const [name, voices] of Object.entries({
  'no voice': [],
  'a voice of another language': [{ lang: 'en-GB', localService: true }],
  'a voice that sends elsewhere what it reads': [{ lang: 'fr-FR', localService: false }],
})) {
  test(`with ${name} there is no button`, async ({ page, baseURL, request }) => {
    await giveVoice(page, voices);
    await open(page, baseURL);
    await expect(page.locator('#listen')).toBeHidden();
    await page.goto(await placePage(request));
    await expect(page.locator('.print')).toBeVisible();
    await expect(page.locator('.listen')).toBeHidden();
  });
}
