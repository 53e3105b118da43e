import { expect, test } from '@playwright/test';
import { announced, drawer, expectListInStep, lines, listed, NEED, onMap, open, placesOf, showMap, told } from './helpers.ts';

test.beforeEach(({ page, baseURL }) => open(page, baseURL));

test('a kind leaves only lines of that kind, as many as its count said', async ({ page }) => {
  const kinds = await drawer(page, 'kinds');
  for (const box of await kinds.getByRole('checkbox').all()) {
    const label = (await box.getAttribute('data-label')) ?? '';
    const count = await box.locator('..').locator('.count').textContent();
    await box.check();
    expect(`(${await expectListInStep(page)})`).toBe(count);
    for (const line of await lines(page).all()) await expect(line.locator('.kinds')).toContainText(label);
    await box.uncheck();
  }
});

test('a need leaves only places that do it, the sure ones first', async ({ page }) => {
  const everything = await announced(page);
  await (await drawer(page, 'needs')).locator(`input[value="${NEED}"]`).check();
  const count = await expectListInStep(page);
  expect(count).toBeLessThanOrEqual(everything);
  const texts = await lines(page).locator('.match').allTextContents();
  expect(texts).toHaveLength(Math.min(20, count));
  for (const text of texts) expect(text).toMatch(/^(Fait cette démarche|À vérifier par téléphone)$/);
  expect([...texts].sort((a, b) => Number(a.startsWith('À')) - Number(b.startsWith('À')))).toEqual(texts);
  await expect(page.locator('#needs-chosen')).toHaveText('1 choisie');
});

test('the summary tells what is sure from what is to check, and so does the list', async ({ page, request, baseURL }) => {
  const sure = (await placesOf(request, `?service=${NEED}&certainty=confirmed`)).length;
  const all = (await placesOf(request, `?service=${NEED}`)).length;
  await open(page, baseURL, `/?service=${NEED}`);
  expect(told((await page.locator('#summary').textContent()) ?? '')).toEqual({ sure, unsure: all - sure });
  await listed(page);
  await expect(page.locator('#results > .apart')).toHaveCount(1);
  await expect(page.locator('#results > .apart').getByRole('heading')).toHaveText('À vérifier par téléphone');
  await expect(page.locator('#results > .apart ~ .line')).toHaveCount(all - sure);
  await expect(page.locator('#results > .apart ~ .line .match-confirmed')).toHaveCount(0);
  await expect(page.locator('#results > .line .match-confirmed')).toHaveCount(sure);
});

test('two needs mean both at one place', async ({ page }) => {
  const boxes = (await drawer(page, 'needs')).getByRole('checkbox');
  await boxes.nth(0).check();
  const one = await announced(page);
  await boxes.nth(1).check();
  expect(await announced(page)).toBeLessThanOrEqual(one);
});

test('list and map show the same number after a filter', async ({ page }) => {
  await (await drawer(page, 'kinds')).getByRole('checkbox').first().check();
  await showMap(page);
  expect(await onMap(page)).toBe(await announced(page));
});

test('the new number is said aloud', async ({ page }) => {
  await (await drawer(page, 'kinds')).getByRole('checkbox').first().check();
  await expect(page.locator('#announce')).toHaveText((await page.locator('#summary').textContent()) ?? '');
});

test('"Recommencer" goes back to the first question, and nothing is asked any more', async ({ page }) => {
  const everything = await announced(page);
  await (await drawer(page, 'kinds')).getByRole('checkbox').first().check();
  await page.getByRole('link', { name: 'Recommencer' }).click();
  await expect(page.getByRole('heading', { name: 'De quoi avez-vous besoin ?' })).toBeFocused();
  expect(new URL(page.url()).search).toBe('');
  await page.getByRole('link', { name: `Voir tous les lieux (${everything})` }).click();
  expect(await announced(page)).toBe(everything);
  await expect(page.locator('input[type=checkbox]:checked')).toHaveCount(0);
});

test('an empty answer says why and what to ask instead', async ({ page }) => {
  await page.getByRole('combobox').fill('zzzzqqqq');
  await page.getByRole('combobox').press('Enter');
  await expect(lines(page)).toHaveCount(0);
  await page.locator('#message').getByRole('button', { name: /Tout effacer/ }).click();
  expect(await expectListInStep(page)).toBeGreaterThan(0);
});
