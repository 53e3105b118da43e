import { expect, test, type APIRequestContext } from '@playwright/test';

interface Visit {
  readonly id: string;
  readonly properties: { readonly stop: string; readonly start: string; readonly city: string; readonly phone: string };
}

async function visits(request: APIRequestContext): Promise<readonly Visit[]> {
  const { features } = (await (await request.get('/api/v1/visits')).json()) as { features: Visit[] };
  return features;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('from the map to the phone number of a visit', async ({ page, request }) => {
    const [first] = await visits(request);
    await page.goto('/');
    const menu = page.locator('.menu summary'); // on a phone
    if (await menu.isVisible()) await menu.click();
    await page.locator('.top').getByRole('link', { name: 'Bus' }).filter({ visible: true }).click();
    await page.getByLabel('Dans quelle commune ?').fill(first?.properties.city ?? '');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.locator('.found')).toContainText(first?.properties.city ?? '?');
    await page.locator('.coming-place').first().click();
    await expect(page.locator('.poster .call')).toHaveAttribute('href', `tel:${first?.properties.phone}`);
    await expect(page.getByRole('button', { name: 'Imprimer' })).toBeHidden();
  });

  test('the agenda shows every visit of the month, month after month', async ({ page, request }) => {
    const starts = (await visits(request)).map(({ properties }) => properties.start.slice(0, 7));
    await page.goto('/passages');
    const months = [...new Set(starts)];
    for (const month of months.slice(0, 3)) {
      await expect(page.locator('.one-day > .coming')).toHaveCount(starts.filter((start) => start.startsWith(month)).length);
      if (month !== months.at(-1)) await page.getByRole('navigation', { name: 'Mois' }).getByRole('link').last().click();
    }
  });
});

test('a poster prints on one page', async ({ page, request }) => {
  await page.goto(`/passages/${(await visits(request))[0]?.id}`);
  const pdf = (await page.pdf({ format: 'A4', printBackground: false })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('a keyboard reaches the phone number', async ({ page, request }) => {
  await page.goto(`/etapes/${(await visits(request))[0]?.properties.stop}`);
  const call = page.locator('.call');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // past the header
  for (let tabs = 0; tabs < 4; tabs++) {
    await page.keyboard.press('Tab');
    if (await call.evaluate((link) => link === document.activeElement)) break;
  }
  await expect(call).toBeFocused();
});
