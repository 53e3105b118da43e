import { countKinds, countServices, search, type Criteria, type Result } from './filter.ts';
import { placesOf, type State } from './store.ts';
import type { Point } from './types.ts';

/** The answer to the question that a state asks. */
export interface Answer {
  readonly results: readonly Result[];
  readonly kindCounts: ReadonlyMap<string, number>;
  readonly serviceCounts: ReadonlyMap<string, number>;
}

export function criteriaOf(state: State): Criteria {
  const text = state.search.by === 'words' ? state.search.text : '';
  return { services: state.services, kinds: state.kinds, text };
}

/** The point that distances are counted from. */
export function pointOf(state: State): Point | null {
  return state.search.by === 'point' ? state.search : null;
}

function answer(state: State): Answer {
  const criteria = criteriaOf(state);
  const places = placesOf(state);
  const results = search(places, criteria, pointOf(state));
  return { results, kindCounts: countKinds(places, criteria), serviceCounts: countServices(results) };
}

let last: { state: State; answer: Answer } | null = null;

/** The same question of the same places is worked out once, for all who show it. */
export function answerTo(state: State): Answer {
  const same =
    last !== null &&
    placesOf(last.state) === placesOf(state) &&
    last.state.search === state.search &&
    last.state.services === state.services &&
    last.state.kinds === state.kinds;
  if (last === null || !same) last = { state, answer: answer(state) };
  return last.answer;
}
