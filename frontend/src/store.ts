import { nothingFurther, type Further } from './further.ts';
import type { Step } from './steps.ts';
import type { Place, Point, Zone } from './types.ts';
import type { When } from './when.ts';

/** How many lines the list shows at first, and adds at each "Voir plus". */
export const PAGE = 20;

/** What the search box asks: nothing, words, or to be near a point. */
export type Search =
  | { readonly by: 'nothing' }
  | { readonly by: 'words'; readonly text: string }
  | ({ readonly by: 'point'; readonly label: string; readonly commune: string } & Point);

export interface View extends Point {
  readonly zoom: number;
}

/** What only the server can judge of a place. */
export interface Asked {
  readonly when: When;
  readonly further: Further;
}

/** The places that are open, or that a bus comes to, in the days asked for, by an offer that meets the further choices. */
export interface Within extends Asked {
  readonly places: readonly Place[];
}

export type Tab = 'liste' | 'carte';

/** Everything that the page shows follows from this one value. */
export interface State {
  /** The question that is asked, or the answer. */
  readonly step: Step;
  readonly search: Search;
  /** The part of the map that the list is about; null for all of it. A point searched is another answer to "where". */
  readonly zone: Zone | null;
  /** Ids of the needs chosen: all of them, at one place. */
  readonly services: readonly string[];
  /** Kinds chosen: any of them; none means all. */
  readonly kinds: readonly string[];
  /** True to leave out the places to check by telephone; means nothing without a need. */
  readonly sure: boolean;
  /** When, as it is asked; what the page shows answers `within`, once that is there. */
  readonly when: When;
  /** Further conditions on offers; `within` answers them too. */
  readonly further: Further;
  /** Id of the place whose sheet is open. */
  readonly place: string | null;
  /** What the map looks at; null lets the map choose. */
  readonly view: View | null;
  readonly tab: Tab;
  readonly shown: number;
  readonly hovered: string | null;
  /** All places, at any time. */
  readonly places: readonly Place[];
  /** Those that meet `when` and `further`; null when neither asks anything. */
  readonly within: Within | null;
  /** Whether `within` answers `when` and `further`. */
  readonly days: 'ready' | 'loading' | 'failed';
  /** The day that it is for the server, and the hour in Paris, "14:30". */
  readonly today: string;
  readonly hour: string;
  readonly status: 'loading' | 'ready' | 'failed';
  /** When the server made the data (RFC 3339), "" until they are there. */
  readonly asOf: string;
}

export const initialState: State = {
  step: 'reponse',
  search: { by: 'nothing' },
  zone: null,
  services: [],
  kinds: [],
  sure: false,
  when: '',
  further: nothingFurther,
  place: null,
  view: null,
  tab: 'liste',
  shown: PAGE,
  hovered: null,
  places: [],
  within: null,
  days: 'ready',
  today: '',
  hour: '',
  status: 'loading',
  asOf: '',
};

export type Listener = (state: State, before: State) => void;

export interface Store {
  get(): State;
  set(patch: Partial<State>): void;
  subscribe(listener: Listener): void;
}

/** True when both ask the same question of the data. */
export function sameQuestion(a: State, b: State): boolean {
  const same = a.search === b.search && a.zone === b.zone && a.services === b.services && a.kinds === b.kinds && a.sure === b.sure;
  return same && a.within?.when === b.within?.when && a.within?.further === b.within?.further;
}

function merge(state: State, patch: Partial<State>): State {
  const where = patch.search?.by === 'point' && patch.zone === undefined ? { zone: null } : {};
  const next = { ...state, ...patch, ...where };
  const newQuestion = !sameQuestion(state, next) && patch.shown === undefined;
  return newQuestion ? { ...next, shown: PAGE } : next;
}

/**
 * Keeps one state and tells each listener of every change, in order. A change
 * made by a listener is told after the one under way.
 */
export function createStore(start: State): Store {
  let state = start;
  const listeners: Listener[] = [];
  const pending: State[] = [];
  function tell(before: State): void {
    const busy = pending.length > 0;
    pending.push(before);
    if (busy) return;
    while (pending[0]) {
      const now = pending[1] ?? state;
      for (const listener of listeners) listener(now, pending[0]);
      pending.shift();
    }
  }
  return {
    get: () => state,
    set(patch) {
      const before = state;
      state = merge(state, patch);
      tell(before);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}

/** What takes every condition off. */
export const nothingAsked = { search: { by: 'nothing' }, zone: null, services: [], kinds: [], sure: false, when: '', further: nothingFurther } as const;

/** The places that filters choose among. */
export function placesOf({ within, places }: Pick<State, 'within' | 'places'>): readonly Place[] {
  return within?.places ?? places;
}

/** Adds the value to the list, or takes it out. */
export function toggle(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((v) => v !== value) : [...list, value];
}
