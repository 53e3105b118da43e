import { expect, test, type APIRequestContext } from '@playwright/test';
import { expectNoViolation } from './axe.ts';

interface Visit {
  readonly id: string;
  readonly properties: { readonly stop: string; readonly start: string; readonly city: string; readonly phone: string };
}

async function visits(request: APIRequestContext): Promise<readonly Visit[]> {
  const { features } = (await (await request.get('/api/v1/visits')).json()) as { features: Visit[] };
  return features;
}

/** The pages that tell when the bus comes. */
const pages: Record<string, (request: APIRequestContext) => Promise<string>> = {
  'the agenda': async () => '/passages',
  'the agenda by commune': async () => '/passages?par=commune',
  'the agenda of a commune': async (request) => `/passages?q=${encodeURIComponent((await visits(request))[0]?.properties.city ?? '')}`,
  'the page of a stop': async (request) => `/etapes/${(await visits(request))[0]?.properties.stop}`,
  'the page of a visit': async (request) => `/passages/${(await visits(request))[0]?.id}`,
};

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} colours`, () => {
    test.use({ colorScheme, bypassCSP: true });
    for (const [name, address] of Object.entries(pages)) {
      test(`axe finds nothing on ${name}`, async ({ page, request }) => {
        expect((await page.goto(await address(request)))?.status()).toBe(200);
        await expectNoViolation(page);
      });
    }
  });
}

for (const [name, address] of Object.entries(pages)) {
  test(`${name} fits the screen, and asks nothing of others`, async ({ page, request, baseURL }) => {
    const foreign: string[] = [];
    page.on('request', (asked) => asked.url().startsWith(baseURL ?? '') || foreign.push(asked.url()));
    await page.goto(await address(request));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide).toBe(false);
    expect(foreign.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });
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
  await page.goto(await pages['the page of a visit']!(request));
  const pdf = (await page.pdf({ format: 'A4', printBackground: false })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('a keyboard reaches the phone number', async ({ page, request }) => {
  await page.goto(await pages['the page of a stop']!(request));
  const call = page.locator('.call');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // past the header
  for (let tabs = 0; tabs < 4; tabs++) {
    await page.keyboard.press('Tab');
    if (await call.evaluate((link) => link === document.activeElement)) break;
  }
  await expect(call).toBeFocused();
});
