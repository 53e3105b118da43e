import { expect, test } from '@playwright/test';
import { expectGoodPages, invited, register, seatState, withOffice, withTour } from './office.ts';

test.describe.configure({ timeout: 60_000 });
test.use({ actionTimeout: 10_000 });

// The bus does not come: whoever counted on it learns it, by mail or by a call that the team ticks.
test('a seat is freed and given on, the visit is called off, and nobody comes in vain', async ({ browser, request }) => {
  await withOffice(browser, async (base, box, admin, env) => {
    await withTour(request, base, env);
    const operator = await invited(browser, base, box, admin, 'bus essai', /Bus essai/, 'bus@departement.example');
    await operator.page.goto(`${base}/gestion/tournees`);
    await operator.page.getByRole('link', { name: /^Saint-Lô, .*14\sh/ }).first().tap();
    await operator.page.waitForURL(/passage\?/);
    const visit = operator.page.url();
    await operator.tap('Ouvrir un atelier à ce passage');
    await operator.write(/Ce qu’on y apprend/, 'Prendre en main la souris');
    await operator.write(/Combien de places/, '3');
    await operator.tap('Ouvrir');
    await operator.page.locator('.desk-list h3 a').tap();
    const workshop = base + String(await operator.page.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href'));

    await register(browser, workshop, 'Aminata', '06 12 34 56 78');
    await register(browser, workshop, 'Luc', '06 12 34 56 79', 'luc@exemple.example');
    const jean = await register(browser, workshop, 'Jean', '06 12 34 56 70');
    const zoe = await register(browser, workshop, 'Zoé', '06 12 34 56 71');
    await expect(seatState(zoe)).toHaveText('Vous êtes sur la liste d’attente.');
    await jean.tap('Annuler mon inscription');
    await expect(seatState(jean)).toHaveText('Votre inscription est annulée.');
    await operator.page.goto(`${base}/gestion/appels`);
    await expect(operator.page.getByRole('heading', { level: 2 })).toHaveText(/Zoé/); // nobody can write to her
    await operator.tap('Vient : Zoé');
    await expect(operator.page.locator('main')).toContainText('Personne à appeler.');
    await zoe.page.reload();
    await expect(seatState(zoe)).toHaveText('Vous avez une place.');

    await box.next('luc@exemple.example'); // his slip
    await operator.page.goto(visit);
    await expect(operator.page.locator('main')).toContainText('3 personnes sont inscrites');
    await operator.choose('Véhicule en panne');
    await operator.tap('Annuler ce passage');
    expect((await box.next('luc@exemple.example')).text).toMatch(/annulé[^]*panne/);
    await expectGoodPages(browser, base, operator, ['/gestion/appels', workshop.replace(base, '')]);
    await operator.page.goto(`${base}/gestion/appels`);
    for (const name of ['Aminata', 'Zoé']) await operator.tap(`C’est fait : ${name}`);
    await expect(operator.page.locator('main')).toContainText('Personne à appeler.');

    const reader = zoe.page;
    await reader.goto(workshop);
    await expect(reader.locator('.workshop-head')).toContainText(/Annulé[^]*Véhicule en panne/);
    await expect(reader.getByRole('button', { name: 'M’inscrire' })).toHaveCount(0);
    await reader.getByRole('link', { name: 'Le passage du bus ce jour-là' }).tap();
    await expect(reader.locator('main')).toContainText(/Annulé[^]*Véhicule en panne/);
  });
});
