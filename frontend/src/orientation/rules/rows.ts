/** One row for each place and each coming visit that meets a need of the request. */
import { distance } from '../near.ts';
import { horizonOf, isOpenAt, WEEK, windowsOf } from './time.ts';
import { fitOf, reasonsOf, verdictsOf, visitFit, type Fit, type Frame } from './verdict.ts';
import { farText } from '../words/words.ts';
import { REACHES } from '../request/fragment.ts';
import type { Point } from '../../page/types.ts';
import type { Certainty, NeedAnswer, NeedState, OfferData, Offers, PlaceData, Reason, Request, Row, Slot, Verdict, VisitData } from '../types.ts';

/** The surest first. */
const CERTAINTIES: readonly Certainty[] = ['declared', 'implied', 'possible'];

/** One offer that meets a need of the request, weighed. */
export interface Weighed {
  readonly offer: OfferData;
  readonly given: ReadonlyMap<string, Certainty>;
  readonly slot: Slot | null;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly reasons: readonly Reason[];
}

/** The needs of the request that the offer meets, each at its highest certainty. */
function givenOf({ services = {} }: OfferData, needs: readonly string[]): Map<string, Certainty> {
  const given = new Map<string, Certainty>();
  for (const id of needs) {
    const certainty = CERTAINTIES.find((one) => services[one]?.includes(id));
    if (certainty) given.set(id, certainty);
  }
  return given;
}

export function weigh(offer: OfferData, fit: Fit, frame: Frame): Weighed | null {
  const given = givenOf(offer, frame.request.needs);
  if (given.size === 0) return null;
  const verdicts = verdictsOf(offer, frame.request);
  return { offer, given, verdicts, slot: fit || null, reasons: reasonsOf(offer, verdicts, fit !== false, frame) };
}

const earliest = (slots: readonly (Slot | null)[]): Slot | null =>
  slots.reduce((best, slot) => (slot && (!best || slot.start < best.start) ? slot : best), null);

const stateOf = (certainty: Certainty | null | undefined): NeedState => (!certainty ? 'none' : certainty === 'possible' ? 'possible' : 'sure');

/** How surely a need is done, and when those do it who do it that surely. */
function answerOf(id: string, offers: readonly Weighed[], when: Slot | null): NeedAnswer {
  const certainty = CERTAINTIES.find((one) => offers.some(({ given }) => given.get(id) === one)) ?? null;
  const state = stateOf(certainty);
  const doing = state === 'none' ? [] : offers.filter(({ given }) => stateOf(given.get(id)) === state);
  const there = when !== null && doing.some(({ offer, slot }) => slot?.start === when.start || isOpenAt(offer, when.start));
  return { id, state, certainty, next: earliest(doing.map(({ slot }) => slot)), there };
}

/** Yes when every offer says so. */
function agreed(offers: readonly Weighed[]): Record<string, Verdict> {
  const all: Record<string, Verdict> = {};
  for (const about of Object.keys(offers[0]?.verdicts ?? {})) {
    const answers = offers.map(({ verdicts }) => verdicts[about]);
    all[about] = answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
  }
  return all;
}

/** The offer with the fewest reasons against it, the first of them. */
const least = (offers: readonly Weighed[]): Weighed[] =>
  offers.slice(1).reduce((best, one) => (one.reasons.length < (best[0]?.reasons.length ?? 0) ? [one] : best), offers.slice(0, 1));

/** Those that fit; when none does, the one that lacks least. */
export function countedOf(weighed: readonly Weighed[]): readonly Weighed[] {
  const left = weighed.filter(({ reasons }) => reasons.length === 0);
  return left.length > 0 ? left : least(weighed);
}

export const frameOf = (request: Request, offers: Offers): Frame => ({ request, windows: windowsOf(request.free, offers), horizon: horizonOf(offers) });

interface Seed {
  readonly place: PlaceData;
  readonly visit: VisitData | null;
  readonly weighed: readonly Weighed[];
}

function rowOf({ place, visit, weighed }: Seed, home: Point, { request, horizon }: Frame): Row {
  const counted = countedOf(weighed);
  const when = earliest(counted.map(({ slot }) => slot));
  const needs = request.needs.map((id) => answerOf(id, counted, when));
  const metres = distance(home, visit ?? place);
  const far: Reason[] = metres > REACHES[request.reach] ? [{ about: 'reach', text: farText(metres, request.reach) }] : [];
  return {
    id: visit?.id ?? place.id, type: visit ? 'visit' : 'place', place, visit, needs, when,
    offers: counted.map(({ offer }) => offer),
    sure: needs.filter(({ state }) => state === 'sure').length,
    met: needs.filter(({ state }) => state !== 'none').length,
    distance: metres,
    class: !when ? 2 : when.start < horizon.start + WEEK ? 0 : 1,
    verdicts: agreed(counted),
    reasons: [...far, ...(counted[0]?.reasons ?? [])],
  };
}

const isWeighed = (one: Weighed | null): one is Weighed => one !== null;

/** The offers of a place that stay make one row, each of its van's offers another. */
function seedsOf(place: PlaceData, frame: Frame): Seed[] {
  const { offers = [] } = place;
  const seeds: Seed[] = [];
  const staying = offers.filter(({ kind }) => kind !== 'van').map((offer) => weigh(offer, fitOf(offer, frame), frame)).filter(isWeighed);
  if (staying.length > 0) seeds.push({ place, visit: null, weighed: staying });
  for (const offer of offers.filter(({ kind }) => kind === 'van')) {
    const found = visitFit(offer, frame);
    const weighed = weigh(offer, found ? found.slot : found, frame);
    if (weighed) seeds.push({ place, visit: found ? found.visit : null, weighed: [weighed] });
  }
  return seeds;
}

/** Every place and visit that does at least one of the needs, whether it fits or not. */
export function rowsOf(offers: Offers, request: Request, home: Point): Row[] {
  const frame = frameOf(request, offers);
  return offers.places.flatMap((place) => seedsOf(place, frame)).map((seed) => rowOf(seed, home, frame));
}
