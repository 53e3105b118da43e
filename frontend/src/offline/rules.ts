/** What the service worker keeps. Nothing here touches the browser. */
export interface Rule {
  readonly kind: 'page' | 'data' | 'file';
  /** What it is kept under. */
  readonly key: string;
  /** False for a search, which is never kept. */
  readonly keeps: boolean;
}

/** The list and the map without a question. */
export const LIST = '/?etape=reponse';
export const PLACES = '/api/v1/places?fields=map';

/** Requests that go past the worker, where the browser allows it: the part of an answer, the markers of a question, and those of any that was chosen in the page (answer/ask.ts). */
export const UNSEEN = [
  { urlPattern: { pathname: '/', search: '*part=*' } },
  { urlPattern: { pathname: '/api/*', search: '*&*' } },
  { requestMode: 'same-origin' },
] as const;

const pages = /^\/(?:(?:lieux|etapes|passages|communes|intercommunalites)\/[^/]+|passages|communes|accessibilite|mentions-legales|plan-du-site|donnees)$/;

/** Parameters that say nothing of who asks. */
const harmless = (query: URLSearchParams): boolean => [...query.keys()].every((name) => name === 'lang' || name === 'part');

/**
 * What to do of a GET of ours; null leaves it to the browser: forms, the
 * agents' pages, what tells whether the program is well, calendars.
 *
 * The address of a page holds what someone looks for, so no page is kept under
 * it, nor with it: the first page and the list without a question are kept, and
 * stand for every question; any other page that has a query is not kept. On a
 * shared device nothing of a search stays but the browser's own history. The
 * language that a page is read in is kept with it.
 */
export function ruleOf({ pathname, search, searchParams: query }: URL): Rule | null {
  if (/^\/(?:static|fond)\//.test(pathname)) return { kind: 'file', key: pathname, keeps: true };
  if (pathname + search === PLACES) return { kind: 'data', key: PLACES, keeps: true };
  if (pathname === '/') return query.has('part') ? null : mapRule(search, query);
  if (pages.test(pathname)) return { kind: 'page', key: pathname + search, keeps: harmless(query) };
  return null;
}

function mapRule(search: string, query: URLSearchParams): Rule {
  const lang = query.get('lang') ?? '';
  const first = lang ? `/?lang=${lang}` : '/';
  const list = LIST + (lang ? `&lang=${lang}` : '');
  if (`/${search}` === first) return { kind: 'page', key: first, keeps: true };
  const others = [...query].filter(([name, value]) => name !== 'lang' && !(name === 'etape' && value === 'reponse'));
  return { kind: 'page', key: list, keeps: others.length === 0 };
}

export interface Entry {
  readonly key: string;
  readonly kept: number;
  /** In bytes. */
  readonly size: number;
}

const MOST_ENTRIES = 60;
const MOST_BYTES = 5e6;

/** The entries to drop, the oldest first. */
export function surplus(entries: readonly Entry[]): Entry[] {
  let bytes = 0;
  return [...entries].sort((a, b) => b.kept - a.kept).filter(({ size }, i) => (bytes += size) > MOST_BYTES || i >= MOST_ENTRIES);
}

/** A page that was kept carries when, for its script to say so and to take back what is true no more. */
export const agedPage = (html: string, kept: number): string => html.replace('<body', `<body data-kept="${kept}"`);

/** Markers that were kept: nobody knows any more who is there now. */
export const agedPlaces = (json: string): string => json.replaceAll(',"open":true', '');

/** The built files that a page names. */
export const filesOf = (html: string): string[] => html.match(/\/static\/[\w.-]+/g) ?? [];
