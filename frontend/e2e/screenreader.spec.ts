import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { COMMUNE, open, placesOf } from './helpers.ts';
import { noise, Reader } from './reader.ts';

test.use({ bypassCSP: true }); // the reader is injected

/** The first of these towns that the server under test suggests. */
async function townOf(request: APIRequestContext, ...towns: readonly string[]): Promise<string> {
  for (const town of towns) {
    const { suggestions } = (await (await request.get(`/api/v1/suggest?q=${encodeURIComponent(town)}`)).json()) as { suggestions: { type: string; label: string }[] };
    if (suggestions.some(({ type, label }) => type === 'commune' && label === town)) return town;
  }
  throw new Error(`no town of ${towns.join()}`);
}

/** From the top of the landing through the three questions, by what is read alone. */
async function askByEar(page: Page, reader: Reader, town: string): Promise<void> {
  await reader.readTo(/^heading, De quoi avez-vous besoin \?, level 1$/);
  await reader.readTo(/^link, CAF$/);
  await reader.act();
  await reader.waitFor(/^heading, Où êtes-vous \?, level 1$/);
  await reader.readTo(/^combobox, Votre commune ou votre adresse, .*not expanded, autocomplete in list/);
  await reader.enter(page.getByRole('combobox'));
  await page.keyboard.type(town);
  await reader.waitFor(/^polite: \d+ propositions?$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await reader.waitFor(/^heading, Quand \?, level 1$/);
  await reader.readTo(/^link, N’importe quand$/);
  await reader.act();
}

/** The phrases that match, each looked for after the one before. */
function inOrder(spoken: readonly string[], wanted: readonly RegExp[]): string[] {
  let at = -1;
  return wanted.map((pattern) => {
    at = spoken.findIndex((phrase, i) => i > at && pattern.test(phrase));
    expect(at, `${pattern} in\n${spoken.join('\n')}`).toBeGreaterThanOrEqual(0);
    return spoken[at] ?? '';
  });
}

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

test('read by ear: CAF near a town, from the landing to the telephone number', { tag: '@narrow' }, async ({ page, baseURL, request }) => {
  const town = await townOf(request, 'Genêts', COMMUNE);
  await open(page, baseURL, '/');
  const reader = await Reader.start(page);
  await askByEar(page, reader, town);
  const summary = new RegExp(`^heading, CAF près de ${town} : \\d+ lieux?(, \\d+ à vérifier)?, level 1$`);
  await reader.waitFor(summary);
  const call = await reader.readTo(/^link, Appeler /);

  const [, name = '', number = ''] = /^link, Appeler (.+) : ([\d ]+)$/.exec(call) ?? [];
  const { searchParams } = new URL(page.url());
  expect([searchParams.get('service'), searchParams.get('q')]).toEqual(['caf', town]);
  const places = await placesOf(request, `?service=caf&limit=1000`);
  const place = places.find(({ properties }) => plain(properties.name) === name);
  expect(place?.properties.phone, call).toBe(`+33${number.replaceAll(' ', '').slice(1)}`);

  inOrder(reader.spoken, [
    /^heading, De quoi avez-vous besoin \?, level 1$/, /^link, CAF$/,
    /^heading, Où êtes-vous \?, level 1$/, /^Besoin :$/, /^CAF$/,
    /^heading, Quand \?, level 1$/, /^Lieu :$/, exactly(town), /^link, N’importe quand$/,
    summary, exactly(`heading, ${name}, level 2`), exactly(`link, ${name}`), /^[\d,]+ k?m$/,
    /^(?:Ouvert |Ouvre |Fermé|Horaires |Le bus (?:passe|est là) )/, exactly(call),
  ]);
  expect(noise(reader.spoken)).toEqual([]);
});
