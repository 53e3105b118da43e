import { expect, test } from '@playwright/test';
import { askIn, frameOf, listedIn, listen, OtherSite, strayLinks, taken, territories } from './embedding.ts';
import { ask, NEED, placesOf } from './helpers.ts';

const site = new OtherSite();
test.beforeAll(() => site.start());
test.afterAll(() => site.stop());

const tag = (address: string, more = ''): string => `<iframe src="${address}" title="Aide numérique" width="100%" height="800" allow="geolocation" ${more}></iframe>`;

test('the map of a frame holds the territory and nothing else @wide', async ({ page, request, baseURL }) => {
  const heard = await listen(page);
  for (const { query, ids } of await territories(request)) {
    site.show(tag(`${baseURL}/embed?view=map&${query}`));
    await page.goto(site.address);
    const frame = frameOf(page);
    await taken(frame);
    expect(await listedIn(frame), query).toEqual(ids);
    await expect(frame.locator('.marker, .cluster').first()).toBeVisible();
    await expect.poll(async () => {
      const alone = await frame.locator('.leaflet-marker-pane .marker').count();
      const discs = await frame.locator('.leaflet-marker-pane .cluster-disc').allTextContents();
      return alone + discs.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
    }, { message: query }).toBe(ids.length);
    await frame.locator('#results .card h2 a').first().click();
    await expect(frame.locator('#sheet .offer').first()).toBeVisible();
    expect(await strayLinks(frame), query).toEqual([]);
  }
  const [ours, tiles] = [[new URL(site.address).origin, new URL(baseURL ?? '').origin], [...heard.origins].filter((origin) => /geopf/.test(origin))];
  expect([...heard.origins].sort()).toEqual([...ours, ...tiles].sort());
  expect({ cookies: heard.cookies, faults: heard.faults }).toEqual({ cookies: [], faults: [] });
});

test('a search outside the territory says so, and offers to search everywhere @wide', async ({ page, request, baseURL }) => {
  await listen(page);
  const [{ query, ids } = { query: '', ids: [] }] = await territories(request);
  const everywhere = (await placesOf(request, '')).map(({ id, properties }) => ({ id, ...(properties as unknown as { insee: string; city: string }) }));
  const outside = everywhere.find(({ insee }) => !query.includes(insee));
  for (const scripted of [true, false]) {
    site.show(tag(`${baseURL}/embed?view=map&${query}${scripted ? '' : `&q=${encodeURIComponent(outside?.city ?? '')}`}`, scripted ? '' : 'sandbox'));
    await page.goto(site.address);
    const frame = frameOf(page);
    if (scripted) {
      await taken(frame);
      await expect(frame.locator('#outside')).toBeHidden();
      await askIn(frame, outside?.city ?? '');
    }
    const text = frame.locator('#outside');
    await expect(text).toContainText(`${outside?.city} est hors de cette carte, qui montre`);
    await expect(text).toContainText(/Le plus proche de cette carte est (à|au|aux) .+, [\d,]+\s(km|m)\./);
    const shown = await frame.locator('#main .card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-place')));
    expect(shown.filter((id) => !ids.includes(id ?? '')), 'no place of another commune').toEqual([]);
    if (!scripted) continue;
    await frame.getByRole('link', { name: 'Chercher dans tout le département' }).click();
    await expect(frame.locator('#outside')).toBeHidden();
    const first = await frame.locator('#results > .card').first().getAttribute('data-place');
    expect(everywhere.find(({ id }) => id === first)?.city).toBe(outside?.city);
    await expect(frame.locator('#q')).toHaveValue(outside?.city ?? '');
  }
});

test('a territory without any place says where the nearest one is @wide', async ({ page, request }) => {
  const taken = new Set((await placesOf(request, '')).map(({ properties }) => (properties as unknown as { insee: string }).insee));
  const { communes } = (await (await request.get('/api/v1/communes')).json()) as { communes: { insee: string; name: string }[] };
  const empty = communes.find(({ insee }) => !taken.has(insee));
  await listen(page);
  await page.goto(`/embed?view=map&commune=${empty?.insee}`);
  await expect(page.locator('#outside')).toContainText(/Aucun lieu (à|au|aux) .+ Le plus proche est (à|au|aux) .+, à\s[\d,]+\s(km|m)\./);
  await expect(page.locator('#results > .card')).toHaveCount(0);
  await expect(page.locator('#message')).toBeEmpty();
  await ask(page, 'Valognes');
  await expect(page.locator('#outside').getByRole('status')).toHaveText(`Valognes est hors de cette carte, qui montre\u00a0: ${empty?.name}.`);
  await expect(page.locator('#message')).toBeEmpty();
  await page.getByRole('link', { name: 'Chercher dans tout le département' }).click();
  await expect(page.locator('#results > .card').first()).toBeVisible();
  await page.getByRole('link', { name: `Revenir à la carte de\u00a0: ${empty?.name}` }).click();
  await expect(page.locator('#outside')).toContainText('Aucun lieu');
  await page.goto(`/embed?commune=${empty?.insee}`);
  await expect(page.locator('#outside .card')).toHaveCount(1);
  await expect(page.locator('#outside .distance')).toContainText(/à\s[\d,]+\s(km|m)/);
});

test('the map works in a sandboxed frame, of no origin @wide', async ({ page, request, baseURL }) => {
  const heard = await listen(page);
  const [{ query, ids } = { query: '', ids: [] }] = await territories(request);
  site.show(tag(`${baseURL}/embed?view=map&${query}&service=${NEED}`, 'sandbox="allow-scripts allow-popups"'));
  await page.goto(site.address);
  const frame = frameOf(page);
  await taken(frame);
  await expect(frame.locator('.marker, .cluster').first()).toBeVisible();
  await expect(frame.locator(`#needs input[value="${NEED}"]`)).toBeChecked();
  const form = frame.locator('#change > summary');
  await form.click();
  await frame.locator('#restart').click();
  await frame.locator('#see-all').click();
  await expect.poll(() => frame.locator('#results').getAttribute('data-count')).toBe(`${ids.length}`);
  await form.click();
  await frame.getByRole('button', { name: 'Me localiser' }).click();
  await expect(frame.locator('#locate-message')).not.toBeEmpty();
  await form.click();
  for (const search of [() => frame.locator('#q').press('Enter'), () => frame.getByRole('button', { name: 'Chercher', exact: true }).click()]) {
    for (const [words, answer] of [['xyzxyz', /Rien ne correspond/], ['', /^\s*$/]] as const) {
      await form.click();
      await frame.locator('#q').fill(words);
      await search();
      await expect(frame.locator('#message')).toHaveText(answer);
    }
  }
  expect(heard.faults).toEqual([]);
});

test('the history of the page around stays its own @wide', async ({ page, request, baseURL }) => {
  await listen(page);
  const [{ query } = { query: '' }] = await territories(request);
  site.show(tag(`${baseURL}/embed?view=map&${query}`));
  await page.goto(site.address);
  const frame = frameOf(page);
  await taken(frame);
  const before = await page.evaluate(() => history.length);
  await frame.locator('#results .card h2 a').first().click();
  await expect(frame.locator('#sheet')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(frame.locator('#sheet')).toBeHidden();
  expect(await page.evaluate(() => history.length)).toBe(before);
});
