import { toQuery } from './address.ts';
import { need } from './dom.ts';
import * as format from './format.ts';
import { isForeign, t, tOf } from './language.ts';
import { answerTo, pointOf } from './results.ts';
import type { State, Store } from './store.ts';
import type { Config, Framed } from './types.ts';
import { inZone } from './zone.ts';

/** What these parameters say of the frame, and never of the question. */
const OF_THE_FRAME = ['commune', 'epci', 'view', 'color', 'height', 'zone', 'from'];

/** The question that the address of a frame asks; it begins with the answer. */
export function questionOf(search: string): string {
  const query = new URLSearchParams(search);
  for (const name of OF_THE_FRAME) query.delete(name);
  if (!query.has('etape')) query.set('etape', 'reponse');
  return `?${query}`;
}

/** The address of the frame of the whole map that asks the same. */
export function widened({ widen }: Framed, state: State): string {
  const [path = '', base = ''] = widen.split('?');
  const query = new URLSearchParams(questionOf(toQuery(state)));
  query.delete('tab');
  for (const [name, value] of new URLSearchParams(base)) query.set(name, value);
  return `${path}?${query}`;
}

/** "à Céaux", "au Teilleul", "aux Pieux", as the server says it. */
export function atTown(name: string): string {
  if (isForeign()) return tOf('commune', 'à %s', name);
  const [, article, rest = ''] = /^(Les?) (.*)/.exec(name) ?? [];
  return article ? `${article === 'Le' ? 'au' : 'aux'} ${rest}` : `à ${name}`;
}

/** True when the territory does not hold the point searched: by its commune, where it is known, else by the box around the territory. */
export function isOutside({ territory, communes }: Framed, box: Config['departement']['bbox'], { search }: Pick<State, 'search'>): boolean {
  if (territory === '' || search.by !== 'point') return false;
  return search.commune ? !communes.includes(search.commune) : !inZone(search, box);
}

/** What is said of a search that the territory does not hold, and of what is nearest in it. The server says the same (internal/site/framed.go). */
export function outsideText({ name }: Framed, state: State): string {
  if (state.search.by !== 'point') return '';
  const { label } = state.search;
  const out = label ? t('%s est hors de cette carte, qui montre : %s.', label, name) : t('Vous êtes hors de cette carte, qui montre : %s.', name);
  const { results } = answerTo(state);
  const [first] = results;
  if (!first || !pointOf(state)) return out;
  const nearest = results.reduce((best, one) => ((one.distance ?? 0) < (best.distance ?? 0) ? one : best), first);
  return `${out} ${t('Le plus proche de cette carte est %s, %s.', atTown(nearest.place.city), format.distance(nearest.distance ?? 0))}`;
}

/** Says, above the list, what the frame does not show, and leads to a frame that does. */
export function tellOutside(store: Store, framed: Framed, { departement }: Config): void {
  const section = need('outside');
  const text = need('outside-text');
  const nothing = text.dataset['nothing'] ?? '';
  store.subscribe((state) => {
    if (state.status !== 'ready') return;
    const told = isOutside(framed, departement.bbox, state) ? outsideText(framed, state) : nothing;
    section.hidden = told === '';
    if (text.textContent !== told) text.textContent = told;
    const link = section.querySelector('a');
    if (link && told) link.href = widened(framed, state);
  });
}
