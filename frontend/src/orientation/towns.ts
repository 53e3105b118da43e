/** Communes are looked for in the browser: what is typed goes nowhere. */
import { distance as errorsBetween } from 'fastest-levenshtein';
import { fold } from './near.ts';
import { ofName } from './where.ts';
import type { SuggestionType } from '../page/types.ts';
import type { Commune, Home } from './types.ts';

/** What a text may mean, as the list shows it. */
export interface Town {
  readonly type: SuggestionType;
  readonly label: string;
  /** What tells it from another of its name: postcodes. */
  readonly hint: string;
  /** Of the commune of today; "" for a postcode of several. */
  readonly insee: string;
  readonly home: Home;
}

export interface Found {
  /** The likeliest first. */
  readonly towns: readonly Town[];
  /** True when the first is what was typed, and the only one: the others are only like it. */
  readonly sure: boolean;
}

const SHORT: Readonly<Record<string, string>> = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes', ss: 'sous' };
const ARTICLES = new Set(['le', 'la', 'les', 'l', 'de', 'du', 'des', 'd', 'en', 'sur', 'sous', 'au', 'aux', 'a', 'et']);

/** A name without short forms: "St-Vaast s/ Mer" is "saint vaast sur mer". The server reads names alike (internal/search). */
function fullName(text: string): string {
  const words = fold(text).split(' ');
  return words.map((word, i) => SHORT[word] ?? (word === 's' && i > 0 && i < words.length - 1 ? 'sur' : word)).join(' ');
}

/** A full name without its articles, which people leave out. */
const bareName = (full: string): string => full.split(' ').filter((word) => !ARTICLES.has(word)).join(' ') || full;

/** How a name answers to what was typed: exactly, but for articles, by its beginning, by a later word, but for a letter. */
const [EXACT, BARE, BEGINS, LATER, MISSPELT, NONE] = [0, 1, 2, 3, 4, 5] as const;

function likeness(name: string, typed: string): number {
  const full = fullName(name);
  if (full === typed) return EXACT;
  if (bareName(full) === bareName(typed)) return BARE;
  if (full.startsWith(typed)) return BEGINS;
  if (` ${full}`.includes(` ${typed}`)) return LATER;
  const most = typed.length > 8 ? 2 : 1;
  return typed.length > 3 && Math.abs(full.length - typed.length) <= most && errorsBetween(full, typed) <= most ? MISSPELT : NONE;
}

interface Named extends Town {
  readonly name: string;
}

/** More postcodes than that tell nobody anything. */
const MOST_POSTCODES = 2;

/** The names of a commune: its own, then those of the communes that are in it now. */
function namesOf({ insee, name, postcodes = [], parts = [] }: Commune): Named[] {
  const hint = postcodes.length > MOST_POSTCODES ? '' : postcodes.join(', ');
  const own: Named = { insee, name, type: 'commune', label: name, hint, home: { commune: insee } };
  return [own, ...parts.map((part): Named => {
    const label = `${part.name}, commune ${ofName(name)}`;
    const { lat, lon } = part;
    return { insee, name: part.name, type: 'former', label, hint, home: lat !== undefined && lon !== undefined ? { lat, lon, label } : { commune: insee } };
  })];
}

/** A commune, and a commune of before of the same name or the same ground, are one. */
const isSame = (a: Named, b: Named): boolean => a.insee === b.insee && (a.type === 'commune' || fullName(a.name) === fullName(b.name));

function byPostcode(communes: readonly Commune[], typed: string): Found {
  const those = communes.filter(({ postcodes = [] }) => postcodes.some((code) => code.startsWith(typed)));
  const towns: Town[] = those.map((commune) => namesOf(commune)[0] as Named);
  if (typed.length < 5 || towns.length < 2) return { towns, sure: typed.length === 5 && towns.length === 1 };
  const middle = (coordinate: 'lat' | 'lon'): number => those.reduce((sum, commune) => sum + commune[coordinate], 0) / those.length;
  const label = `${typed} (${those.length} communes)`;
  return { towns: [...towns, { type: 'postcode', label, hint: '', insee: '', home: { lat: middle('lat'), lon: middle('lon'), label } }], sure: false };
}

/** What a text may mean: a commune by its name, one of before by its own, all those of a postcode. */
export function findTowns(communes: readonly Commune[], text: string, most = 8): Found {
  const typed = fullName(text);
  if (typed.length < 2 && !communes.some(({ name }) => fullName(name) === typed)) return { towns: [], sure: false };
  if (/^\d+$/.test(typed)) return byPostcode(communes, typed);
  const scored = communes.flatMap((commune) => namesOf(commune)).map((town) => ({ town, like: likeness(town.name, typed) })).filter(({ like }) => like !== NONE);
  scored.sort((a, b) => a.like - b.like || Number(a.town.type !== 'commune') - Number(b.town.type !== 'commune') || (a.town.name < b.town.name ? -1 : 1));
  const distinct = scored.filter(({ town }, i) => !scored.slice(0, i).some((before) => isSame(before.town, town)));
  const best = distinct[0]?.like ?? NONE;
  const equals = distinct.filter(({ like }) => like === best);
  return { towns: distinct.slice(0, Math.max(most, best <= BARE ? equals.length : 0)).map(({ town }) => town), sure: best <= BARE && equals.length === 1 };
}
