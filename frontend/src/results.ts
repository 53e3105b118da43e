import { countKinds, countServices, search, type Criteria, type Result } from './filter.ts';
import { placesOf, type State } from './store.ts';
import type { Point } from './types.ts';

/** The answer to the question that a state asks. */
export interface Answer {
  readonly results: readonly Result[];
  /** How many of them surely do what is asked; all of them when no need is. */
  readonly sure: number;
  readonly kindCounts: ReadonlyMap<string, number>;
  readonly serviceCounts: ReadonlyMap<string, number>;
}

export function criteriaOf(state: Pick<State, 'search' | 'zone' | 'services' | 'kinds' | 'sure'>): Criteria {
  const text = state.search.by === 'words' ? state.search.text : '';
  return { services: state.services, kinds: state.kinds, text, sure: state.sure && state.services.length > 0, zone: state.zone };
}

/** The point that distances are counted from. */
export function pointOf(state: Pick<State, 'search'>): Point | null {
  return state.search.by === 'point' ? state.search : null;
}

function answer(state: State): Answer {
  const criteria = criteriaOf(state);
  const places = placesOf(state);
  const results = search(places, criteria, pointOf(state));
  const sure = results.filter((result) => result.match !== 'possible').length;
  return { results, sure, kindCounts: countKinds(places, criteria), serviceCounts: countServices(results, criteria.sure) };
}

let last: { state: State; answer: Answer } | null = null;

/** The same question of the same places is worked out once, for all who show it. */
export function answerTo(state: State): Answer {
  const same =
    last !== null &&
    placesOf(last.state) === placesOf(state) &&
    last.state.search === state.search &&
    last.state.zone === state.zone &&
    last.state.services === state.services &&
    last.state.kinds === state.kinds &&
    last.state.sure === state.sure;
  if (last === null || !same) last = { state, answer: answer(state) };
  return last.answer;
}
