import { expect, test } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { frameOf, listen, OtherSite, territories } from './embedding.ts';

const site = new OtherSite();
test.beforeAll(() => site.start());
test.afterAll(() => site.stop());

/** A style sheet that spares nothing. */
const HOSTILE = `* { all: unset !important; } iframe, escale-carte { display: none !important; height: 3px !important; width: 20% !important; border: 9px dashed red !important; opacity: .1 !important; transform: rotate(40deg) !important; position: fixed !important; }
  iframe { max-height: 40px !important; visibility: hidden !important; filter: blur(9px) !important; margin: 50px !important; }`;

for (const kind of ['iframe', 'script', 'element', 'lien']) {
  test(`the code « ${kind} », pasted as it is, shows the same in a bare page and under a hostile style sheet @wide`, async ({ page, request }) => {
    const heard = await listen(page);
    const [{ query } = { query: '' }] = await territories(request);
    await page.goto(`/integrer?${query}&height=450`);
    const code = (await page.locator(`#code-${kind}`).textContent()) ?? '';
    const seen: unknown[] = [];
    for (const style of ['', HOSTILE]) {
      site.show(`<div style="width:600px!important;display:block!important">${code}</div>`, style);
      await page.goto(site.address);
      if (kind === 'lien') {
        const link = page.getByRole('link', { name: /lieux, horaires et passages du bus/ });
        seen.push(await link.getAttribute('href'));
        continue;
      }
      const frame = frameOf(page);
      await expect(frame.locator('#results > .line').first()).toBeVisible();
      if (kind !== 'iframe') await expect.poll(async () => frame.locator('html').evaluate((root) => root.scrollHeight - innerHeight)).toBe(0);
      const box = await page.locator('iframe').boundingBox();
      const text = await frame.locator('body').innerText();
      const drawn = await page.locator('iframe').evaluate((element) => {
        const { opacity, transform, visibility, filter, borderTopWidth } = getComputedStyle(element);
        return { opacity, transform, visibility, filter, borderTopWidth };
      });
      seen.push({ width: box?.width, height: box?.height, text, drawn });
      expect(box?.width).toBe(600);
      if (kind === 'iframe') expect(box?.height).toBe(450);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(heard.faults).toEqual([]);
  });
}

test('each choice shows at once, and the code is copied @wide', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const heard = await listen(page);
  await page.goto('/integrer');
  await page.getByLabel(/Une commune, ou plusieurs/).fill('saint lo');
  await expect(page.locator('#preview')).toHaveAttribute('src', '/embed?commune=50502');
  await page.getByLabel('La carte, avec sa recherche').check();
  await expect(page.locator('#preview')).toHaveAttribute('src', '/embed?commune=50502&view=map');
  await expect(page).toHaveURL(/view=map/);
  await page.getByRole('button', { name: 'Copier : Le cadre seul' }).click();
  await expect(page.locator('#copied')).toHaveText('Le code est copié.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.locator('#code-iframe').textContent());
  await page.getByLabel(/Une commune, ou plusieurs/).fill('Nulle Part');
  await expect(page.locator('#fault')).toContainText('« Nulle Part » n’est pas une commune');
  await expect(page.locator('#preview')).toHaveCount(0);
  expect(heard.faults).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page writes the code of the choices sent', async ({ page }) => {
    await page.goto('/integrer');
    await page.getByLabel(/Une commune, ou plusieurs/).fill('Saint-Lô');
    await page.getByLabel('Qui vous aide, puis les passages du bus').check();
    await page.getByRole('button', { name: 'Voir le code à copier' }).click();
    await expect(page.locator('#code-iframe')).toContainText('commune=50502&amp;view=list');
    await expect(page.getByLabel('Qui vous aide, puis les passages du bus')).toBeChecked();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in a ${colorScheme} scheme`, () => {
    test.use({ colorScheme, bypassCSP: true });
    test('axe finds nothing in frames, nor in the page that writes them', async ({ page, request }) => {
      await listen(page);
      const [{ query } = { query: '' }] = await territories(request);
      for (const address of [`/embed?${query}`, `/embed?${query}&view=list&color=8a0b3c`, `/embed?${query}&view=map`, '/embed?lang=ar', '/embed?inconnu=1', '/integrer', '/integrer?commune=x', '/embed?commune=50129&kind=van']) {
        await page.goto(address);
        if (address.includes('view=map')) await expect(page.locator('#kinds .count').first()).not.toBeEmpty();
        await expectNoViolation(page);
      }
    });
  });
}
