import type { Catalogue } from './catalogue.ts';
import { search, type Result } from './filter.ts';
import * as format from './format.ts';
import { FURTHER, nothingFurther, type FurtherName } from './further.ts';
import { criteriaOf, pointOf } from './results.ts';
import type { Asked, State } from './store.ts';
import { either, say } from './strings.ts';
import type { Place, Point, Zone } from './types.ts';
import { later } from './when.ts';
import { centreOf } from './zone.ts';

/** What a person asks: the part of the state that an empty answer may change. */
export type Question = Pick<State, 'search' | 'zone' | 'services' | 'kinds' | 'sure' | 'when' | 'further'>;

/** One condition, and the question without it. */
export interface Less {
  /** `later` stands for a longer time, `rest` for all of them but the needs. */
  readonly what: 'service' | 'when' | 'later' | 'kinds' | 'sure' | 'text' | 'zone' | 'rest' | FurtherName;
  readonly id: string;
  readonly question: Question;
}

/** A way out of an empty answer: what to ask less, how many places that gives, and the first of them. */
export interface Way extends Less {
  readonly count: number;
  readonly first: Result;
}

/** The places among which a question is asked. */
export type PlacesFor = (asked: Asked) => Promise<readonly Place[]>;

/** How many ways out are shown: more would have to be read. */
const MOST = 4;

const nowhere = { by: 'nothing' } as const;

/** Anywhere, the nearest to the middle of the zone first. */
function aroundZone(asked: Question, zone: Zone): Question {
  const around = { by: 'point', label: say.theZone, commune: '', ...centreOf(zone) } as const;
  return { ...asked, zone: null, search: asked.search.by === 'words' ? asked.search : around };
}

/** The questions with one condition less; the needs, for which people come, are given up last. */
export function less(asked: Question): Less[] {
  const { services, kinds, search: searched, zone, further } = asked;
  const longer = later(asked.when);
  const without: (Less | null)[] = [
    asked.when ? { what: 'when', id: asked.when, question: { ...asked, when: '' } } : null,
    longer ? { what: 'later', id: longer, question: { ...asked, when: longer } } : null,
    kinds.length > 0 ? { what: 'kinds', id: '', question: { ...asked, kinds: [] } } : null,
    ...FURTHER.map((name): Less | null =>
      further[name].length > 0 ? { what: name, id: '', question: { ...asked, further: { ...further, [name]: [] } } } : null),
    asked.sure && services.length > 0 ? { what: 'sure', id: '', question: { ...asked, sure: false } } : null,
    searched.by === 'words' ? { what: 'text', id: searched.text, question: { ...asked, search: nowhere } } : null,
    zone ? { what: 'zone', id: '', question: aroundZone(asked, zone) } : null,
    ...services.map((id): Less => {
      const others = services.filter((other) => other !== id);
      return { what: 'service', id, question: { ...asked, services: others, sure: asked.sure && others.length > 0 } };
    }),
  ];
  return without.filter((one) => one !== null);
}

async function tried(way: Less, placesFor: PlacesFor): Promise<Way | null> {
  const places = await placesFor(way.question).catch(() => []);
  const results = search(places, criteriaOf(way.question), pointOf(way.question));
  const [first] = results;
  return first ? { ...way, count: results.length, first } : null;
}

/** What is sure first, then the nearest, then what gives the most. */
function mostUseful(a: Way, b: Way): number {
  const unsure = ({ first }: Way): number => Number(first.match === 'possible');
  return unsure(a) - unsure(b) || (a.first.distance ?? 0) - (b.first.distance ?? 0) || b.count - a.count;
}

/**
 * The ways out of an empty answer, the most useful first: one condition less
 * or, when that does not help, all of them but the needs. The server finds
 * the same (internal/site/rescue.go).
 */
export async function waysOut(asked: Question, placesFor: PlacesFor): Promise<Way[]> {
  const single = await Promise.all(less(asked).map((way) => tried(way, placesFor)));
  const ways = single.filter((way) => way !== null).sort(mostUseful).slice(0, MOST);
  if (ways.length > 0) return ways;
  const onlyNeeds = { ...asked, search: pointOf(asked) ? asked.search : nowhere, zone: null, kinds: [], sure: false, when: '', further: nothingFurther };
  const last = await tried({ what: 'rest', id: '', question: onlyNeeds }, placesFor);
  return last ? [last] : [];
}

/** The first place of all: someone there can be asked. */
export function firstOfAll(places: readonly Place[], from: Point | null): Result | undefined {
  return search(places.filter((place) => place.phone), { services: [], kinds: [], text: '' }, from)[0];
}

/** The name of what is left out: "CAF", "aujourd’hui", "Bus ou EPN". */
export function nameOf({ what, id }: Less, { kinds, further }: Question, today: string, catalogue: Catalogue): string {
  switch (what) {
    case 'service':
      return catalogue.need(id);
    case 'when':
    case 'later':
      return format.when(id, today);
    case 'kinds':
      return either(kinds.map(catalogue.kind));
    case 'sure':
      return say.sureOnly;
    case 'text':
      return id;
    case 'zone':
      return say.theZone;
    case 'rest':
      return '';
    default:
      return either(further[what].map((value) => catalogue.further(what, value)));
  }
}
