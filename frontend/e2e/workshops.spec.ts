import { expect, test, type Browser } from '@playwright/test';
import { linkOf } from './mailbox.ts';
import { expectGoodPages, register, seatState, withOffice, type Person } from './office.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 10_000 });

/** Opens a workshop of one seat at a fixed place, this afternoon; returns its public address. */
async function openWorkshop(admin: Person, base: string): Promise<string> {
  const { page } = admin;
  await page.goto(`${base}/gestion/lieux?q=espace`);
  await page.goto(base + String(await page.locator('.desk-list').getByRole('link').first().getAttribute('href')));
  await admin.tap('Ouvrir un atelier');
  await admin.write(/Ce qu’on y apprend/, 'Prendre en main la souris');
  await admin.write(/Combien de places/, '1');
  await admin.write('Jour', '2026-12-01');
  await admin.write('Début', '14:00');
  await admin.write('Fin', '15:30');
  await admin.tap('Ouvrir');
  await admin.page.locator('.desk-list h3 a').tap();
  return String(await page.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href'));
}

test('a seat is taken, given up, offered to who waited; the sheet of the day works without a network', async ({ browser }) => {
  await withOffice(browser, async (base, box, admin) => {
    const address = base + (await openWorkshop(admin, base));
    const first = await register(browser, address, 'Aminata', '06 12 34 56 78');
    await expect(seatState(first)).toHaveText('Vous avez une place.');
    const second = await register(browser, address, 'Jean', '06 87 65 43 21', 'jean@exemple.example');
    await expect(seatState(second)).toHaveText('Vous êtes sur la liste d’attente.');
    await expect(second.page.locator('main')).not.toContainText('Aminata');
    await first.page.reload(); // looking gives nothing up
    await expect(seatState(first)).toHaveText('Vous avez une place.');
    await expectGoodPages(browser, base, admin, [new URL(address).pathname, new URL(first.page.url()).pathname + new URL(first.page.url()).search, '/gestion/ateliers', '/gestion/appels', '/gestion/jour', '/gestion/agenda']);
    await first.tap('Annuler mon inscription');
    await expect(seatState(first)).toHaveText('Votre inscription est annulée.');
    await box.next('jean@exemple.example'); // the waiting list
    await second.page.goto(linkOf(await box.next('jean@exemple.example')));
    await expect(seatState(second)).toHaveText('Une place s’est libérée : elle est gardée pour vous.');
    await second.tap('Je viens');
    await expect(seatState(second)).toHaveText('Vous avez une place.');
    await sheetWithoutNetwork(browser, base, admin);
  });
});

async function sheetWithoutNetwork(browser: Browser, base: string, admin: Person): Promise<void> {
  const context = await browser.newContext({ serviceWorkers: 'allow', viewport: { width: 360, height: 740 } });
  await context.addCookies(await admin.page.context().cookies());
  const page = await context.newPage();
  const says = page.locator('#sheet-state');
  const kept = () => page.evaluate(async () => [await caches.has('feuille-du-jour'), localStorage.getItem('feuille-du-jour')]);
  await page.goto(`${base}/gestion/jour`);
  await expect(says).toContainText('gardée sur ce téléphone');
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('group', { name: /Jean/ })).toBeVisible();
  await page.getByRole('group', { name: /Jean/ }).getByLabel('Présent').check();
  await page.getByRole('button', { name: 'Noter les présences' }).click();
  await expect(says).toContainText('dès que le réseau revient');
  await page.reload();
  await expect(page.getByLabel('Présent')).toBeChecked(); // what was marked is not lost
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(says).toContainText('Rien n’est plus gardé');
  expect(await kept()).toEqual([false, null]);
  await admin.page.goto(`${base}/gestion/jour`);
  await expect(admin.page.getByLabel('Présent')).toBeChecked();
  await page.goto(`${base}/gestion/jour`); // it is kept again, and erased when they leave
  await expect(says).toContainText('gardée sur ce téléphone');
  await page.getByRole('button', { name: 'Sortir' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Entrer dans la gestion');
  await expect.poll(async () => (await kept())[0]).toBe(false);
  await context.close();
}
