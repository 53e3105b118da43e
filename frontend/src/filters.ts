import { boxes } from './catalogue.ts';
import { need } from './dom.ts';
import * as format from './format.ts';
import { countFurther } from './further.ts';
import { answerTo } from './results.ts';
import { placesOf, sameQuestion, toggle, type State, type Store } from './store.ts';
import { say } from './strings.ts';
import { isDay, isInstant, isOneDay, momentOf, type When } from './when.ts';

/** The boxes of needs and kinds, with the number of places behind each, and the days. */
export class Filters {
  readonly #services: HTMLInputElement[];
  readonly #kinds: HTMLInputElement[];
  readonly #whens: HTMLInputElement[];
  readonly #day = need<HTMLInputElement>('day');
  readonly #hour = need<HTMLInputElement>('hour');

  constructor(private readonly form: HTMLFormElement, private readonly store: Store) {
    this.#services = boxes(form, 'service');
    this.#kinds = boxes(form, 'kind');
    this.#whens = boxes(form, 'quand');
    form.addEventListener('change', ({ target }) => target instanceof HTMLInputElement && this.#onChange(target));
    this.#day.addEventListener('blur', () => this.#warn(!this.#day.validity.valid));
    for (const field of [this.#day, this.#hour]) field.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault()); // it asks no search
    store.subscribe((state, before) => {
      if (state.when !== before.when || state.today !== before.today) this.#showWhen(state);
      const asked = !sameQuestion(state, before) || state.when !== before.when || state.further !== before.further;
      if (asked || placesOf(state) !== placesOf(before) || state.status !== before.status) this.#show(state);
    });
    this.#showWhen(store.get());
    this.#show(store.get());
  }

  #onChange({ name, value }: HTMLInputElement): void {
    const { services, kinds } = this.store.get();
    if (name === 'service') this.#choose(toggle(services, value));
    if (name === 'kind') this.store.set({ kinds: toggle(kinds, value) });
    if (name === 'quand') this.store.set({ when: value === 'jour' ? this.#dayOrToday() : value });
    if (value === 'jour') this.#day.scrollIntoView({ block: 'nearest' }); // it has just appeared
    if ((name === 'jour' || name === 'heure') && this.#dayIsGood()) this.store.set({ when: this.#moment(this.#day.value) });
  }

  /** Without a need there is nothing to be sure of. */
  #choose(services: readonly string[]): void {
    this.store.set({ services, sure: this.store.get().sure && services.length > 0 });
  }

  /** While a year is being typed, the day is one of long ago. */
  #dayIsGood(): boolean {
    const good = isDay(this.#day.value) && this.#day.validity.valid;
    if (good) this.#warn(false);
    return good;
  }

  #dayOrToday(): When {
    return this.#moment(this.#dayIsGood() ? this.#day.value : this.store.get().today);
  }

  /** The day at the hour typed, which is left out, and told, when it is past. */
  #moment(day: string): When {
    const { today, hour } = this.store.get();
    const when = momentOf(day, this.#hour.value, `${today}T${hour}`);
    if (this.#hour.value && isDay(when)) need('day-message').textContent = say.pastHour;
    return when;
  }

  #warn(wrong: boolean): void {
    need('day-message').textContent = wrong ? say.wrongDay : '';
  }

  #show(state: State): void {
    const answer = state.status === 'ready' ? answerTo(state) : null;
    show(this.#services, state.services, answer?.serviceCounts);
    show(this.#kinds, state.kinds, answer?.kindCounts);
    need('needs-chosen').textContent = say.chosen(state.services.length);
    need('kinds-chosen').textContent = say.chosenKinds(state.kinds.length);
    const chosen = state.services.length + state.kinds.length + countFurther(state.further);
    const asked = state.search.by !== 'nothing' || state.zone !== null || state.when !== '' || chosen > 0;
    this.form.classList.toggle('is-asked', asked);
  }

  /** Only when other days are asked for: an answer that comes must not undo a date that is being typed. */
  #showWhen({ when, today }: State): void {
    const chosen = isOneDay(when) ? 'jour' : when;
    for (const radio of this.#whens) radio.checked = radio.value === chosen;
    if (isOneDay(when)) this.#day.value = when.slice(0, 10);
    else this.#warn(false);
    if (isInstant(when)) this.#hour.value = when.slice(11);
    this.#day.min = today;
    need('when-chosen').textContent = format.when(when, today);
  }
}

function show(inputs: HTMLInputElement[], chosen: readonly string[], counts?: ReadonlyMap<string, number>): void {
  for (const input of inputs) {
    input.checked = chosen.includes(input.value);
    const count = input.parentElement?.querySelector('.count');
    if (!count || !counts) continue;
    const places = counts.get(input.value) ?? 0;
    const text = `(${places})`;
    if (count.textContent !== text) count.textContent = text;
    input.parentElement?.classList.toggle('is-empty', places === 0 && !input.checked);
  }
}
