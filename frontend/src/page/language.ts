/**
 * What the page says, in its language. The texts of the code are French; a
 * page in another language carries, as JSON in #words, what the server's own
 * catalogues (data/languages) make of the texts that the client says.
 */
export interface Words {
  /** What addresses call the language: lang=en. */
  readonly code: string;
  /** BCP 47 tag of the rules of plurals. */
  readonly plurals: string;
  /** By French text, or by "about\u0004text" where the meaning depends on what it is about; several forms for what is counted. */
  readonly texts: Readonly<Record<string, string | readonly string[]>>;
}

type Argument = string | number;

/** What addresses call the language of the page, "" for French. */
export let code = '';

let texts: Words['texts'] = {};
let rules: Intl.PluralRules | null = null;

/** The categories of plurals, in the order in which gettext counts them. */
const CATEGORIES: readonly string[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** Speaks another language from now on; null for French. */
export function speak(words: Words | null): void {
  texts = words?.texts ?? {};
  code = words?.code ?? '';
  rules = words && new Intl.PluralRules(words.plurals);
}

/** How dates and numbers are written; digits are those of the telephone. */
export const locale = (): string => ({ en: 'en-GB', ar: 'ar-u-nu-latn', pt: 'pt-PT' })[code] ?? 'fr-FR';

/** True where the words of sources, which are French, are of another language than the page. */
export const isForeign = (): boolean => locale() !== 'fr-FR';

/** Puts arguments into %s, %d and %02d, or %[2]s where a language wants another order. */
function format(text: string, args: readonly Argument[]): string {
  let next = 0;
  return text.replace(/%(?:\[(\d)\])?(0(\d))?[sd]/g, (_, place: string | undefined, padded: string | undefined, width: string) => {
    const value = String(args[place ? Number(place) - 1 : next++] ?? '');
    return padded ? value.padStart(Number(width), '0') : value;
  });
}

/** Says a French text, with its arguments if it has any. */
export function t(french: string, ...args: Argument[]): string {
  const text = texts[french];
  return format(typeof text === 'string' ? text : french, args);
}

/** The same for a text whose meaning depends on what it is about. */
export function tOf(about: string, french: string, ...args: Argument[]): string {
  const text = texts[`${about}\u0004${french}`];
  return format(typeof text === 'string' ? text : french, args);
}

function formOf(forms: readonly string[], n: number): string {
  const category = rules?.select(n) ?? 'other';
  const index = forms.length === CATEGORIES.length ? CATEGORIES.indexOf(category) : Number(category !== 'one');
  return forms[Math.min(index, forms.length - 1)] ?? '';
}

/** Says a French text in the number that n asks for. The first argument is n, unless others are given. */
export function tn(n: number, one: string, many: string, ...args: Argument[]): string {
  const forms = texts[one];
  const french = n < 2 ? one : many; // 0 is singular in French
  return format(typeof forms === 'object' ? formOf(forms, n) : french, args.length > 0 ? args : [n]);
}

// Read when this module loads, so that the first text is already in the right language.
const carried = typeof document === 'undefined' ? null : document.getElementById('words');
if (carried) speak(JSON.parse(carried.textContent ?? 'null') as Words | null);
