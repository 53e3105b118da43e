import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { announced, countOf, answered, change, COMMUNE, drawer, lines, NEED, open, placesOf, spaced } from './helpers.ts';

const SUNDAY = '2026-12-06';
const message = (page: Page): Locator => page.locator('#message');
const ways = (page: Page): Locator => message(page).getByRole('link');

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

/** Two of them say the two sorts of message. */
const SEEN_BY_AXE = ['needs on a Sunday, near a commune', 'words'];

test.use({ bypassCSP: true }); // axe is injected

for (const [name, address] of Object.entries(empties)) {
  test(`an empty answer says why, and each way out keeps its promise: ${name}`, async ({ page, baseURL, request }) => {
    await open(page, baseURL, address);
    await expect(lines(page)).toHaveCount(0);
    await expect(ways(page).last()).toHaveText(spaced(/^Tout effacer : \d+ lieux$/));
    if (SEEN_BY_AXE.includes(name)) await expectNoViolation(page, name, 'light');
    await expect(message(page).locator('p').first()).toHaveText(spaced(/^(Aucun lieu|Rien) .*\.$/));
    const texts = await ways(page).allTextContents();
    expect(texts.length).toBeGreaterThan(1);
    for (const [i, text] of texts.entries()) {
      const [, first = ''] = spaced(/\. (?:Le plus proche|Par exemple) : (.*)/).exec(text) ?? [];
      await ways(page).nth(i).click();
      await expect(lines(page).first()).toBeVisible();
      await expect(page.locator('#summary')).toBeFocused();
      expect(await announced(page), text).toBe(countOf(text));
      const address = (await page.locator('#main').getAttribute('data-places')) ?? '';
      expect((await placesOf(request, address.slice(address.indexOf('?')))).length, address).toBe(countOf(text));
      if (first) expect(first.startsWith((await lines(page).first().getByRole('heading').textContent()) ?? '?'), text).toBe(true);
      await page.goBack();
      await expect(lines(page)).toHaveCount(0);
      await expect(ways(page)).toHaveCount(texts.length);
    }
  });
}

test('the nearest place is named with its distance and its hours', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&jour=${SUNDAY}&q=${COMMUNE}&certainty=confirmed`);
  await expect(message(page).locator('p').first()).toContainText('dimanche 6 décembre');
  await expect(ways(page).first()).toHaveText(spaced(/^Sans « dimanche 6 décembre » : \d+ lieux[^.]*\. Le plus proche : .+, à [\d,]+ (m|km)\. \S.*\.$/));
});

test('when no single condition is to blame the need stays', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&support=atelier&care=surdite&audience=femmes&kind=van&q=${COMMUNE}`);
  await expect(message(page)).toContainText('même avec un de moins');
  await ways(page).filter({ hasText: 'Avec ce besoin seul' }).click();
  await expect(page).not.toHaveURL(/support|care|audience|kind/);
  await expect.poll(() => announced(page)).toBeGreaterThan(0);
  expect(page.url()).toContain(`service=${NEED}`);
});

test('the reason is read aloud', async ({ page, baseURL }) => {
  await open(page, baseURL, `/?service=${NEED}&q=${COMMUNE}`);
  await change(page);
  await drawer(page, 'when');
  await page.getByLabel('Un jour').check();
  await page.getByLabel('Quel jour ?').fill(SUNDAY);
  await answered(page, SUNDAY);
  await expect(page.locator('#announce')).toHaveText(/dimanche 6 décembre/);
});
