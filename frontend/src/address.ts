import { readFurther, writeFurther } from './further.ts';
import { code } from './language.ts';
import type { Step } from './steps.ts';
import type { Search, State, Store, View } from './store.ts';
import { readWhen, writeWhen } from './when.ts';
import { readZone, zoneText } from './zone.ts';

/**
 * The address of the page holds the state:
 * ?q=Saint-Lô&commune=50502&lat=49.11&lon=-1.09&zone=-1.2,49,-1,49.2&service=caf,cv&kind=epn&quand=semaine&fee=gratuit&certainty=confirmed&place=ID&view=12/49.11/-1.09&tab=carte
 * `q` with a point is its name, `q` alone is words, a point alone is "near me";
 * `zone` is the part of the map searched, as the API's bbox, and means nothing beside a point;
 * one day is jour=2026-12-08 in place of `quand`, with heure=14:30 or not;
 * `etape` says which question is asked, where the rest does not tell;
 * `fee`, `support`, `audience`, `care` and `certainty` are those of the API.
 */
export type Addressed = Pick<State, 'step' | 'search' | 'zone' | 'services' | 'kinds' | 'sure' | 'when' | 'further' | 'place' | 'view' | 'tab'>;

const round = (degrees: number, decimals: number): string => String(Number(degrees.toFixed(decimals)));

function writeSearch(query: URLSearchParams, search: Search): void {
  if (search.by === 'words') query.set('q', search.text);
  if (search.by !== 'point') return;
  if (search.label) query.set('q', search.label);
  if (search.commune) query.set('commune', search.commune);
  query.set('lat', round(search.lat, 4));
  query.set('lon', round(search.lon, 4));
}

/** The parameters that ask something: an address with one of them is that of an answer, unless it says otherwise. */
const ASKING = ['q', 'lat', 'lon', 'zone', 'service', 'quand', 'jour', 'kind', 'fee', 'support', 'audience', 'care', 'certainty', 'place', 'view', 'tab', 'page'];

const STEPS: readonly Step[] = ['besoin', 'ou', 'quand', 'reponse'];

/** Without etape=…, an address that asks something is that of an answer, and a bare one that of the first question. */
function readStep(query: URLSearchParams): Step {
  const asks = ASKING.some((name) => query.getAll(name).some(Boolean));
  return STEPS.find((step) => step === query.get('etape')) ?? (asks ? 'reponse' : 'besoin');
}

/** The query of a state, with its question mark, or "" for the first page. */
export function toQuery(state: Addressed): string {
  const query = new URLSearchParams();
  writeSearch(query, state.search);
  if (state.zone) query.set('zone', zoneText(state.zone));
  if (state.services.length > 0) query.set('service', state.services.join(','));
  if (state.kinds.length > 0) query.set('kind', state.kinds.join(','));
  writeWhen(query, state.when);
  writeFurther(query, state.further);
  if (state.sure) query.set('certainty', 'confirmed');
  if (state.place) query.set('place', state.place);
  if (state.view) {
    const { zoom, lat, lon } = state.view;
    query.set('view', `${round(zoom, 1)}/${round(lat, 4)}/${round(lon, 4)}`);
  }
  if (state.tab === 'carte') query.set('tab', 'carte');
  if (readStep(query) !== state.step) query.set('etape', state.step);
  if (code) query.set('lang', code);
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text ? `?${text}` : '';
}

/** Reads a number within bounds; null for anything else. */
function number(text: string | null | undefined, limit: number): number | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= limit ? value : null;
}

function readSearch(query: URLSearchParams): Search {
  const text = (query.get('q') ?? '').trim();
  const lat = number(query.get('lat'), 90);
  const lon = number(query.get('lon'), 180);
  if (lat !== null && lon !== null) {
    return { by: 'point', label: text, commune: query.get('commune') ?? '', lat, lon };
  }
  return text ? { by: 'words', text } : { by: 'nothing' };
}

function readView(text: string | null): View | null {
  const [zoom, lat, lon] = (text ?? '').split('/');
  const view = { zoom: number(zoom, 22), lat: number(lat, 90), lon: number(lon, 180) };
  if (view.zoom === null || view.lat === null || view.lon === null) return null;
  return { zoom: view.zoom, lat: view.lat, lon: view.lon };
}

/** A list written "a,b", or repeated as a form without JavaScript sends it. */
function list(query: URLSearchParams, name: string): string[] {
  const values = query.getAll(name).flatMap((value) => value.split(','));
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}

/** Reads a query, at that time of Paris ("2026-12-01T10:00"); what cannot be read is left out. */
export function fromQuery(text: string, now: string): Addressed {
  const query = new URLSearchParams(text);
  const step = readStep(query);
  const search = readSearch(query);
  return {
    step,
    search,
    zone: search.by === 'point' ? null : readZone(query.get('zone')),
    services: list(query, 'service'),
    kinds: list(query, 'kind'),
    sure: query.get('certainty') === 'confirmed',
    when: readWhen(query, now),
    further: readFurther((name) => list(query, name)),
    place: query.get('place') || null,
    view: readView(query.get('view')),
    tab: query.get('tab') === 'carte' && step === 'reponse' ? 'carte' : 'liste',
  };
}

/** Only what a person chose makes a step in the history; a move of the map does not. */
function isStep(state: State, before: State): boolean {
  if (state.status !== before.status) return false;
  return toQuery({ ...state, view: null }) !== toQuery({ ...before, view: null });
}

/** Keeps the address of the window and the store in step, both ways. */
export function followAddress(store: Store): void {
  let restoring = false;
  store.subscribe((state, before) => {
    const query = toQuery(state);
    if (restoring || query === toQuery(before)) return;
    const target = query || location.pathname;
    if (isStep(state, before)) history.pushState(null, '', target);
    else history.replaceState(null, '', target);
  });
  addEventListener('popstate', () => {
    restoring = true;
    const { today, hour } = store.get();
    store.set(fromQuery(location.search, `${today}T${hour}`));
    restoring = false;
  });
}
