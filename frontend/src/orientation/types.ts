/** The words of the comparison, as GET /api/v1/orientation/offers and the address fragment write them. */
import type { Point } from '../page/types.ts';

export type Certainty = 'declared' | 'implied' | 'possible';

export type VisitStatus = 'planned' | 'moved' | 'cancelled' | 'full' | 'unconfirmed';

/** One dated coming of the van: minutes are of the wall clock of Paris, days count from the first one of the data. */
export interface VisitData extends Point {
  readonly id: string;
  readonly day: number;
  readonly start: number;
  readonly end: number;
  readonly status: VisitStatus;
  /** True when one can count on it. */
  readonly counts?: boolean;
  readonly theme?: string;
  /** Why it is cancelled or moved. */
  readonly reason?: string;
  readonly name?: string;
  readonly address?: string;
  readonly city?: string;
  readonly insee?: string;
}

/** [day, first minute, last minute], which may pass midnight. */
export type SpanData = readonly [day: number, start: number, end: number];

export interface OfferData {
  readonly kind: string;
  readonly name?: string;
  readonly operator?: string;
  readonly phone?: string;
  readonly services?: Readonly<Partial<Record<Certainty, readonly string[]>>>;
  readonly fee?: readonly string[];
  readonly access?: readonly string[];
  readonly support?: readonly string[];
  readonly care?: readonly string[];
  /** True when it takes the pass numérique. */
  readonly pass?: boolean;
  readonly accessibility_url?: string;
  readonly booking?: string;
  readonly updated?: string;
  readonly hours: 'known' | 'unknown' | 'none' | 'visits' | 'visits-unknown';
  readonly spans?: readonly SpanData[];
  readonly visits?: readonly VisitData[];
}

export interface PlaceData extends Point {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly address?: string;
  readonly city?: string;
  readonly postcode?: string;
  readonly insee?: string;
  readonly phone?: string;
  readonly approximate?: boolean;
  readonly offers?: readonly OfferData[];
}

/** Everything public that the comparison needs. */
export interface Offers {
  readonly revision: string;
  readonly timeStamp: string;
  /** The local day that is day 0, "2026-12-01". */
  readonly from: string;
  readonly days: number;
  readonly now: { readonly day: number; readonly minute: number };
  /** The clock of all times, as calendars name and describe it. */
  readonly timezone: { readonly id: string; readonly lines: readonly string[] };
  readonly places: readonly PlaceData[];
}

export interface Commune extends Point {
  readonly insee: string;
  readonly name: string;
  readonly postcodes?: readonly string[];
  /** The communes of before that are in it now; without a point where their ground is not known. */
  readonly parts?: readonly ({ readonly name: string } & Partial<Point>)[];
}

/** What the catalogue of needs says of one. */
export interface Need {
  readonly id: string;
  readonly label: string;
  readonly level?: string;
  readonly synonyms?: readonly string[];
  /** What to bring, and the public body that says so. */
  readonly bring?: readonly string[];
  readonly bring_source?: { readonly name: string; readonly url: string };
}

export type Reach = 'pied' | 'sans-voiture' | 'voiture' | 'partout';

/** Where the person lives: a commune, or a point that this browser found. */
export type Home = { readonly commune: string } | (Point & { readonly label: string });

export interface Request {
  readonly needs: readonly string[];
  readonly home: Home | null;
  readonly reach: Reach;
  /** The half-days when the person is free, "ma-apm"; none for any time. */
  readonly free: readonly string[];
  /** Free of charge only. */
  readonly gratuit: boolean;
  /** Holds a pass numérique. */
  readonly pass: boolean;
  readonly care: readonly string[];
  readonly support: '' | 'individuel' | 'atelier';
}

/** One line of the sheet: what it was when it was chosen. */
export interface Chosen {
  /** Of a place or of a visit. */
  readonly id: string;
  /** The proposed time, "20261203T1400"; "" for none. */
  readonly time: string;
  /** What tells whether it changed since. */
  readonly check: string;
  /** The needs that it promised at that time: one bit for each need of the request, in hexadecimal. */
  readonly promised?: string;
  /** Of a visit, the place of its stop. */
  readonly place?: string;
}

export interface State {
  readonly request: Request;
  readonly chosen: readonly Chosen[];
  /** True when the sheet shows in place of the comparison. */
  readonly sheet: boolean;
}

export type Verdict = 'yes' | 'unknown' | 'no';

/** Minutes since the local midnight that began day 0. */
export interface Slot {
  readonly start: number;
  readonly end: number;
}

export type NeedState = 'sure' | 'possible' | 'none';

export interface NeedAnswer {
  readonly id: string;
  readonly state: NeedState;
  readonly certainty: Certainty | null;
  /** When those there next can who do it that surely, null when unknown. */
  readonly next: Slot | null;
  /** True when they can at the time of the row. */
  readonly there: boolean;
}

/** A reason why a row does not fit; what it is about, and in words. */
export interface Reason {
  readonly about: string;
  readonly text: string;
}

export interface Row {
  readonly id: string;
  readonly type: 'place' | 'visit';
  readonly place: PlaceData;
  /** The offers that meet a need and fit; of a row that does not fit, those whose reasons are shown. */
  readonly offers: readonly OfferData[];
  readonly visit: VisitData | null;
  readonly needs: readonly NeedAnswer[];
  readonly sure: number;
  /** Sure or possible. */
  readonly met: number;
  /** In metres. */
  readonly distance: number;
  readonly when: Slot | null;
  /** 0 within seven days, 1 later, 2 unknown. */
  readonly class: 0 | 1 | 2;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Empty when it fits. */
  readonly reasons: readonly Reason[];
}

export interface Pair {
  readonly rows: readonly [Row, Row];
  /** Which of the two does each need; null for none. */
  readonly needs: readonly { readonly id: string; readonly by: Row | null; readonly state: NeedState }[];
}

export interface Answer {
  readonly rows: readonly Row[];
  readonly unfit: readonly Row[];
  readonly pair: Pair | null;
}
