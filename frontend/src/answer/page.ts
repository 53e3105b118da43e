/** The page of the map: which address it is at, what it shows, and how it goes from one question to the next. */
import type { Announce } from '../page/announce.ts';
import { isFramed, need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import { addressOf, questionOf, readLooks, type Looks } from './address.ts';
import { Asker, type Answer } from './ask.ts';
import type { Config } from './config.ts';
import { focusOn, show } from './show.ts';

/** After this long without an answer the page says that it is searching, in milliseconds. */
const PATIENCE = 400;

const NO_LOOKS: Looks = { tab: 'liste', place: '', view: null };

/** How the next answer is shown. */
export interface Going {
  /** Where the focus goes: "summary", "more", "fold"; "" leaves it. */
  readonly focus?: string;
  /** What the browser adds to the question from then on. */
  readonly looks?: Partial<Looks>;
  /** False when the address is one that the history holds already. */
  readonly push?: boolean;
}

export type Listener = (page: Page, answer: Answer | null) => void;

export class Page {
  /** The question shown, and what the browser adds to it. */
  private address: URL;
  private shownLooks: Looks;
  private readonly asker: Asker;
  private readonly listeners: Listener[] = [];
  /** Set by what shows the map: true once it needs the places of each answer. */
  wantsPlaces: () => boolean = () => false;

  constructor(config: Config, private readonly announce: Announce) {
    this.asker = new Asker(config);
    this.address = new URL(this.main.dataset['address'] ?? '', location.href);
    this.shownLooks = readLooks(new URL(location.href));
    if (!isFramed()) addEventListener('popstate', () => this.back());
  }

  get main(): HTMLElement {
    return need('main');
  }

  get question(): URL {
    return this.address;
  }

  get looks(): Looks {
    return this.shownLooks;
  }

  /** Which of the three questions the page shows; "reponse" for the answer. */
  get step(): string {
    return this.main.dataset['step'] ?? '';
  }

  /** Calls `listener` after every answer, and, without one, after every change of what the browser adds. */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** A listener that fails does not stop the others. */
  private tell(answer: Answer | null): void {
    for (const listener of this.listeners) {
      try {
        listener(this, answer);
      } catch (fault) {
        reportError(fault);
      }
    }
  }

  /** Changes what the browser adds to the question. */
  look(change: Partial<Looks>, push = true): void {
    this.shownLooks = { ...this.shownLooks, ...change };
    this.write(push);
    this.tell(null);
  }

  private write(push: boolean): void {
    const address = addressOf(this.address, this.shownLooks);
    if (isFramed() || address === location.pathname + location.search) return;
    if (push) history.pushState(null, '', address);
    else history.replaceState(history.state, '', address);
  }

  /** The history gives another address: another question, or another look at the same one. */
  private back(): void {
    const address = new URL(location.href);
    const looks = readLooks(address);
    if (addressOf(address, NO_LOOKS) !== addressOf(this.address, NO_LOOKS)) return void this.go(address, { looks, push: false });
    this.shownLooks = looks;
    this.tell(null);
  }

  /** Asks a question and shows its answer. Until it comes, and if it does not, the last one stays. */
  async go(question: URL, { focus = '', looks = {}, push = true }: Going = {}): Promise<void> {
    const waiting = setTimeout(() => this.wait(), PATIENCE);
    try {
      const answer = await this.asker.ask(questionOf(question), this.wantsPlaces());
      if (answer) this.show(answer, { focus, looks: { ...this.shownLooks, ...looks }, push });
    } catch {
      this.fail(question, { focus, looks, push });
    } finally {
      clearTimeout(waiting);
    }
  }

  /** Asks the same again: what was open may have closed. */
  refresh(): Promise<void> {
    return this.go(this.address, { push: false });
  }

  private show(answer: Answer, { focus, looks, push }: Required<Going> & { looks: Looks }): void {
    const { step: from, main } = this;
    const before = main.querySelectorAll('#results > .card').length;
    show(main, answer.part);
    this.address = new URL(this.main.dataset['address'] ?? '', location.href);
    this.shownLooks = looks;
    document.body.dataset['step'] = this.step;
    if (!looks.place) document.title = this.main.dataset['title'] ?? ''; // else that of its sheet
    this.main.removeAttribute('aria-busy');
    this.write(push);
    this.tell(answer);
    if (from !== this.step) focusOn(this.main, 'summary', 0);
    else if (focus) focusOn(this.main, focus, before);
    const summary = document.getElementById('summary');
    this.announce(summary === document.activeElement ? '' : summary?.textContent ?? ''); // what takes the focus is read already
  }

  private wait(): void {
    this.main.setAttribute('aria-busy', 'true');
    this.announce(t('Recherche en cours…'));
  }

  /** Says that the answer did not come; the last one stays, with the choice undone. */
  private fail(question: URL, going: Going): void {
    const { main } = this;
    main.removeAttribute('aria-busy');
    main.querySelector('form')?.reset();
    main.querySelector('.failure')?.remove();
    const text = t('La réponse n’est pas arrivée : la liste n’a pas changé. Vérifiez votre connexion, puis réessayez.');
    const retry = Object.assign(document.createElement('button'), { type: 'button', textContent: t('Réessayer') });
    retry.addEventListener('click', () => void this.go(question, going));
    const failure = Object.assign(document.createElement('div'), { className: 'failure' });
    failure.append(Object.assign(document.createElement('p'), { textContent: text }), retry);
    main.prepend(failure);
    this.announce(text);
  }
}
