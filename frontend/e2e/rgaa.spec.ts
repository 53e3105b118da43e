import { expect, test } from '@playwright/test';
import { expectEdges } from './criteria-sight.ts';
import { open, showMap, spaced } from './helpers.ts';
import { knownTo, SAMPLE, visit } from './sample.ts';

/** Criteria of the RGAA that are of several pages at once, or of what one does: the others are in criteria.ts. docs/accessibilite.md names these tests. */

test('8.6 no two pages have the same title', async ({ request }) => {
  const known = await knownTo(request);
  const addresses = Object.entries(SAMPLE).filter(([name]) => name !== 'réponse vide' && name !== 'fiche ouverte').map(([, addressOf]) => addressOf(known)); // states of the answer
  const titles = await Promise.all(addresses.map(async (address) => /<title>([^<]*)/.exec(await (await request.get(address)).text())?.[1]));
  expect(new Set(titles).size, titles.join('\n')).toBe(addresses.length);
});

test('8.6 the title follows the questions', async ({ page, baseURL }) => {
  await open(page, baseURL, '/');
  await expect(page).toHaveTitle(spaced(/^De quoi avez-vous besoin \? – Escale$/));
  await page.locator('[data-pick=caf]').first().click();
  await expect(page).toHaveTitle(spaced(/^Où êtes-vous \? – Escale$/));
  const client = await page.title();
  await page.reload();
  expect(await page.title()).toBe(client);
  await page.locator('#see-all').click();
  await expect(page).toHaveTitle(spaced(/^CAF .*– Escale$/));
});

test('12.3 every link of the plan answers', async ({ request }) => {
  const [, main = ''] = /<main[^>]*>([^]*)<\/main>/.exec(await (await request.get('/plan-du-site')).text()) ?? [];
  const hrefs = [...main.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  expect(hrefs.length).toBeGreaterThan(40);
  for (const href of hrefs) expect((await request.get(href)).status(), href).toBe(200);
});

test('12.10 no single key does anything', async ({ page, baseURL }) => {
  for (const address of ['/', '/?etape=reponse', '/passages']) {
    await visit(page, baseURL, address);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    if (address !== '/passages' && await page.locator('#map').isVisible()) await page.locator('.marker, .cluster').first().waitFor(); // it counts aloud
    const before = await page.locator('body').innerText();
    for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789?/.,+-#') await page.keyboard.press(key);
    expect(await page.locator('body').innerText(), address).toBe(before);
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);
  }
});

test('13.10 the map grows and shrinks by buttons, and moves by arrow keys', async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  await page.getByRole('button', { name: 'Agrandir la carte', exact: true }).click();
  await expect(page).toHaveURL(/view=/);
  const first = page.url();
  await page.getByRole('button', { name: 'Réduire la carte' }).click();
  await expect.poll(() => page.url()).not.toBe(first);
  const second = page.url();
  await page.locator('#map').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).not.toBe(second);
});

test('3.3 and 10.7 on the map, edges, drawings and the focus stand out', { tag: ['@narrow', '@wide'] }, async ({ page, baseURL }) => {
  await open(page, baseURL);
  await showMap(page);
  await expectEdges(page);
});

test('10.13 and 10.14 no style sheet shows or hides anything under the pointer or the focus', async ({ page, baseURL }) => {
  for (const address of ['/', '/passages']) {
    await visit(page, baseURL, address);
    const shown = await page.evaluate(() => {
      const rules = (list: CSSRuleList): CSSRule[] => [...list].flatMap((rule) => [rule, ...('cssRules' in rule ? rules(rule.cssRules as CSSRuleList) : [])]);
      const all = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).filter((rule): rule is CSSStyleRule => rule instanceof CSSStyleRule);
      return all.filter(({ selectorText, style }) => /:(hover|focus)/.test(selectorText) && !selectorText.includes('.skip') && ['display', 'visibility', 'opacity', 'content', 'clip-path', 'height'].some((name) => style.getPropertyValue(name) !== ''))
        .map(({ cssText }) => cssText);
    });
    expect(shown, address).toEqual([]);
  }
});
