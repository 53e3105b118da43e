import { expect, test } from '@playwright/test';
import { printed } from './helpers.ts';
import { linkOf } from './mailbox.ts';
import { expectGoodPages, invited, Person, withOffice, withTour } from './office.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

// The whole story on telephones of 360 pixels, without JavaScript.
test('a secretary asks, confirms, the operator proposes, the commune accepts, and everybody sees the visit', async ({ browser, request }) => {
  await withOffice(browser, async (base, box, admin, env) => {
    await withTour(request, base, env);

    const secretary = await Person.new(browser);
    await secretary.page.goto(`${base}/passages`);
    await secretary.tap('Demander le passage du bus');
    await secretary.write('Le nom de la commune', 'Saint-Sauveur');
    await secretary.write('Votre nom', 'Anne Hamel');
    await secretary.write('Courriel', 'mairie@sauveur.example');
    await secretary.write('Quelle salle', 'Salle des fêtes');
    await secretary.page.getByLabel('après-midi').nth(3).tap(); // Thursday
    await secretary.tap('Envoyer la demande');
    await expect(secretary.page.getByRole('alert')).toContainText('Choisissez-la'); // never the wrong village
    await expect(secretary.page).toHaveTitle(/^Erreur/);
    await expect(secretary.page.locator('#fault')).toBeFocused();
    await expect(secretary.page.getByLabel('Votre nom')).toHaveValue('Anne Hamel');
    await secretary.choose(/Saint-Sauveur-le-Vicomte/);
    await secretary.tap('Envoyer la demande');
    await expect(secretary.page.getByRole('status')).toContainText('pour Saint-Sauveur-le-Vicomte');
    const link = linkOf(await box.next('mairie@sauveur.example'));
    await secretary.page.goto(link);
    await secretary.tap('Confirmer');
    await expect(secretary.page.getByRole('status')).toContainText('confirmée');

    const operator = await invited(browser, base, box, admin, 'bus essai', /Bus essai/, 'bus@departement.example');
    await operator.page.goto(`${base}/gestion/bus`);
    await operator.page.getByRole('link', { name: /Saint-Sauveur-le-Vicomte/ }).first().tap();
    const sheet = new URL(operator.page.url()).pathname;
    const first = operator.page.locator('.van-candidates .box').first();
    const date = String(await first.locator('span').first().textContent());
    expect(date).toMatch(/^jeudi/);
    await first.tap();
    await operator.tap('Proposer ces dates');
    await expect(operator.page.getByRole('status')).toContainText('proposées');
    await secretary.page.goto(linkOf(await box.next('mairie@sauveur.example')));
    await expectGoodPages(browser, base, secretary, [new URL(secretary.page.url()).pathname + new URL(secretary.page.url()).search]);
    await secretary.tap('Ces dates nous vont');
    await expect(secretary.page.getByRole('status')).toContainText('sur la carte');
    await secretary.tap('La page de votre commune');
    await expect(async () => { // public within seconds, and a page that is there does not change by itself
      await secretary.page.reload();
      await expect(secretary.page.locator('main')).toContainText('Salle des fêtes', { timeout: 100 });
    }).toPass({ timeout: 5000 });
    await expectGoodPages(browser, base, operator, ['/gestion/bus?vue=carte', '/gestion/bus?vue=calendrier', sheet]);
    await admin.page.goto(`${base}/gestion/bus?vue=calendrier`);
    expect(await printed(admin.page)).toBe(1);
  });
});
