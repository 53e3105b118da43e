import { expect, test, type Browser, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { expectNoViolation } from './axe.ts';
import { linkOf, Mailbox } from './mailbox.ts';
import { PROGRAM, withServer } from './server.mjs';

/** A port that is free now: links of mails name it before the server listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Somebody with a telephone, without JavaScript; counts what they touch. */
class Person {
  taps = 0;
  private constructor(readonly page: Page) {}

  static async new(browser: Browser): Promise<Person> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, hasTouch: true });
    return new Person(await context.newPage());
  }

  async tap(name: string): Promise<void> {
    const within = this.page.locator('main');
    await within.getByRole('button', { name, exact: true }).or(within.getByRole('link', { name, exact: true })).tap({ timeout: 10_000 });
    this.taps++;
  }

  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole('radio', { name }).first().tap();
    this.taps++;
  }

  async write(label: string | RegExp, text: string): Promise<void> {
    await this.page.locator('main').getByLabel(label).fill(text);
  }
}

/** Runs a test on a server that sends mail, with an admin who is signed in. */
async function withOffice(browser: Browser, use: (base: string, box: Mailbox, admin: Person) => Promise<void>): Promise<void> {
  const box = new Mailbox();
  const [smtp, port] = [await box.start(), await freePort()];
  const base = `http://localhost:${port}`;
  const settings = {
    PORT: String(port), ESCALE_BASE_URL: base, ESCALE_SMTP_HOST: '127.0.0.1', ESCALE_SMTP_PORT: String(smtp), ESCALE_SMTP_TLS: 'off', ESCALE_SMTP_FROM: 'Escale <escale@manche.example>',
  };
  try {
    await withServer(async (_, env) => {
      execFileSync(PROGRAM, ['account', 'create', '--admin', 'admin@manche.example'], { env });
      const admin = await Person.new(browser);
      await admin.page.goto(`${base}/gestion`);
      await admin.write('Votre adresse de courriel', 'admin@manche.example');
      await admin.tap('Recevoir un lien');
      await admin.page.goto(linkOf(await box.next('admin@manche.example')));
      await admin.tap('Entrer');
      await expect(admin.page.getByRole('heading', { level: 1 })).toHaveText('Gestion');
      expect(admin.taps).toBeLessThanOrEqual(2);
      admin.taps = 0;
      await use(base, box, admin);
    }, { example: true, settings });
  } finally {
    box.stop();
  }
}

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
    await admin.page.getByRole('listitem').filter({ hasText: address }).getByRole('button', { name: /Retirer ce droit/ }).tap();
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
    const scripted = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await scripted.addCookies(await admin.page.context().cookies());
    const page = await scripted.newPage();
    for (const path of ['/demande', '/connexions', '/courriels', '/comptes', '/comptes/donner?q=saint', '/demandes', '/a-confirmer']) {
      await page.goto(`${base}/gestion${path}`);
      await expectNoViolation(page, path, 'light', 'dark', 'forced');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
    }
  });
});
