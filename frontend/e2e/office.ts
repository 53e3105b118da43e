import { expect, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
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
export class Person {
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
export async function withOffice(browser: Browser, use: (base: string, box: Mailbox, admin: Person, env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
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
      await expect(admin.page.getByRole('heading', { level: 1 })).toHaveText('Regardez vos courriels'); // the mail may be there first
      await admin.page.goto(linkOf(await box.next('admin@manche.example')));
      await admin.tap('Entrer');
      await expect(admin.page.getByRole('heading', { level: 1 })).toHaveText('Gestion');
      expect(admin.taps).toBeLessThanOrEqual(2);
      admin.taps = 0;
      await use(base, box, admin, env);
    }, { example: true, settings });
  } finally {
    box.stop();
  }
}

const TOUR = `type;tournée;étape;nom;commune;quand;début;fin;téléphone;démarches
tournée;Bus essai;;;;;;;02 61 91 00 77;caf
étape;Bus essai;mairie;Mairie essai;Saint-Lô;tous les mercredis;14h;16h30;;
`;

/** Brings « Bus essai » in, which stops each Wednesday afternoon, and waits until the public reads of it. */
export async function withTour(request: APIRequestContext, base: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = join(String(env['ESCALE_VAR']), 'essai.csv');
  writeFileSync(file, TOUR);
  execFileSync(PROGRAM, ['tour', 'import', file], { env });
  await expect.poll(async () => (await (await request.get(`${base}/passages`)).text()).includes('Bus essai')).toBe(true);
}

/** Somebody without JavaScript asks for a seat, and is shown their slip. */
export async function register(browser: Browser, address: string, firstName: string, phone: string, email = ''): Promise<Person> {
  const person = await Person.new(browser);
  await expect(async () => {
    const answer = await person.page.goto(address);
    expect(answer?.status()).toBe(200);
  }).toPass({ intervals: [100] });
  await person.write('Votre prénom', firstName);
  await person.write('Votre téléphone', phone);
  await person.write(/Votre courriel/, email);
  await person.page.locator('.seat-form .main-action').tap();
  return person;
}

/** What the slip of somebody says. */
export const seatState = (person: Person) => person.page.locator('.slip-state');

/** Somebody who was given a right by its name, and entered by the link of the invitation. */
export async function invited(browser: Browser, base: string, box: Mailbox, admin: Person, search: string, right: RegExp, address: string): Promise<Person> {
  await admin.page.goto(`${base}/gestion/comptes/donner?q=${encodeURIComponent(search)}`);
  await admin.choose(right);
  await admin.write('Son adresse de courriel', address);
  await admin.tap('Donner ce droit');
  await expect(admin.page.getByRole('status')).toContainText(address);
  const person = await Person.new(browser);
  await person.page.goto(linkOf(await box.next(address)));
  await person.tap('Entrer');
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText('Gestion');
  return person;
}

/** Looks at pages of the office with a script that judges them, on a narrow screen. */
export async function expectGoodPages(browser: Browser, base: string, person: Person, paths: readonly string[]): Promise<void> {
  const scripted = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
  await scripted.addCookies(await person.page.context().cookies());
  const page = await scripted.newPage();
  for (const path of paths) {
    const answer = await page.goto(base + path);
    expect(answer?.status(), path).toBe(200);
    await expectNoViolation(page, path, 'light', 'dark', 'forced');
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
  await scripted.close();
}
