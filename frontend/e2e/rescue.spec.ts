import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, COMMUNE, expectListInStep, lines, NEED, open } from './helpers.ts';

const SUNDAY = '2026-12-06';
const message = (page: Page): Locator => page.locator('#message');

const empties: Record<string, string> = {
  'needs on a Sunday, near a commune': `/?service=${NEED},cv&jour=${SUNDAY}&q=${COMMUNE}`,
  'a price on a Sunday': `/?service=${NEED}&fee=gratuit&jour=${SUNDAY}&q=${COMMUNE}`,
  'a kind on a Sunday': `/?kind=van&jour=${SUNDAY}`,
  'a way of being received': '/?care=surdite&audience=femmes&kind=van',
  'a bus now': '/?kind=van&service=securite&quand=maintenant',
  'a bus at night': '/?kind=van&jour=2026-12-08&heure=03:00',
  'an hour of the night': `/?service=${NEED}&jour=2026-12-08&heure=03:00&q=${COMMUNE}`,
  'words': '/?q=zzzzqqqq',
};

for (const [name, address] of Object.entries(empties)) {
  test(`an empty answer says why, and each way out keeps its promise: ${name}`, async ({ page, baseURL }) => {
    await open(page, baseURL, address);
    await expect(lines(page)).toHaveCount(0);
    const ways = message(page).locator('li button');
    await expect(ways.last()).toHaveText(/^Tout effacer : \d+ lieux$/);
    await expect(message(page).locator('p').first()).toHaveText(/^(Personne|Aucun lieu|Rien) .*\.$/);
    const texts = await ways.allTextContents();
    expect(texts.length).toBeGreaterThan(1);
    for (const [i, text] of texts.entries()) {
      const [, count = '', first = ''] = / : ([\d\s]+) lieux?(?:\. (?:Le plus proche|Par exemple) : (.*))?/.exec(text) ?? [];
      await ways.nth(i).click();
      expect(await expectListInStep(page), text).toBe(Number(count));
      if (first) expect(first.startsWith((await lines(page).first().getByRole('heading').textContent()) ?? '?'), text).toBe(true);
      await expect(page.locator('#summary')).toBeFocused();
      await page.goBack();
      await expect(lines(page)).toHaveCount(0);
      await expect(ways).toHaveCount(texts.length);
    }
  });
}

test('the nearest place is named with its distance and its hours', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&jour=${SUNDAY}&q=${COMMUNE}&certainty=confirmed`);
  await expect(message(page).locator('p').first()).toHaveText('Personne n’est ouvert ni de passage le dimanche 6 décembre pour cette démarche avec vos autres choix.');
  await expect(message(page).locator('li button').first()).toHaveText(/^Sans « le dimanche 6 décembre » : \d+ lieux\. Le plus proche : .+, à [\d,]+\s(m|km)\. \S.*\.$/);
});

test('when no single condition is to blame the need stays', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&support=atelier&care=surdite&audience=femmes&kind=van&q=${COMMUNE}`);
  await expect(message(page)).toContainText('même avec un de moins');
  await message(page).getByRole('button', { name: 'Avec la démarche seule' }).click();
  expect(await announced(page)).toBeGreaterThan(0);
  expect(page.url()).toContain(`service=${NEED}`);
  expect(page.url()).not.toMatch(/support|care|audience|kind/);
});

test('a need that nobody does with any other leads to someone to call', async ({ page, baseURL }) => {
  await page.route('**/api/v1/places?fields=map', async (route) => {
    const response = await route.fetch();
    const collection = (await response.json()) as { features: { properties: { offers: Record<string, unknown>[] } }[] };
    for (const { properties } of collection.features) for (const offer of properties.offers) Object.assign(offer, { declared: [], implied: [], possible: [] });
    await route.fulfill({ response, json: collection });
  });
  await open(page, baseURL, `/?service=${NEED},cv,impots&q=${COMMUNE}`);
  await expect(message(page)).toContainText('Le lieu le plus proche : ');
  await expect(message(page).getByRole('link', { name: /^Appeler / })).toHaveAttribute('href', /^tel:\+?\d+$/);
});

test('the reason is said aloud', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&q=${COMMUNE}`);
  await page.locator('#when summary').click();
  await page.getByLabel('Un jour').check();
  await page.getByLabel('Quel jour ?').fill(SUNDAY);
  await expect(page.locator('#announce')).toHaveText(/^Aucun lieu .*\. Personne n’est ouvert ni de passage le dimanche 6 décembre/);
});

test.describe('axe', () => {
  test.use({ bypassCSP: true });

  for (const address of ['needs on a Sunday, near a commune', 'words']) {
    test(`finds nothing in an empty answer: ${address}`, async ({ page, baseURL }) => {
      await open(page, baseURL, empties[address]);
      await expect(message(page).locator('li button').last()).toBeVisible();
      await expectNoViolation(page);
    });
  }
});
