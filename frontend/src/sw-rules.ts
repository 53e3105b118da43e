/** What the service worker keeps, and how it alters what it kept. Nothing here touches the browser. */
import { LOADING, UNSURE } from './offline-text.ts';

export interface Rule {
  readonly kind: 'page' | 'data' | 'file';
  /** What it is kept under. */
  readonly key: string;
  /** False for what is looked for, and never kept. */
  readonly keeps: boolean;
}

export const PLACES = '/api/v1/places?fields=map';

const pages = /^\/(?:(?:lieux|etapes|passages)\/[^/]+|passages|accessibilite|mentions-legales|plan-du-site|donnees)$/;
const data = /^\/api\/v1\/(?:places(?:\/[^/]+)?|visits|services)$/;

/** Parameters that say little of who asks: not where they are, what they need, nor their health. */
const harmless = ['lang', 'fields', 'kind', 'from', 'to', 'fee', 'support', 'place', 'limit'];

/**
 * What to do of a GET of ours; null leaves it to the browser: forms, the
 * agents' pages, what tells whether the program is well, calendars.
 *
 * The address of a page holds what someone looks for, so no page is kept under
 * it, nor with it: the page of the map is kept as it is without a query, for
 * its script reads the address, and any other page that has one is not kept.
 * On a shared device nothing of a search stays but the browser's own history.
 * The language that a page is read in is kept with it.
 */
export function ruleOf({ pathname, search, searchParams }: URL): Rule | null {
  if (pathname.startsWith('/static/')) return { kind: 'file', key: pathname, keeps: true };
  const lang = searchParams.get('lang');
  const inLanguage = lang ? `?lang=${lang}` : '';
  if (pathname === '/') return { kind: 'page', key: `/${inLanguage}`, keeps: search === inLanguage };
  if (pages.test(pathname)) return { kind: 'page', key: pathname + search, keeps: search === inLanguage };
  const plain = [...searchParams.keys()].every((name) => harmless.includes(name));
  return data.test(pathname) && plain ? { kind: 'data', key: pathname + search, keeps: true } : null;
}

/** True when an answer kept then still answers: one about given days is only good on the day it was given. */
export function stillAnswers(key: string, kept: number, now: number): boolean {
  return !/[?&]from=/.test(key) || new Date(kept).toDateString() === new Date(now).toDateString();
}

export interface Entry {
  readonly key: string;
  readonly kept: number;
  /** In bytes. */
  readonly size: number;
}

const MOST_ENTRIES = 60;
const MOST_BYTES = 5e6;

/** Those to drop, oldest first to go. */
export function surplus(entries: readonly Entry[]): Entry[] {
  let bytes = 0;
  return [...entries].sort((a, b) => b.kept - a.kept).filter(({ size }, i) => (bytes += size) > MOST_BYTES || i >= MOST_ENTRIES);
}

/** Sentences that only hold at the moment they were written. */
const ofTheMoment = new RegExp(
  [
    '^(?:ouvert|ouvre|fermé|le bus est là)|aujourd’hui|demain',
    '^(?:open|closed|the bus is here)|today|tomorrow',
    '^(?:aberto|abre|fechado|a carrinha está)|hoje|amanhã',
    '^(?:مفتوح|مغلق|الحافلة هنا)|اليوم|غدا',
  ].join('|'),
  'i',
);

/** What stands for them, by the language of addresses. */
const unsureIn = (lang: string): string => ({ en: 'Hours to check', pt: 'Horário a confirmar', ar: 'أوقات يجب التحقق منها' })[lang] ?? UNSURE;

export const unsure = (text: string, lang = ''): string => (ofTheMoment.test(text) ? unsureIn(lang) : text);

interface Visit {
  readonly start: string;
  readonly end: string;
  readonly text: string;
}

/** The next visit, told by its date; null once it is past. */
function datedVisit(visit: Visit, now: number, lang: string): Visit | null {
  if (Date.parse(visit.end) <= now) return null;
  if (lang) return { ...visit, text: unsure(visit.text, lang) };
  const date = new Date(visit.start).toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris', weekday: 'long', day: 'numeric', month: 'long' });
  const day = date.replace(' 1 ', ' 1er ');
  const text = visit.text.replace(/ \(.*/, '').replace(/^Le bus est là/, `Passage annoncé ${day}`).replace(/aujourd’hui|demain/, day);
  return { ...visit, text };
}

/** An answer of the API that was kept: nothing in it says any more what is open now. */
export function agedData(json: string, now: number, lang = ''): string {
  const aged = JSON.parse(json, (name, value) => {
    if (name === 'next_visit' && value) return datedVisit(value, now, lang);
    const sure = name !== 'open' || !value || !ofTheMoment.test(value.text);
    return sure ? value : { now: false, until: null, next: null, text: unsureIn(lang) };
  });
  return JSON.stringify(aged);
}

/**
 * A page that was kept: it carries when, for its script to say so, and nothing
 * in it says any more what is open now. `asked` is true for the page of the map
 * when its address asks something: the list in it answers nothing, so it goes.
 */
export function agedPage(html: string, kept: number, asked: boolean): string {
  const lang = /"code":"(\w+)"/.exec(html)?.[1] ?? '';
  const page = html
    .replace('<body', `<body data-kept="${kept}"`)
    .replace(/<p class="(open|next-coming)( [^"]*)?">((?:<svg.*?<\/svg>)?)([^<]*)/g, (_, name, more = '', icon, text) =>
      `<p class="${name}${more.replace(' open-now', '')}">${icon}${unsure(text, lang)}`);
  if (!asked) return page;
  return page
    .replace(/(<h2 id="summary"[^>]*>)[^<]*/, `$1${LOADING}`)
    .replace(/(<(?:ol id="results"|div id="more"|div id="message")[^>]*>)[^]*?(<\/(?:ol|div)>)/g, '$1$2');
}

/** The built files that a page names. */
export const filesOf = (html: string): string[] => html.match(/\/static\/[\w.-]+/g) ?? [];
