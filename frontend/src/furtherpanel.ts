import { boxes } from './catalogue.ts';
import type { Data, Facets } from './data.ts';
import { need } from './dom.ts';
import * as format from './format.ts';
import { conditions, countFurther, FURTHER, isFurther } from './further.ts';
import { answerTo, criteriaOf } from './results.ts';
import { placesOf, sameQuestion, toggle, type State, type Store } from './store.ts';
import { say } from './strings.ts';
import { asked } from './when.ts';
import { zoneText } from './zone.ts';

/** The question of a state, as the API is asked to count it. */
export function facetsQuery(state: State): string {
  const { services, kinds, text, sure, zone } = criteriaOf(state);
  const query = new URLSearchParams(conditions(asked(state.when, state.today), state.further));
  if (services.length > 0) query.set('service', services.join(','));
  if (kinds.length > 0) query.set('kind', kinds.join(','));
  if (text) query.set('q', text);
  if (zone) query.set('bbox', zoneText(zone));
  if (sure) query.set('certainty', 'confirmed');
  return query.toString();
}

/** "Plus de choix": the boxes that the server counts, asked once the panel is open. */
export class FurtherPanel {
  readonly #panel = need<HTMLDetailsElement>('further');
  readonly #sure = need('sure-choice');
  readonly #boxes: readonly HTMLInputElement[];
  readonly #known = new Map<string, Promise<Facets>>();
  #asked = '';

  constructor(form: HTMLFormElement, private readonly store: Store, private readonly data: Data) {
    this.#boxes = FURTHER.flatMap((name) => boxes(form, name));
    this.#panel.addEventListener('toggle', () => void this.#count(store.get()));
    this.#panel.addEventListener('click', (event) => {
      if ((event.target as Element).getAttribute('aria-disabled') === 'true') event.preventDefault();
    });
    this.#panel.addEventListener('change', ({ target }) => target instanceof HTMLInputElement && this.#onChange(target));
    store.subscribe((state, before) => {
      if (state.places !== before.places) this.#known.clear();
      const same = sameQuestion(state, before) && placesOf(state) === placesOf(before) && state.status === before.status;
      if (same && state.when === before.when && state.further === before.further) return;
      this.#show(state);
      void this.#count(state);
    });
    this.#show(store.get());
  }

  #onChange({ name, value, checked }: HTMLInputElement): void {
    const { further } = this.store.get();
    if (name === 'certainty') this.store.set({ sure: checked });
    if (isFurther(name)) this.store.set({ further: { ...further, [name]: toggle(further[name], value) } });
  }

  #show(state: State): void {
    const asked = state.services.length > 0;
    const box = this.#sure.querySelector('input');
    for (const box of this.#boxes) box.checked = isFurther(box.name) && state.further[box.name].includes(box.value);
    this.#sure.hidden = !asked;
    if (box) box.checked = state.sure;
    if (box && asked && state.status === 'ready') showCount(box, answerTo(state).sure);
    need('further-chosen').textContent = say.chosenKinds(countFurther(state.further) + Number(asked && state.sure));
  }

  /** Shows what each box would leave; without an answer, boxes say nothing and all can be chosen. */
  async #count(state: State): Promise<void> {
    if (!this.#panel.open || state.status !== 'ready') return;
    const query = facetsQuery(state);
    if (query === this.#asked && this.#known.has(query)) return;
    this.#asked = query;
    const answer = this.#known.get(query) ?? this.data.facets(query);
    this.#known.set(query, answer);
    const facets = await answer.catch(() => null);
    if (!facets) this.#known.delete(query);
    if (query !== this.#asked) return;
    for (const box of this.#boxes) showCount(box, facets?.[box.name]?.[box.value] ?? null);
  }
}

/** A box that would leave nothing says so and cannot be checked; it stays within reach of the keyboard. */
function showCount(box: HTMLInputElement, places: number | null): void {
  const none = places === 0;
  const count = box.parentElement?.querySelector('.count');
  if (count) count.textContent = places === null ? '' : none ? say.none : `(${format.count(places)})`;
  box.parentElement?.classList.toggle('is-empty', none && !box.checked);
  if (none && !box.checked) box.setAttribute('aria-disabled', 'true');
  else box.removeAttribute('aria-disabled');
}
