import { expect, test } from '@playwright/test';
import { announced, counts, facetsOf, listed, open, placesOf } from './helpers.ts';

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
  'service=caf&certainty=confirmed',
  'fee=gratuit',
  'service=cv&fee=gratuit&kind=epn,france-services',
];

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

  for (const question of ['?service=caf&kind=epn,france-services', '?service=caf&certainty=confirmed', '?service=caf&fee=gratuit']) {
    test(`the counts beside kinds and needs: ${question}`, async ({ page, baseURL, request }) => {
      await open(page, baseURL, `/${question}`);
      expect(await counts(page)).toEqual(await facetsOf(request, question));
    });
  }
});
