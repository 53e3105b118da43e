import type { Data } from './data.ts';
import type { State, Store, Within } from './store.ts';
import type { Place } from './types.ts';
import { spanOf, type When } from './when.ts';

/** Quicker answers come without a word that they are awaited. */
const PATIENCE = 300;

/**
 * Keeps `within` in step with `when`: asks the server for the places of the
 * days asked for, once for each span. Until they come, and if they do not,
 * the list and the map keep what they showed.
 */
export class Days {
  readonly #known = new Map<string, Promise<readonly Place[]>>();

  constructor(private readonly store: Store, private readonly data: Data) {
    store.subscribe((state, before) => {
      const asked = state.when !== before.when || state.today !== before.today || state.status !== before.status;
      if (asked && state.status === 'ready') void this.ask();
    });
  }

  /** The places of the days asked for; null when any time will do. */
  async of(when: When, today: string): Promise<Within | null> {
    const span = spanOf(when, today);
    if (!span) return null;
    const key = `${span.from} ${span.to}`;
    const places = this.#known.get(key) ?? this.data.during(span);
    this.#known.set(key, places);
    try {
      return { when, places: await places };
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** Asks anew from now on: the answers kept have aged. */
  forget(): void {
    this.#known.clear();
  }

  /** Shows the places of the days that the state asks for, once they are there. */
  async ask(): Promise<void> {
    const { when, today } = this.store.get();
    const isAsked = ({ when: other, today: day }: State): boolean => other === when && day === today;
    if (this.store.get().days === 'failed') this.store.set({ days: 'loading' });
    const timer = setTimeout(() => isAsked(this.store.get()) && this.store.set({ days: 'loading' }), PATIENCE);
    const answer = await this.of(when, today).then((within) => ({ within, days: 'ready' as const }), () => ({ days: 'failed' as const }));
    clearTimeout(timer);
    if (isAsked(this.store.get())) this.store.set(answer);
  }
}
