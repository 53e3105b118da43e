/**
 * Random data and requests, and the naive answer to them: it walks through time five minutes by five
 * minutes, knows places by sets of words, and looks at every pair. Nothing of src/orientation is used.
 */
import type { Certainty, VisitStatus } from '../src/orientation/types.ts';
import type { OfferData, Offers, PlaceData, Request, SpanData, VisitData } from '../src/orientation/types.ts';

export type Random = () => number;

/** mulberry32. */
export function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(r: Random, list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
const some = <T>(r: Random, list: readonly T[], share: number): T[] => list.filter(() => r() < share);
const between = (r: Random, from: number, to: number): number => from + 5 * Math.floor((r() * (to - from)) / 5);

const NEEDS = ['caf', 'cv', 'souris-clavier', 'impots', 'imprimer'];
const CARES = ['illettrisme', 'surdite', 'handicaps-moteurs'];

function spans(r: Random): SpanData[] {
  const list: SpanData[] = [];
  let free = 0;
  for (let day = 0; day < 46; day++) {
    for (const [from, to] of [[480, 700], [780, 1070], [1090, 1430]] as const) {
      if (r() < 0.85) continue;
      const start = between(r, from, to);
      const end = start + between(r, 10, 260);
      if (day * 1440 + start <= free) continue;
      list.push([day, start, end]);
      free = day * 1440 + end;
    }
  }
  return list;
}

function visits(r: Random, place: string): VisitData[] {
  const statuses: VisitStatus[] = ['planned', 'moved', 'cancelled', 'full', 'unconfirmed'];
  return some(r, [0, 1, 3, 9, 16, 30, 41], 0.4).map((day, i) => {
    const start = between(r, 480, 1100);
    const status = r() < 0.6 ? 'planned' : pick(r, statuses);
    return {
      id: `v${place}${i}`, day, start, end: start + between(r, 20, 240), status, counts: status === 'planned' || status === 'moved',
      lat: 48.5 + r() / 3, lon: -1 + r() / 3,
    };
  });
}

function services(r: Random): OfferData['services'] {
  const all: Partial<Record<Certainty, string[]>> = {};
  for (const id of some(r, NEEDS, 0.35)) (all[pick(r, ['declared', 'implied', 'possible'] as const)] ??= []).push(id);
  return all;
}

function offer(r: Random, place: string): OfferData {
  const kind = pick(r, ['epn', 'france-services', 'conseiller-numerique', 'van']);
  const base = {
    kind, services: services(r), fee: some(r, ['gratuit', 'gratuit-sous-condition', 'payant'], 0.25), support: some(r, ['individuel', 'atelier'], 0.3),
    care: some(r, CARES, 0.2), pass: r() < 0.3,
  };
  if (kind === 'van') {
    const hours = pick(r, ['visits', 'visits', 'visits-unknown'] as const);
    const all = r() < 0.8 ? visits(r, place) : [];
    return { ...base, hours, visits: hours === 'visits' ? all : all.map((visit) => ({ ...visit, status: 'unconfirmed', counts: false })) };
  }
  const hours = pick(r, ['known', 'known', 'known', 'unknown', 'none'] as const);
  return { ...base, hours, access: hours === 'none' ? ['pas-de-public'] : [], ...(hours === 'known' ? { spans: spans(r) } : {}) };
}

/** The van comes at most once in a place, so that the ids of rows are their own. */
function oneVan(offers: OfferData[]): OfferData[] {
  const van = offers.filter(({ kind }) => kind === 'van')[0];
  return offers.filter((one) => one.kind !== 'van' || one === van);
}

export function offersOf(r: Random, places: number): Offers {
  const list: PlaceData[] = Array.from({ length: places }, (_, i) => ({
    id: `p${i}`, slug: '', name: `Lieu ${i}`, lat: 48.5 + r() / 3, lon: -1 + r() / 3, offers: oneVan(Array.from({ length: 1 + Math.floor(r() * 3) }, () => offer(r, `${i}`))),
  }));
  return { revision: 'x', timeStamp: '2026-12-01T10:00:00+01:00', from: pick(r, ['2026-12-01', '2026-12-05', '2027-03-27']), days: 42, now: { day: 0, minute: between(r, 0, 1435) }, timezone: { id: 'Europe/Paris', lines: ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'] }, places: list };
}

const NAMES = ['lu', 'ma', 'me', 'je', 've', 'sa', 'di'];

export function requestOf(r: Random): Request {
  const halves = NAMES.flatMap((day) => ['matin', 'apm', 'soir'].map((part) => `${day}-${part}`));
  const needs = some(r, NEEDS, 0.5);
  return {
    needs: needs.length > 0 ? needs : ['caf'], home: { lat: 48.5 + r() / 3, lon: -1 + r() / 3, label: '' }, reach: pick(r, ['pied', 'sans-voiture', 'voiture', 'partout']),
    free: r() < 0.4 ? [] : some(r, halves, pick(r, [0.05, 0.15, 0.6])), gratuit: r() < 0.3, pass: r() < 0.3, care: r() < 0.3 ? some(r, CARES, 0.5) : [], support: pick(r, ['', '', 'individuel', 'atelier']),
  };
}

export interface Naive {
  id: string;
  states: string[];
  distance: number;
  start: number | null;
  end: number | null;
  class: number;
  fits: boolean;
  /** How many reasons speak against it. */
  against: number;
}

const isFreeAt = (minute: number, from: string, free: readonly string[]): boolean => {
  if (free.length === 0) return true;
  const date = new Date(`${from}T00:00:00Z`);
  date.setUTCMinutes(minute);
  const name = ['di', 'lu', 'ma', 'me', 'je', 've', 'sa'][date.getUTCDay()];
  const part = date.getUTCHours() < 13 ? 'matin' : date.getUTCHours() < 18 ? 'apm' : 'soir';
  return free.includes(`${name}-${part}`);
};

/** The first half hour and more that is open, free and to come; walked through five minutes at a time. */
function walk(open: readonly (readonly [number, number])[], data: Offers, free: readonly boolean[]): [number, number] | null {
  const now = data.now.minute;
  for (const [from, to] of open) {
    let began = -1;
    for (let minute = from; minute <= to; minute += 5) {
      const inside = minute < to && minute >= now && minute < now + 42 * 1440 && free[minute / 5];
      if (inside && began < 0) began = minute;
      if (inside || began < 0) continue;
      if (minute - began >= 30) return [began, minute];
      began = -1;
    }
  }
  return null;
}

/** By the law of cosines, which is not how the program does it. */
function far(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const cosine = Math.sin(a.lat * rad) * Math.sin(b.lat * rad) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos((b.lon - a.lon) * rad);
  return 6_378_137 * Math.acos(Math.min(1, cosine));
}

interface Judged {
  offer: OfferData;
  time: [number, number] | null;
  against: number;
  visit?: VisitData;
}

function judge(offer: OfferData, request: Request, time: [number, number] | null | 'never', visit?: VisitData): Judged {
  let against = 0;
  if (request.gratuit) {
    const paid = offer.fee?.includes('payant') && !offer.fee.includes('gratuit') && !offer.fee.includes('gratuit-sous-condition');
    if (paid && !(request.pass && offer.pass)) against++;
  }
  if (request.support && offer.support?.length && !offer.support.includes(request.support)) against++;
  if (time === 'never') against++;
  if (offer.hours === 'none') against = 1;
  return { offer, time: time === 'never' ? null : time, against, ...(visit ? { visit } : {}) };
}

const how = (offer: OfferData, id: string): number => (['declared', 'implied', 'possible'] as const).findIndex((one) => offer.services?.[one]?.includes(id));

const LIMITS: Record<string, number> = { pied: 3000, 'sans-voiture': 10_000, voiture: 30_000, partout: 1e12 };

function rowOf(place: PlaceData, judged: Judged[], request: Request, data: Offers): Naive {
  const home = request.home as { lat: number; lon: number };
  const good = judged.filter(({ against }) => against === 0);
  const fewest = Math.min(...judged.map(({ against }) => against));
  const kept = good.length > 0 ? good : [judged.find(({ against }) => against === fewest) as Judged];
  const visit = judged[0]?.visit;
  const distance = far(home, visit ?? place);
  const states: string[] = [];
  let [start, end]: [number | null, number | null] = [null, null];
  for (const id of request.needs) {
    const found = kept.map(({ offer }) => how(offer, id)).filter((certainty) => certainty >= 0);
    states.push(found.length === 0 ? 'none' : Math.min(...found) < 2 ? 'sure' : 'possible');
    for (const { offer, time } of kept) {
      if (how(offer, id) >= 0 && time && (start === null || time[0] < start)) [start, end] = time;
    }
  }
  const isFar = distance > (LIMITS[request.reach] ?? 0);
  return {
    id: visit?.id ?? place.id, states, distance, start, end, fits: good.length > 0 && !isFar, against: (good.length > 0 ? 0 : fewest) + Number(isFar),
    class: start === null ? 2 : start < data.now.minute + 10_080 ? 0 : 1,
  };
}

/** Every row, in the order in which it should be read: those that fit, then the others. */
export function naiveRows(data: Offers, request: Request): { rows: Naive[]; unfit: Naive[] } {
  const free = Array.from({ length: (48 * 1440) / 5 }, (_, i) => isFreeAt(5 * i, data.from, request.free));
  const all: Naive[] = [];
  for (const place of data.places) {
    const helpful = (place.offers ?? []).filter((offer) => request.needs.some((id) => how(offer, id) >= 0));
    const staying = helpful.filter(({ kind }) => kind !== 'van').map((offer) => {
      const open = (offer.spans ?? []).map(([day, from, to]): [number, number] => [day * 1440 + from, day * 1440 + to]);
      return judge(offer, request, offer.hours === 'known' ? (walk(open, data, free) ?? 'never') : null);
    });
    if (staying.length > 0) all.push(rowOf(place, staying, request, data));
    for (const offer of helpful.filter(({ kind }) => kind === 'van')) {
      const sure = (offer.visits ?? []).filter(({ counts }) => counts);
      const found = sure.map((visit) => ({ visit, time: walk([[visit.day * 1440 + visit.start, visit.day * 1440 + visit.end]], data, free) })).filter(({ time }) => time);
      const first = found.sort((a, b) => a.visit.day * 1440 + a.visit.start - (b.visit.day * 1440 + b.visit.start))[0];
      all.push(rowOf(place, [first ? judge(offer, request, first.time, first.visit) : judge(offer, request, offer.hours === 'visits' ? 'never' : null)], request, data));
    }
  }
  const sorted = (list: Naive[]): Naive[] => list.sort((a, b) => compareKeys(rank(a), rank(b)));
  return {
    rows: sorted(all.filter(({ fits }) => fits)),
    unfit: all.filter(({ fits }) => !fits).sort((a, b) => a.against - b.against || compareKeys(rank(a), rank(b))),
  };
}

const count = (states: readonly string[], ...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length;

const rank = ({ states, class: c, distance, start, id }: Naive): (number | string)[] =>
  [-count(states, 'sure'), -count(states, 'sure', 'possible'), c, Math.round(distance * 1e4), start ?? 1e9, id];

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i] as typeof one;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** The ids of the best pair, out of all of them; null when none does more than the first row. */
export function naivePair(rows: readonly Naive[]): [string, string] | null {
  const [first] = rows;
  if (!first || count(first.states, 'sure') === first.states.length) return null;
  const pairs: { key: (number | string)[]; ids: [string, string] }[] = [];
  for (const [i, a] of rows.entries()) {
    for (const [j, b] of rows.entries()) {
      if (j <= i) continue;
      const union = a.states.map((state, n) => (state === 'sure' || b.states[n] === 'sure' ? 'sure' : state === 'possible' || b.states[n] === 'possible' ? 'possible' : 'none'));
      const key = [-count(union, 'sure'), -count(union, 'sure', 'possible'), Math.max(a.class, b.class), Math.round((a.distance + b.distance) * 1e4), Math.max(a.start ?? 1e9, b.start ?? 1e9), a.id, b.id];
      pairs.push({ key, ids: [a.id, b.id] });
    }
  }
  const [best] = pairs.sort((a, b) => compareKeys(a.key, b.key));
  const alone = [-count(first.states, 'sure'), -count(first.states, 'sure', 'possible')];
  return best && compareKeys(best.key.slice(0, 2), alone) < 0 ? best.ids : null;
}
