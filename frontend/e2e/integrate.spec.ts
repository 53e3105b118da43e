import { expect, test } from '@playwright/test';
import { expectNoViolation } from './axe.ts';
import { ready } from './helpers.ts';
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
      await expect(frame.locator('#results > .card').first()).toBeVisible();
      if (kind === 'script') await expect.poll(async () => frame.locator('html').evaluate((root) => root.scrollHeight - innerHeight)).toBe(0);
      const box = await page.locator('iframe').boundingBox();
      const text = await frame.locator('body').innerText();
      const drawn = await page.locator('iframe').evaluate((element) => {
        const { opacity, transform, visibility, filter, borderTopWidth } = getComputedStyle(element);
        return { opacity, transform, visibility, filter, borderTopWidth };
      });
      seen.push({ width: box?.width, height: box?.height, text, drawn });
      expect(box?.width).toBe(600);
      if (kind !== 'script') expect(box?.height).toBe(450);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(heard.faults).toEqual([]);
  });
}

test('the element is as high as what it shows, or as its attribute says, and follows its attributes @wide', async ({ page, request, baseURL }) => {
  await listen(page);
  const [{ query } = { query: '' }] = await territories(request);
  await page.goto(`/integrer?${query}`);
  site.show((await page.locator('#code-element').textContent()) ?? '');
  await page.goto(site.address);
  const frame = frameOf(page);
  await expect(frame.locator('#results > .card').first()).toBeVisible();
  await expect.poll(async () => frame.locator('html').evaluate((root) => root.scrollHeight - innerHeight)).toBe(0);
  expect((await page.locator('iframe').boundingBox())?.height).toBeGreaterThan(300);
  const before = await page.evaluate(() => history.length);
  await page.locator('escale-carte').evaluate((card) => {
    card.setAttribute('height', '300');
    card.setAttribute('lang', 'en');
    card.setAttribute('title', 'Digital help');
  });
  await expect(page.locator('iframe')).toHaveAttribute('src', new RegExp(`^${baseURL}/embed\\?.*lang=en&height=300$`));
  await expect(page.locator('iframe')).toHaveAttribute('title', 'Digital help');
  await expect(frame.locator('html')).toHaveAttribute('lang', 'en');
  await expect.poll(async () => (await page.locator('iframe').boundingBox())?.height).toBe(300);
  await expect(page.locator('iframe')).toHaveCount(1);
  expect(await page.evaluate(() => history.length)).toBe(before);
});

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
  await page.getByLabel(/Une commune, ou plusieurs/).fill('saint l');
  await expect(page.locator('.message.old')).toHaveCount(1);
  await expect(page.getByLabel(/Une commune, ou plusieurs/)).toHaveAccessibleDescription(/Vouliez-vous dire/);
  await page.locator('#fault').getByRole('link', { name: 'Saint-Lô' }).click();
  await expect(page.locator('#preview')).toHaveAttribute('src', '/embed?commune=50502&view=map');
  await expect(page.locator('#fault')).toHaveCount(0);
  await page.getByRole('link', { name: 'Passer l’aperçu' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Le code à copier' })).toBeFocused();
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

test.describe('axe', () => {
  test.use({ bypassCSP: true });
  test('finds nothing in frames, nor in the page that writes them', async ({ page, request }) => {
    test.setTimeout(60_000);
    await listen(page);
    const [{ query } = { query: '' }] = await territories(request);
    for (const address of [`/embed?${query}`, `/embed?${query}&view=list&color=8a0b3c`, `/embed?${query}&view=map`, '/embed?lang=ar', '/embed?inconnu=1', '/integrer', '/integrer?commune=x', '/embed?commune=50129&kind=van']) {
      await page.goto(address);
      if (address.includes('view=map')) await ready(page);
      await expectNoViolation(page, address, 'light', 'dark');
    }
  });
});
