import { expect, test, type Page } from '@playwright/test';
import { open, showMap, spaced } from './helpers.ts';
import { sample, visit } from './sample.ts';

test.describe.configure({ timeout: 90_000 }); // many pages, each looked at whole

/** Criteria of the RGAA that axe and html-validate do not judge: structure, navigation, forms. docs/accessibilite.md names these tests. */

test('8.6 each page has a title of its own', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  const titles: string[] = [];
  for (const [name, address] of Object.entries(await sample(request))) {
    if (name === 'réponse vide' || name === 'fiche ouverte') continue; // states of the answer
    await visit(page, baseURL, address);
    titles.push(await page.title());
  }
  expect(new Set(titles).size).toBe(titles.length);
  for (const title of titles) expect(title).toMatch(/\S.* – Escale$/);
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

/** Headings that are shown, as levels in order. */
const levels = (page: Page): Promise<number[]> =>
  page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1])));

test('9.1 headings begin at one, and skip no level', async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    const found = await levels(page);
    expect(found.filter((level) => level === 1).length, name).toBe(1);
    found.forEach((level, i) => expect(level, `${name}: ${found.join(' ')}`).toBeLessThanOrEqual((found[i - 1] ?? 0) + 1));
  }
});

test('9.2 and 12.6 each page has one header, one main and one footer, and nothing shows outside', { tag: '@wide' }, async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    for (const landmark of ['banner', 'main', 'contentinfo'] as const) await expect(page.getByRole(landmark), `${name}: ${landmark}`).toHaveCount(1);
    const outside = await page.evaluate(() => {
      const within = 'header, main, footer, nav, section[aria-label], [role=status], .skip, script, .sprite';
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (texts.nextNode()) if (texts.currentNode.textContent?.trim() && !texts.currentNode.parentElement?.closest(within)) found.push(texts.currentNode.textContent.trim());
      return found;
    });
    expect(outside, name).toEqual([]);
  }
});

test('12.1 and 12.4 every page shows its footer, which leads to the plan and to accessibility', async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    const narrowSheet = name === 'fiche ouverte' && (page.viewportSize()?.width ?? 0) < 1000; // one thing at a time: it closes
    for (const link of ['Plan du site', /^Accessibilité :/]) {
      await expect(page.getByRole('contentinfo', { includeHidden: true }).getByRole('link', { name: link, includeHidden: true }), name).toBeVisible({ visible: !narrowSheet });
    }
  }
});

test('12.3 every link of the plan answers', { tag: '@wide' }, async ({ page, request }) => {
  await page.goto('/plan-du-site');
  const hrefs = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(hrefs.length).toBeGreaterThan(40);
  for (const href of hrefs) expect((await request.get(href)).status(), href).toBe(200);
});

test('12.7 the first Tab leads past the header', async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    if (name === 'fiche ouverte') continue; // the focus is in the sheet already
    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    await expect(skip, name).toHaveText(/^Aller (au contenu|à la question|à la liste des lieux)$/);
    await expect(skip, name).toBeInViewport({ ratio: 1 });
    const target = page.locator((await skip.getAttribute('href')) ?? '');
    await page.keyboard.press('Enter');
    await expect(target, name).toBeVisible();
    await expect(target, name).toBeFocused();
  }
});

/** Walks by Tab until the focus leaves the page, or comes round; what it met, in order. */
async function walk(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<{ met: number[]; left: boolean }> {
  await page.evaluate(() => document.querySelectorAll('body *').forEach((one, i) => one.setAttribute('data-order', String(i))));
  const met: number[] = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press(key);
    const order = await page.evaluate(() => Number(document.activeElement?.getAttribute('data-order') ?? -1));
    if (order === -1 || order === met[0]) return { met, left: true };
    met.push(order);
  }
  return { met, left: false };
}

test('12.8 and 12.9 Tab follows the page, and is caught nowhere', async ({ page, baseURL, request }) => {
  test.setTimeout(240_000); // hundreds of keys
  for (const [name, address] of Object.entries(await sample(request))) {
    // The order of the sheet is that of the page of a place, and Escape leaves it (sheet.spec.ts); the list of communes is 445 links alike.
    if (['fiche ouverte', 'les communes'].includes(name)) continue;
    await visit(page, baseURL, address);
    const { met, left } = await walk(page, 'Tab');
    expect(left, name).toBe(true);
    expect(met.length, name).toBeGreaterThan(3);
    // Radio buttons are one stop; everything else comes in the order it is written, as it is seen.
    expect([...met].sort((a, b) => a - b), name).toEqual(met);
  }
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

test('2, 5, 11.8 and 13.2 each frame and each table is named, no long list to unroll, no window that opens by itself', async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    await expect(page.locator('frame, object, embed, video, audio, canvas:not(.leaflet-container canvas), [target=_blank], marquee, blink, optgroup'), name).toHaveCount(0);
    await expect(page.locator('iframe'), name).toHaveCount(address.startsWith('/integrer') ? 1 : 0);
    for (const frame of await page.locator('iframe').all()) await expect(frame, name).toHaveAttribute('title', /^Aide numérique /);
    const tables = await page.locator('table').evaluateAll((all) => all.map((table) => ({
      caption: table.querySelector('caption')?.textContent?.trim() ?? '',
      loose: [...table.querySelectorAll('th')].filter((th) => !['col', 'row'].includes(th.scope)).length,
      headed: [...table.querySelectorAll('tbody tr')].every((row) => row.querySelector('th[scope=row]')),
      spans: table.querySelectorAll('[colspan], [rowspan]').length,
    })));
    expect(tables.filter(({ caption, loose, headed, spans }) => !caption || loose || !headed || spans), name).toEqual([]);
    expect(tables.length > 0, name).toBe(address.startsWith('/orientation'));
  }
});

test('11.1 to 11.7 each field has a label that is seen, and each group its legend', async ({ page, baseURL, request }) => {
  for (const [name, address] of Object.entries(await sample(request))) {
    await visit(page, baseURL, address);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    const faults = await page.locator('input:visible, textarea:visible').evaluateAll((fields) => (fields as HTMLInputElement[]).flatMap((field) => {
      const label = [...(field.labels ?? [])].map((one) => one.innerText.trim()).join('');
      const legend = field.closest('fieldset')?.querySelector('legend')?.textContent?.trim();
      return [label ? '' : `no label: ${field.outerHTML}`, field.type !== 'radio' || legend ? '' : `no legend: ${field.outerHTML}`].filter(Boolean);
    }));
    expect(faults, name).toEqual([]);
  }
});
