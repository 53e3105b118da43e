import type { Data } from './data.ts';
import { conditions } from './further.ts';
import type { Asked, State, Store, Within } from './store.ts';
import type { Place } from './types.ts';
import { asked, NOW } from './when.ts';

/** Quicker answers come without a word that they are awaited. */
const PATIENCE = 300;

/**
 * Keeps `within` in step with `when` and `further`: asks the server for the
 * places of the days and of the further choices, once for each question.
 * Until they come, and if they do not, the list and the map keep what they
 * showed.
 */
export class Days {
  readonly #known = new Map<string, Promise<readonly Place[]>>();

  constructor(private readonly store: Store, private readonly data: Data) {
    store.subscribe((state, before) => {
      const asked = state.when !== before.when || state.further !== before.further || state.today !== before.today;
      if ((asked || state.status !== before.status) && state.status === 'ready') void this.ask();
    });
  }

  /** The places that meet what is asked; null when nothing is. */
  async of({ when, further }: Asked, today: string): Promise<Within | null> {
    const key = conditions(asked(when, today), further);
    if (key === '') return null;
    if (when === NOW) this.#known.delete(key); // it has aged
    const places = this.#known.get(key) ?? this.data.meeting(key);
    this.#known.set(key, places);
    try {
      return { when, further, places: await places };
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** Asks anew from now on: the answers kept have aged. */
  forget(): void {
    this.#known.clear();
  }

  /** Shows the places that meet what the state asks for, once they are there. */
  async ask(): Promise<void> {
    const asked = this.store.get();
    const isAsked = ({ when, further, today }: State): boolean =>
      when === asked.when && further === asked.further && today === asked.today;
    if (asked.days === 'failed') this.store.set({ days: 'loading' });
    const timer = setTimeout(() => isAsked(this.store.get()) && this.store.set({ days: 'loading' }), PATIENCE);
    const answer = await this.of(asked, asked.today).then((within) => ({ within, days: 'ready' as const }), () => ({ days: 'failed' as const }));
    clearTimeout(timer);
    if (isAsked(this.store.get())) this.store.set(answer);
  }
}
