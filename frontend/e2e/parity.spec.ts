import { expect, test, type Page } from '@playwright/test';
import { announced, lines, open, placesOf } from './helpers.ts';

// The page filters by itself, the server by its own code: both must answer alike.
const questions = [
  'service=caf&kind=epn',
  'service=caf&kind=france-services',
  'service=caf,ordinateur',
  'service=caf,ordinateur&kind=epn,france-services',
  'service=caf,ordinateur&kind=france-services',
  'service=souris-clavier&kind=conseiller-numerique,van',
  'service=impots,email,imprimer',
  'kind=epn,van',
  'service=cv',
];

/** Every id of the list, once it is unrolled. */
async function listed(page: Page): Promise<(string | null)[]> {
  const more = page.getByRole('button', { name: /Voir plus/ });
  while (await more.isVisible()) await more.click();
  return lines(page).evaluateAll((items) => items.map((item) => item.getAttribute('data-place')));
}

test.describe('the page answers as the API does', { tag: '@wide' }, () => {
  for (const question of questions) {
    test(question, async ({ page, baseURL, request }) => {
      const asked = `?${question}&lat=49.1163&lon=-1.0907`;
      await open(page, baseURL, `/${asked}`);
      const wanted = await placesOf(request, asked);
      expect(await announced(page)).toBe(wanted.length);
      expect(await listed(page)).toEqual(wanted.map((place) => place.id));
    });
  }

  test('the counts beside kinds and needs', async ({ page, baseURL, request }) => {
    const question = '?service=caf&kind=epn,france-services';
    await open(page, baseURL, `/${question}`);
    const shown = await page.locator('input[name=kind], input[name=service]').evaluateAll((boxes) =>
      boxes.map((box) => `${(box as HTMLInputElement).value} ${box.parentElement?.querySelector('.count')?.textContent}`));
    const { facets } = (await (await request.get(`/api/v1/facets${question}`)).json()) as { facets: Record<string, Record<string, number>> };
    const wanted = Object.entries({ ...facets['service'], ...facets['kind'] }).map(([id, count]) => `${id} (${count})`);
    expect(shown.sort()).toEqual(wanted.sort());
  });
});
