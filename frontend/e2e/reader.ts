import { expect, type Locator, type Page } from '@playwright/test';
import { buildSync } from 'esbuild';
import { appendFileSync } from 'node:fs';

/** The part of the library that is used here. */
interface Virtual {
  start(options: { container: Node }): Promise<void>;
  next(): Promise<void>;
  act(): Promise<void>;
  clearSpokenPhraseLog(): Promise<void>;
  spokenPhraseLog(): Promise<string[]>;
}

declare const reader: { virtual: Virtual };

/** The library as a script for a page, where it is `reader`. */
const script = buildSync({
  stdin: { contents: "export { virtual } from '@guidepup/virtual-screen-reader/browser.js'", resolveDir: import.meta.dirname },
  bundle: true, write: false, format: 'iife', globalName: 'reader',
}).outputFiles[0]?.text ?? '';

/** Browsers leave what a closed <details> holds out of what is read; the library does not know. */
const CLOSED = 'details:not([open]) > :not(summary) { display: none }';

/** A screen reader that goes through a page. What it says is written into the file that ESCALE_SPOKEN names, if any. */
export class Reader {
  readonly spoken: string[] = [];

  private constructor(private readonly page: Page) {}

  /** Starts at the top of the page. The test must set bypassCSP. */
  static async start(page: Page): Promise<Reader> {
    await page.addStyleTag({ content: CLOSED });
    await page.addScriptTag({ content: script });
    await page.evaluate(() => reader.virtual.start({ container: document.body }));
    const one = new Reader(page);
    await one.hear();
    return one;
  }

  /** The phrases spoken since the last call, with plain spaces. An emptied status says nothing. */
  async hear(): Promise<string[]> {
    const log = await this.page.evaluate(async () => {
      const phrases = await reader.virtual.spokenPhraseLog();
      await reader.virtual.clearSpokenPhraseLog();
      return phrases;
    });
    const phrases = log.map((phrase) => phrase.replaceAll(/\s+/g, ' ').trim()).filter((phrase) => phrase !== 'polite:');
    this.spoken.push(...phrases);
    const file = process.env['ESCALE_SPOKEN'];
    if (file) appendFileSync(file, phrases.map((phrase) => `${phrase}\n`).join(''));
    return phrases;
  }

  /** Reads on until a phrase matches; returns it. */
  async readTo(wanted: RegExp, most = 300): Promise<string> {
    for (let i = 0; i < most; i++) {
      await this.page.evaluate(() => reader.virtual.next());
      const phrases = await this.hear();
      const found = phrases.find((phrase) => wanted.test(phrase));
      if (found !== undefined) return found;
      expect(phrases, `${wanted} was not read`).not.toContain('end of document');
    }
    throw new Error(`${wanted} was not read in ${most} steps`);
  }

  /** Does what the thing just read is for; the library then says it once more, which is left out. */
  act(): Promise<void> {
    return this.page.evaluate(async () => {
      await reader.virtual.act();
      await reader.virtual.clearSpokenPhraseLog();
    });
  }

  /** Goes into the field just read, to type; the keys are the browser's. */
  async enter(field: Locator): Promise<void> {
    await field.focus();
    await this.page.evaluate(() => reader.virtual.clearSpokenPhraseLog());
  }

  /** Waits until this is spoken without reading on: the focus went there, or a status announced it. */
  async waitFor(wanted: RegExp): Promise<void> {
    let heard: string[] = [];
    await expect.poll(async () => (heard = [...heard, ...(await this.hear())]), { message: `${wanted} is spoken` }).toContainEqual(expect.stringMatching(wanted));
  }
}

/** What the library says of an element around or beside a text. */
const ROLE = /^(?:end\b|polite:|assertive:|(?:banner|button|combobox|contentinfo|document|form|group|heading|link|list|listitem|main|navigation|paragraph|region|search|status|strong)(?:,|$))/;

/** What makes no sense to someone who sees nothing, each with what is wrong. */
export function noise(spoken: readonly string[]): string[] {
  const found: string[] = [];
  let named = '';
  let paragraph: string[] = [];
  for (const [i, phrase] of spoken.entries()) {
    if (named) { // a link or a summary: its name was spoken whole, then its parts again
      if (phrase === `end of ${named}` || phrase === `end, ${named}`) named = '';
      continue;
    }
    if (/^(?:button|checkbox|combobox|graphic|heading|image|img|link|option|searchbox|tab|textbox)(?:, (?:current item|level \d|(?:not )?(?:checked|expanded|selected)).*|, *)?$/.test(phrase)) found.push(`no name: ${phrase}`);
    if (/(?<!\p{L})(\p{L}[\p{L}’' -]{2,})[ ,.:]+\1(?!\p{L})/iu.test(phrase)) found.push(`doubled words: ${phrase}`);
    if (phrase === spoken[i - 1]) found.push(`spoken twice: ${phrase}`);
    if (/undefined|null|NaN|\[object|https?:|\{\{|%[sd]|&\w+;/.test(phrase)) found.push(`not for people: ${phrase}`);
    if (phrase === 'list' && !spoken[i + 1]?.startsWith('listitem')) found.push('a list of nothing');
    const last = paragraph.at(-1);
    if (last !== undefined && !ROLE.test(phrase) && /[\p{L}\d]$/u.test(last) && /^[\p{L}\d]/u.test(phrase)) found.push(`run together: ${last} ${phrase}`);
    paragraph = ROLE.test(phrase) ? [] : [...paragraph, phrase];
    if (phrase.startsWith('link, ') && spoken.includes(`end of ${phrase}`, i) || spoken.includes(`end, ${phrase}`, i)) named = phrase;
  }
  return found;
}
