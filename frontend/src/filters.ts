import { boxes } from './catalogue.ts';
import { need } from './dom.ts';
import { answerTo } from './results.ts';
import { sameQuestion, toggle, type State, type Store } from './store.ts';
import { say } from './strings.ts';

/** The checkboxes of needs and kinds, with the number of places behind each. */
export class Filters {
  readonly #services: HTMLInputElement[];
  readonly #kinds: HTMLInputElement[];
  readonly #clear = need('clear');

  constructor(private readonly form: HTMLFormElement, store: Store) {
    this.#services = boxes(form, 'service');
    this.#kinds = boxes(form, 'kind');
    form.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const { services, kinds } = store.get();
      if (target.name === 'service') store.set({ services: toggle(services, target.value) });
      if (target.name === 'kind') store.set({ kinds: toggle(kinds, target.value) });
    });
    this.#clear.addEventListener('click', () => {
      store.set({ search: { by: 'nothing' }, services: [], kinds: [] });
      need('q').focus();
    });
    store.subscribe((state, before) => {
      if (!sameQuestion(state, before) || state.places !== before.places) this.#show(state);
    });
    this.#show(store.get());
  }

  #show(state: State): void {
    const answer = state.status === 'ready' ? answerTo(state) : null;
    show(this.#services, state.services, answer?.serviceCounts);
    show(this.#kinds, state.kinds, answer?.kindCounts);
    need('needs-chosen').textContent = say.chosen(state.services.length);
    need('kinds-chosen').textContent = say.chosenKinds(state.kinds.length);
    const asked = state.search.by !== 'nothing' || state.services.length > 0 || state.kinds.length > 0;
    this.#clear.hidden = !asked;
    this.form.classList.toggle('is-asked', asked);
  }
}

function show(inputs: HTMLInputElement[], chosen: readonly string[], counts?: ReadonlyMap<string, number>): void {
  for (const input of inputs) {
    input.checked = chosen.includes(input.value);
    const count = input.parentElement?.querySelector('.count');
    if (!count || !counts) continue;
    const places = counts.get(input.value) ?? 0;
    count.textContent = `(${places})`;
    input.parentElement?.classList.toggle('is-empty', places === 0 && !input.checked);
  }
}
