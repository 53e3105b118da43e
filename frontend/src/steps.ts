import type { Search, State } from './store.ts';

/** The three questions, one at a time, and the answer to them. The server knows the same (internal/site/steps.go). */
export type Step = 'besoin' | 'ou' | 'quand' | 'reponse';

/** The question after the need: who said where is not asked again. */
export const afterNeed = ({ by }: Search): Step => (by === 'point' ? 'quand' : 'ou');

/** Where what was typed or found leads: on, when it answers the question that is asked. */
export function stepAfter(patch: Partial<State>, { step, search }: Pick<State, 'step' | 'search'>): Step {
  if (patch.place || patch.search?.by === 'words') return 'reponse';
  if (step === 'besoin' && patch.services) return afterNeed(patch.search ?? search);
  return step === 'ou' && patch.search?.by === 'point' ? 'quand' : step;
}
