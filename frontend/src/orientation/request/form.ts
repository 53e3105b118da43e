/** What the person needs and what constrains them: the form, in step with the state. */
import { need } from '../../page/dom.ts';
import { fold } from '../near.ts';
import { MOST_NEEDS } from './fragment.ts';
import { HalfDays, ticked } from './halfdays.ts';
import type { Session } from '../session.ts';
import type { Need, Reach, Request } from '../types.ts';

const inputs = (root: ParentNode, name: string): HTMLInputElement[] => [...root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];

const checkedOf = (root: ParentNode, name: string): string[] => inputs(root, name).filter(({ checked }) => checked).map(({ value }) => value);

const countText = (n: number): string => (n === 0 ? '' : n === 1 ? '1 choisi' : `${n} choisis`);

/** True when every word typed begins a word of the need or of what people call it. */
export function answers(label: string, synonyms: readonly string[], typed: string): boolean {
  const words = fold(typed).split(' ').filter(Boolean);
  const names = [label, ...synonyms].map((name) => ` ${fold(name)}`);
  return names.some((name) => words.every((word) => name.includes(` ${word}`)));
}

export class Form {
  private readonly form = need<HTMLFormElement>('request');
  private readonly filter = need<HTMLInputElement>('need-filter');
  private readonly grid: HalfDays;
  private known: ReadonlyMap<string, Need> = new Map();

  constructor(private readonly session: Session) {
    const table = this.form.querySelector<HTMLTableElement>('.half-days');
    if (!table) throw new Error('the page lacks .half-days');
    this.grid = new HalfDays(table, (name, value, checked) => session.ask({ free: ticked(session.get().request.free, name, value, checked) }));
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.form.addEventListener('change', ({ target }) => this.onChange(target as HTMLInputElement));
    this.filter.addEventListener('input', () => this.narrow());
    session.subscribe(({ request }) => this.show(request));
    this.show(session.get().request);
    this.fold();
  }

  /** What people call the needs, once that is known. */
  learn(known: ReadonlyMap<string, Need>): void {
    this.known = known;
    this.narrow();
  }

  private onChange({ name }: HTMLInputElement): void {
    if (name === 'need') this.chooseNeeds();
    else if (name && name !== 'free' && name !== 'every') this.session.ask(this.constraints());
  }

  /** In the order in which they were chosen: that is the order of the columns. */
  private chooseNeeds(): void {
    const checked = checkedOf(this.form, 'need');
    const before = this.session.get().request.needs.filter((id) => checked.includes(id));
    const needs = [...before, ...checked.filter((id) => !before.includes(id))];
    need('need-message').textContent = needs.length > MOST_NEEDS ? '12 besoins au plus : décochez-en un pour en choisir un autre.' : '';
    this.session.ask({ needs: needs.slice(0, MOST_NEEDS) });
    if (needs.length > MOST_NEEDS) this.show(this.session.get().request);
  }

  private constraints(): Partial<Request> {
    return {
      reach: (checkedOf(this.form, 'reach')[0] ?? 'voiture') as Reach,
      gratuit: checkedOf(this.form, 'gratuit').length > 0,
      pass: checkedOf(this.form, 'pass').length > 0,
      care: checkedOf(this.form, 'care'),
      support: (checkedOf(this.form, 'support')[0] ?? '') as Request['support'],
    };
  }

  private show(request: Request): void {
    const { needs, reach, free, gratuit, pass, care, support } = request;
    const chosen: Readonly<Record<string, readonly string[]>> = { need: needs, reach: [reach], care, support: [support], gratuit: gratuit ? ['1'] : [], pass: pass ? ['1'] : [] };
    for (const name in chosen) for (const box of inputs(this.form, name)) box.checked = chosen[name]?.includes(box.value) ?? false;
    this.grid.show(free);
    need('needs-chosen').textContent = countText(needs.length);
    for (const family of this.families()) this.count(family, checkedOf(family, 'need').length);
    this.count(need('more'), Number(gratuit) + Number(pass) + Number(support !== '') + care.length);
  }

  private families(): HTMLDetailsElement[] {
    return [...this.form.querySelectorAll<HTMLDetailsElement>('.family')];
  }

  private count(details: Element, n: number): void {
    const counter = details.querySelector('summary .chosen');
    if (counter) counter.textContent = n === 0 ? '' : `(${countText(n)})`;
  }

  /** On a telephone only the families in use are open; elsewhere there is room. */
  private fold(): void {
    if (matchMedia('(min-width: 56em)').matches) return;
    for (const [i, family] of this.families().entries()) family.open = i === 0 || checkedOf(family, 'need').length > 0;
  }

  private narrow(): void {
    const typed = this.filter.value.trim();
    let found = 0;
    for (const family of this.families()) {
      const boxes = inputs(family, 'need');
      for (const box of boxes) {
        const shown = box.checked || answers(box.dataset['label'] ?? '', this.known.get(box.value)?.synonyms ?? [], typed);
        box.closest('label')!.hidden = !shown;
        if (shown) found++;
      }
      family.hidden = boxes.every((box) => box.closest('label')!.hidden);
      if (typed) family.open = true;
    }
    need('need-message').textContent = typed ? (found === 0 ? 'Aucun besoin de ce nom. Essayez un autre mot.' : found === 1 ? '1 besoin' : `${found} besoins`) : '';
  }
}
