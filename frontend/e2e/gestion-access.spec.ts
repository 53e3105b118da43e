import { expect, test } from '@playwright/test';
import { linkOf } from './mailbox.ts';
import { expectGoodPages, Person, withOffice } from './office.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

test('an admin invites a town hall, which enters by the code of its mail, and withdraws it', async ({ browser }) => {
  await withOffice(browser, async (base, box, admin) => {
    const address = 'mairie@saint-lo.example';
    await admin.page.goto(`${base}/gestion/comptes`);
    await admin.tap('Donner un droit');
    await admin.write(/Cherchez/, 'saint-lo');
    await admin.tap('Chercher');
    await admin.choose(/Saint-Lô \(tous les lieux de la commune\)/);
    await admin.write('Son adresse de courriel', address);
    await admin.write('Le nom de son service', 'Mairie');
    await admin.tap('Donner ce droit');
    await expect(admin.page.getByRole('status')).toContainText(address);
    expect(admin.taps).toBeLessThanOrEqual(4);
    expect((await box.next(address)).text).toContain('Saint-Lô (tous les lieux de la commune)');

    const town = await Person.new(browser);
    await town.page.goto(`${base}/gestion/connexion`);
    await town.write('Votre adresse de courriel', address);
    await town.tap('Recevoir un lien');
    await town.write('Le code à six chiffres', /(\d{6})/.exec(/Votre code\s*: \d{6}/.exec((await box.next(address)).text)?.[0] ?? '')?.[1] ?? '');
    await town.tap('Entrer');
    await expect(town.page.getByText('Saint-Lô (tous les lieux de la commune)')).toBeVisible();

    await admin.page.goto(`${base}/gestion/comptes`);
    await admin.page.getByRole('listitem').filter({ hasText: address }).getByRole('link', { name: /Retirer ce droit/ }).tap();
    await admin.tap('Retirer ce droit');
    await expect(admin.page.getByRole('status')).toContainText('retiré');
    await town.page.goto(`${base}/gestion`);
    await expect(town.page.getByRole('heading', { level: 1 })).toHaveText('Entrer dans la gestion');
  });
});

test('a town hall asks for its place, and gets it', async ({ browser }) => {
  await withOffice(browser, async (base, box, admin) => {
    const address = 'epn@saint-lo.example';
    const answer = await fetch(`${base}/api/v1/places?limit=1&kind=epn`);
    const { features } = (await answer.json()) as { features: { id: string }[] };
    const town = await Person.new(browser);
    await town.page.goto(`${base}/lieux/${features[0]?.id}`);
    await town.tap('C’est mon lieu');
    await town.write('Votre adresse de courriel', address);
    await town.write('Le nom de votre service', 'EPN');
    await town.write(/Pourquoi/, 'Je travaille ici le mardi.');
    await town.tap('Envoyer ma demande');
    await expect(town.page.getByRole('status')).toContainText('Regardez vos courriels');
    expect(await town.page.context().cookies()).toEqual([]);
    await town.page.goto(linkOf(await box.next(address)));
    await town.tap('Confirmer');
    await expect(town.page.getByRole('status')).toContainText('vous répondra');
    expect(town.taps).toBeLessThanOrEqual(3);

    await admin.page.goto(`${base}/gestion/demandes`);
    await admin.page.locator('.desk-list').getByRole('link').first().tap();
    await admin.tap('Accepter');
    await expect(admin.page.getByRole('status')).toContainText('accepté');
    await town.page.goto(linkOf(await box.next(address)));
    await town.tap('Entrer');
    await expect(town.page.getByRole('heading', { level: 1 })).toHaveText('Gestion');
    await town.page.goto(`${base}/gestion/lieux`);
    await expect(town.page.locator('.desk-list').getByRole('link')).toHaveCount(1);
  });
});

test('the pages of access are accessible', async ({ browser }) => {
  await withOffice(browser, async (base, _, admin) => {
    const paths = ['/demande', '/connexions', '/courriels', '/comptes', '/comptes/donner?q=saint', '/demandes', '/a-confirmer'];
    await expectGoodPages(browser, base, admin, paths.map((path) => `/gestion${path}`));
  });
});
