/** Asks the server for the list and the public API for the map, and gives both together or neither. */
import { guessPlaces } from './address.ts';
import { elementOf } from '../page/dom.ts';
import type { Config } from './config.ts';

/** A place as the API gives it for a marker. */
export interface Feature {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: { readonly name: string; readonly sets: readonly number[]; readonly possible?: boolean; readonly open?: boolean };
}

/** The places of an answer. Offers of one kind that meet the same needs are one set, described once. */
export interface Places {
  readonly revision: string;
  readonly sets: Readonly<Record<number, { readonly kind: string }>>;
  readonly features: readonly Feature[];
}

/** The part of the page that changes with the question. */
export interface Part {
  readonly main: HTMLElement;
  /** The choices of its form, as the server writes them: the reader sees the list first. */
  readonly choices: string;
}

export interface Answer {
  readonly part: Part;
  /** The places of the map, null while no map is shown. */
  readonly places: Places | null;
}

/**
 * Asks past the service worker (offline/rules.ts): it keeps what a page is opened with, and would take longer than the answer.
 * A sandboxed frame is of no origin: it has no worker, and every address is another's.
 */
const past = (signal: AbortSignal): RequestInit => (self.origin === 'null' ? { signal } : { signal, mode: 'same-origin' });

async function get(address: string | URL, how: RequestInit): Promise<Response> {
  const response = await fetch(address, how);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

export const getPlaces = async (address: string, how: RequestInit = {}): Promise<Places> => (await (await get(address, how)).json()) as Places;

/** The answer's part of the page at an address. */
async function getPart(question: URL, signal: AbortSignal): Promise<Part> {
  const address = new URL(question);
  address.searchParams.set('part', 'answer');
  const [list = '', choices = ''] = (await (await get(address, past(signal))).text()).split('</main>');
  const main = elementOf(list);
  if (!main) throw new Error('no answer');
  return { main, choices };
}

/** The address at which the API gives the places of an answer. */
export const placesOf = ({ dataset }: HTMLElement): string => dataset['places'] ?? '';

const agree = ({ main }: Part, places: Places): boolean => places.revision === main.dataset['revision'];

/** Fetches both at once; fetches again when the guessed address was wrong, or when the two come from different revisions. */
async function ask(question: URL, config: Config, map: boolean, signal: AbortSignal): Promise<Answer> {
  const guess = map ? guessPlaces(question, config) : '';
  const [part, guessed] = await Promise.all([getPart(question, signal), guess ? getPlaces(guess, past(signal)).catch(() => null) : null]);
  if (!map) return { part, places: null };
  if (guessed && guess === placesOf(part.main) && agree(part, guessed)) return { part, places: guessed };
  const places = await getPlaces(placesOf(part.main), past(signal));
  return { part: agree(part, places) ? part : await getPart(question, signal), places };
}

/** Asks one question at a time: a later one gives up the one before, so that two answers never mix. */
export class Asker {
  private asking = new AbortController();

  constructor(private readonly config: Config) {}

  /** Null when a later question took its place. */
  async ask(question: URL, map: boolean): Promise<Answer | null> {
    this.asking.abort();
    const asking = (this.asking = new AbortController());
    try {
      return await ask(question, this.config, map, asking.signal);
    } catch (fault) {
      if (asking.signal.aborted) return null;
      throw fault;
    }
  }
}
