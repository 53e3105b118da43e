import { toQuery } from './address.ts';
import type { Catalogue } from './catalogue.ts';
import { insteadOfSubmit, isFramed, need } from './dom.ts';
import * as format from './format.ts';
import { wide } from './layout.ts';
import { answerTo } from './results.ts';
import { afterNeed, type Step } from './steps.ts';
import { nothingAsked, type State, type Store } from './store.ts';
import { say } from './strings.ts';
import { isDay, momentOf } from './when.ts';

/** What a link of the questions changes in the state. */
function patchOf({ id, dataset }: HTMLElement, state: State): Partial<State> {
  const { need, when, to } = dataset;
  if (id === 'restart') return { ...nothingAsked, place: null, view: null, tab: 'liste', step: 'besoin' };
  if (need) return { services: [need], step: afterNeed(state.search) };
  if (when !== undefined) return { when, step: 'reponse' };
  return { step: to as Step };
}

const asksNothing = (state: State): boolean => toQuery({ ...state, step: 'besoin' }) === format.here('');

/** Shows the question that is asked, and what was answered so far. */
export class Questions {
  readonly #parts = [...document.querySelectorAll<HTMLElement>('[data-of]')];
  readonly #links = [...document.querySelectorAll<HTMLAnchorElement>('.ask a')];
  readonly #day = need<HTMLInputElement>('moment-day');
  readonly #hour = need<HTMLInputElement>('moment-hour');

  constructor(private readonly store: Store, private readonly catalogue: Catalogue) {
    document.body.classList.add('scripted');
    for (const link of this.#links) {
      link.addEventListener('click', (event) => this.#follow(event, link));
      for (const type of ['pointerover', 'focus']) link.addEventListener(type, () => this.#address(link));
    }
    insteadOfSubmit(need('moment'), () => this.#askMoment());
    store.subscribe((state, before) => {
      if (state.hovered === before.hovered) this.#show(state);
      if (state.step !== before.step) this.#focus(state);
    });
    this.#show(store.get());
  }

  /** To open it elsewhere, or copy it: worked out only for the link that is reached. */
  #address(link: HTMLAnchorElement): void {
    const state = this.store.get();
    link.href = (isFramed() ? '/' : location.pathname) + toQuery({ ...state, ...patchOf(link, state) });
  }

  #follow(event: MouseEvent, link: HTMLElement): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.store.set(patchOf(link, this.store.get()));
  }

  #askMoment(): void {
    const { today, hour } = this.store.get();
    const good = isDay(this.#day.value) && this.#day.validity.valid;
    const when = momentOf(this.#day.value, this.#hour.value, `${today}T${hour}`);
    const past = good && this.#hour.value !== '' && isDay(when);
    need('moment-message').textContent = good ? (past ? say.pastHour : '') : say.wrongDay;
    if (good && !past) this.store.set({ when, step: 'reponse' });
  }

  #show(state: State): void {
    const { step, services, search } = state;
    document.body.dataset['step'] = step;
    document.title = this.#title(step);
    for (const part of this.#parts) part.hidden = !part.dataset['of']?.split(' ').includes(step);
    const located = search.by === 'point';
    need('recall-place').hidden = step !== 'quand' && !(step === 'besoin' && located);
    need('recall-where').textContent = located ? search.label || say.nearYou : say.anywhere;
    const [first] = services;
    need('recall-need').textContent = first === undefined ? say.allNeeds : services.length > 1 ? say.needs(services.length) : this.catalogue.need(first);
    if (step === 'reponse') return;
    if (state.status === 'ready') need('see-all').textContent = say.seeAll(format.count(answerTo(state).results.length), asksNothing(state));
  }

  /** As the server writes it: the first question is the page itself. */
  #title(step: Step): string {
    const heading = step === 'besoin' ? [] : [step === 'reponse' ? say.theAnswer : need(`ask-${step}`).textContent];
    return [...heading, document.querySelector('h1')?.textContent, 'Escale'].join(' – ');
  }

  /** One thing at a time: a question is read from its start, an answer from its number of places. */
  #focus({ step }: State): void {
    const target = need(step === 'reponse' ? 'summary' : `ask-${step}`);
    target.focus({ preventScroll: true });
    if (step === 'reponse' && !wide.matches) need('tabs').scrollIntoView();
    else scrollTo(0, 0);
  }
}
