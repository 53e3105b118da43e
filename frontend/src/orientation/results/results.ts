/** The answer: the comparison, the best pair, and what does not fit. */
import type { Announce } from '../../page/announce.ts';
import { button, el, need } from '../../page/dom.ts';
import { add, isFull, remove } from '../sheet/choice.ts';
import { MOST_CHOSEN } from '../request/fragment.ts';
import type { Known } from '../data.ts';
import { chosenOf } from '../sheet/moments.ts';
import { compare } from '../rules/rank.ts';
import type { Session } from '../session.ts';
import { refreshPicks, sheetLink, tableOf, type Picking } from './table.ts';
import { pairWarning } from '../sheet/together.ts';
import type { Catalogue } from '../sheet/text.ts';
import type { Answer, Pair, Row, State } from '../types.ts';
import { pointOf } from '../where.ts';
import { pairText, reasonText, tie } from '../words/words.ts';

/** Shown where no place is known: nothing can be compared then, whatever the request. */
const NOTHING_KNOWN = 'La carte ne connaît encore aucun lieu dans ce territoire : il n’y a rien à comparer.';

/** How many rows show at first. */
const STEP = 15;

const linesText = (n: number): string => (n === 1 ? '1 lieu ou passage' : `${n} lieux ou passages`);

export class Results {
  private readonly summary = need('summary');
  private readonly table = need('table');
  private readonly pair = need('pair');
  private readonly unfit = need<HTMLDetailsElement>('unfit');
  private readonly picking: Picking;
  private answer: Answer = { rows: [], unfit: [], pair: null };
  private most = STEP;

  constructor(private readonly session: Session, private readonly known: Known, private readonly catalogue: Catalogue, private readonly announce: Announce) {
    const has = ({ id }: Row): boolean => session.get().chosen.some((one) => one.id === id);
    this.picking = { has, full: () => isFull(session.get().chosen), count: () => session.get().chosen.length, toggle: (row) => this.toggle(row) };
    session.subscribe((state, before) => {
      if (state.request !== before.request) this.ask(state);
      if (state.chosen !== before.chosen) this.refresh();
    });
    this.ask(session.get(), true);
    this.refresh();
  }

  get rows(): readonly Row[] {
    return [...this.answer.rows, ...this.answer.unfit];
  }

  private ask({ request }: State, first = false): void {
    const home = pointOf(request.home, this.known.communes);
    this.most = STEP;
    const complete = home !== null && request.needs.length > 0;
    this.answer = complete ? compare(this.known.offers, request, home) : { rows: [], unfit: [], pair: null };
    const empty = this.known.offers.places.length === 0;
    this.show(empty ? NOTHING_KNOWN : complete ? this.found() : missing(request.needs.length > 0, home !== null));
    if (!first || complete || empty) this.announce(this.summary.textContent ?? '');
  }

  private found(): string {
    const { rows: [best], rows, unfit } = this.answer;
    if (!best) return unfit.length === 0 ? 'Aucun lieu connu ne fait ces besoins.' : 'Aucun lieu ne convient à tout. Voici pourquoi, du plus proche de convenir au plus loin.';
    return `${linesText(rows.length)} ${rows.length === 1 ? 'convient' : 'conviennent'}. En premier : ${best.visit?.name ?? best.place.name}, ${reasonText(best, this.known.offers.from)}.`;
  }

  private show(summary: string): void {
    this.summary.textContent = tie(summary);
    this.showTable();
    this.showPair(this.answer.pair);
    this.showUnfit();
    this.refresh();
  }

  private showTable(): void {
    const { rows } = this.answer;
    const shown = rows.slice(0, this.most);
    const rest = rows.length - shown.length;
    const table = shown.length > 0 ? [tableOf(shown, 'Lieux et passages qui conviennent, du meilleur au moins bon', 1, this.view(), this.picking)] : [];
    const more = rest > 0 ? [button(`Voir plus (encore ${rest})`, () => this.more(), { class: 'more' })] : [];
    this.table.replaceChildren(...table, ...more);
  }

  private more(): void {
    const seen = this.most;
    this.most += STEP;
    this.showTable();
    this.table.querySelectorAll<HTMLElement>('.row .row-name a')[seen]?.focus();
  }

  private view(): { offers: Known['offers']; catalogue: Catalogue; needs: readonly string[] } {
    return { offers: this.known.offers, catalogue: this.catalogue, needs: this.session.get().request.needs };
  }

  private showPair(pair: Pair | null): void {
    this.pair.hidden = !pair;
    if (!pair) return this.pair.replaceChildren();
    const label = (id: string): string => this.catalogue.need(id).label;
    const warning = pairWarning(pair, this.session.get().request.reach);
    const both = button('Ajouter les deux à la fiche', () => this.addPair(pair), { class: 'add-pair' });
    this.pair.replaceChildren(
      el('h3', {}, 'Aucun lieu ne fait tout à coup sûr. À deux, ils font plus :'),
      el('p', {}, tie(pairText(pair, label, this.known.offers.from)) + '.'),
      ...(warning ? [el('p', { class: 'warning' }, el('strong', {}, 'Attention : '), tie(warning))] : []),
      el('p', { class: 'actions' }, both),
    );
  }

  private addPair({ rows }: Pair): void {
    const { request, chosen: before } = this.session.get();
    const chosen = rows.reduce((all, row) => add(all, chosenOf(row, request, this.known.offers)), before);
    this.session.set({ chosen });
    const missing = rows.some(({ id }) => !chosen.some((one) => one.id === id));
    this.announce(missing ? fullText : this.basketText());
  }

  private showUnfit(): void {
    const { rows, unfit } = this.answer;
    const [summary, body] = this.unfit.children;
    this.unfit.hidden = unfit.length === 0;
    this.unfit.open = rows.length === 0 && unfit.length > 0;
    if (summary) summary.textContent = `${linesText(unfit.length)} ${unfit.length === 1 ? 'ne convient' : 'ne conviennent'} pas, et pourquoi`;
    const shown = unfit.slice(0, STEP);
    body?.replaceChildren(...(shown.length > 0 ? [tableOf(shown, 'Ce qui ne convient pas, et pourquoi', 1, this.view(), this.picking)] : []));
  }

  private toggle(row: Row): void {
    const { request, chosen } = this.session.get();
    if (this.picking.has(row)) this.session.set({ chosen: remove(chosen, row.id) });
    else if (this.picking.full()) return this.announce(fullText);
    else this.session.set({ chosen: add(chosen, chosenOf(row, request, this.known.offers)) });
    this.announce(this.basketText());
  }

  private basketText(): string {
    const n = this.session.get().chosen.length;
    return n === 0 ? 'La fiche est vide.' : `Sur la fiche : ${n === 1 ? '1 lieu' : `${n} lieux`}.${n === MOST_CHOSEN ? ' Elle est complète.' : ''}`;
  }

  private refresh(): void {
    need('to-sheet').hidden = this.session.get().chosen.length === 0;
    const { length } = this.session.get().chosen;
    this.pair.querySelector('.sheet-here')?.remove();
    if (length > 0) this.pair.querySelector('.add-pair')?.after(' ', sheetLink(length));
    need('basket').textContent = this.basketText();
    refreshPicks(need('results'), this.rows, this.picking);
  }
}

const fullText = `La fiche a déjà ${MOST_CHOSEN} lieux : retirez-en un pour en ajouter un autre.`;

function missing(needs: boolean, home: boolean): string {
  if (!needs && !home) return 'Choisissez au moins un besoin, et dites où habite la personne.';
  return needs ? 'Dites où habite la personne.' : 'Choisissez au moins un besoin.';
}

