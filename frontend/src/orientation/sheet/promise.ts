/** What a line of the sheet promises: each need with the helper who does it, at a time when that helper is there. */
import { minuteOf, phoneOf, type Item } from './choice.ts';
import { countedOf, frameOf, weigh, type Weighed } from '../rules/rows.ts';
import { isOpenAt, slotOf } from '../rules/time.ts';
import { fitOf, receivesNobody } from '../rules/verdict.ts';
import type { Chosen, OfferData, Offers, Request, Slot } from '../types.ts';

type Sure = 'sure' | 'possible';

/** A need that is done at the proposed moment. */
export interface Here {
  readonly id: string;
  readonly state: Sure;
}

/** Needs that another helper of the place does, or that one does at another time. */
export interface Elsewhere {
  readonly ids: readonly string[];
  readonly state: Sure;
  readonly offer: OfferData;
  /** Null when one has to ask. */
  readonly slot: Slot | null;
}

export interface Promised {
  /** Who is there at that moment. */
  readonly offers: readonly OfferData[];
  readonly here: readonly Here[];
  readonly elsewhere: readonly Elsewhere[];
}

const comes: readonly string[] = ['planned', 'moved'];

/** The offers that meet a need and fit; of a place where none fits, the one with the fewest reasons against it. */
export function helpersOf({ visit, offers }: Item, request: Request, data: Offers): readonly Weighed[] {
  const frame = frameOf(request, data);
  return countedOf(offers.flatMap((offer) => weigh(offer, visit ? slotOf(visit) : fitOf(offer, frame), frame) ?? []));
}

/** Who is there at the proposed moment; of a line without one, who answers on its telephone. */
function presentOf(item: Item, helpers: readonly Weighed[], data: Offers): readonly Weighed[] {
  const { visit, chosen } = item;
  if (visit) return comes.includes(visit.status) ? helpers : [];
  const minute = minuteOf(chosen.time, data.from);
  if (minute !== null) return helpers.filter(({ offer }) => isOpenAt(offer, minute));
  const number = phoneOf(item);
  const welcome = helpers.filter(({ offer }) => !receivesNobody(offer));
  const near = welcome.filter(({ offer }) => !offer.phone || offer.phone === number);
  return near.length > 0 ? near : welcome;
}

const stateOf = (id: string, { given }: Weighed): Sure | null => {
  const certainty = given.get(id);
  return certainty ? (certainty === 'possible' ? 'possible' : 'sure') : null;
};

function surest(id: string, helpers: readonly Weighed[]): Sure | null {
  const states = helpers.map((one) => stateOf(id, one));
  return states.includes('sure') ? 'sure' : states.includes('possible') ? 'possible' : null;
}

const sooner = (a: Weighed, b: Weighed): number => (a.slot?.start ?? Number.MAX_SAFE_INTEGER) - (b.slot?.start ?? Number.MAX_SAFE_INTEGER);

/** Needs that nobody does so surely at the moment, by the one who does them soonest. */
function elsewhereOf(needs: readonly string[], here: readonly Here[], absent: readonly Weighed[]): Elsewhere[] {
  const found: { ids: string[]; state: Sure; offer: OfferData; slot: Slot | null }[] = [];
  for (const id of needs) {
    const state = surest(id, absent);
    const done = here.find((one) => one.id === id)?.state;
    if (!state || done === 'sure' || done === state) continue;
    const [best] = absent.filter((one) => stateOf(id, one) === state).sort(sooner);
    if (!best) continue;
    const same = found.find((one) => one.offer === best.offer && one.state === state);
    if (same) same.ids.push(id);
    else found.push({ ids: [id], state, offer: best.offer, slot: best.slot });
  }
  return found;
}

const allOf = ({ needs }: Request, helpers: readonly Weighed[]): Here[] =>
  needs.flatMap((id) => { const state = surest(id, helpers); return state ? [{ id, state }] : []; });

/** A need that its link did not promise is not: what spoke against it then, the link does not say. */
export function promiseOf(item: Item, request: Request, data: Offers): Promised {
  const helpers = helpersOf(item, request, data);
  const present = presentOf(item, helpers, data);
  const done = allOf(request, present);
  const promised = promisedOf(item.chosen, request.needs);
  return {
    offers: present.map(({ offer }) => offer),
    here: promised ? done.filter(({ id }) => promised.includes(id)) : done,
    elsewhere: item.visit ? [] : elsewhereOf(request.needs, done, helpers.filter((one) => !present.includes(one) && !receivesNobody(one.offer))),
  };
}

/** The needs as bits, in hexadecimal. */
const maskOf = (ids: readonly string[], needs: readonly string[]): string => needs.reduce((mask, id, i) => (ids.includes(id) ? mask | (1 << i) : mask), 0).toString(16);

/** The needs that the line promised when it was made; null when it does not say. */
export function promisedOf({ promised }: Chosen, needs: readonly string[]): readonly string[] | null {
  if (promised === undefined) return null;
  const mask = Number.parseInt(promised, 16);
  return needs.filter((_, i) => mask & (1 << i));
}

/** The line with what it promises today. */
export function promising(item: Item, request: Request, data: Offers): Chosen {
  const { promised: _, ...bare } = item.chosen;
  const { here } = promiseOf({ ...item, chosen: bare }, request, data);
  return { ...bare, promised: maskOf(here.map(({ id }) => id), request.needs) };
}

/** The line among other needs: what it promised of them, it still does. */
export function reworded(chosen: Chosen, before: readonly string[], after: readonly string[]): Chosen {
  const ids = promisedOf(chosen, before);
  return ids ? { ...chosen, promised: maskOf(ids, after) } : chosen;
}

/** What was promised and is not done any more at that moment. */
export function brokenOf(item: Item, request: Request, data: Offers): readonly string[] {
  const { here } = promiseOf(item, request, data);
  return (promisedOf(item.chosen, request.needs) ?? []).filter((id) => !here.some((one) => one.id === id));
}
