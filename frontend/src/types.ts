/** The words of the domain, as the public API writes them. */

export type Certainty = 'declared' | 'implied' | 'possible';

export interface Claim {
  readonly id: string;
  readonly certainty: Certainty;
}

export interface Opening {
  readonly now: boolean;
  readonly until: string | null;
  readonly next: string | null;
  readonly text: string;
}

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** West, south, east, north, in degrees. */
export type Zone = readonly [number, number, number, number];

export type VisitStatus = 'planned' | 'moved' | 'cancelled' | 'full' | 'unconfirmed';

/** The next coming of a van that one can count on; instants are RFC 3339 with the offset of Paris. */
export interface NextVisit {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly status: VisitStatus;
  /** "Prochain passage mardi 8 décembre à 14 h" */
  readonly text: string;
}

/** What filters ask of one offer of a place. */
export interface BriefOffer {
  readonly kind: string;
  readonly services: ReadonlyMap<string, Certainty>;
}

/** A place as the list and the map need it. */
export interface Place extends Point {
  readonly id: string;
  /** The readable end of the address of its page. */
  readonly slug: string;
  readonly name: string;
  readonly kinds: readonly string[];
  readonly address: string;
  readonly postcode: string;
  readonly city: string;
  readonly phone: string;
  readonly open: Opening | null;
  readonly nextVisit: NextVisit | null;
  readonly offers: readonly BriefOffer[];
  /** True when all help there is free. */
  readonly free: boolean;
  /** How one may come, in the words of the national standard ("se-presenter"); empty when the sources are silent. */
  readonly access: readonly string[];
  /** True when none of the helpers there receives the public. */
  readonly noPublic: boolean;
  /** The month in which a source last touched it, "2022-12", "" when none says. */
  readonly updated: string;
  /** True when the point is only the centre of the commune. */
  readonly approximate: boolean;
  /** Name, address, postcode and city, folded, for searching words. */
  readonly words: string;
}

export interface Source {
  readonly id: string;
  readonly name: string;
  readonly licence?: string;
  readonly url?: string;
}

/** A place of a tour, as one offer of kind van. */
export interface Stop {
  readonly id: string;
  readonly tour_name?: string;
  /** In words: "1er et 3e mardi du mois". */
  readonly rule?: string;
  /** How much is known of its dates; only those of "known" are published. */
  readonly dates: 'known' | 'unconfirmed' | 'unpublished' | 'ended';
  readonly room?: string;
  readonly access?: string;
  /** The number of people, 0 when unknown. */
  readonly capacity?: number;
  readonly themes?: readonly string[];
}

/** One dated coming of a van, whatever became of it. */
export interface Visit {
  readonly id: string;
  readonly stop: string;
  readonly start: string;
  readonly end: string;
  readonly status: VisitStatus;
  readonly status_label: string;
  readonly theme?: string;
  readonly reason?: string;
  /** The start announced before it moved. */
  readonly previous_start?: string | null;
  /** True when it takes place elsewhere than at its stop; the name and the address are then those of there. */
  readonly venue?: boolean;
  readonly venue_name?: string;
  readonly address?: string;
  readonly postcode?: string;
  readonly city?: string;
}

/** One helper at a place. Anything that the source does not say is missing or empty. */
export interface Offer {
  readonly kind: string;
  readonly kind_label?: string;
  readonly name?: string;
  readonly operator?: string;
  readonly description?: string;
  readonly services?: readonly Claim[];
  readonly hours?: string;
  readonly hours_text?: readonly string[];
  readonly open?: Opening | null;
  readonly fee?: readonly string[];
  readonly access?: readonly string[];
  readonly support?: readonly string[];
  readonly audience?: readonly string[];
  readonly care?: readonly string[];
  readonly booking?: string;
  readonly accessibility?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly website?: string;
  readonly source?: Source;
  readonly updated?: string;
  /** The day since when its source no longer lists it. */
  readonly gone_since?: string;
  /** Of a van: where its tours stop here. */
  readonly stops?: readonly Stop[];
}

/** All that is known of one place. */
export interface PlaceDetail {
  readonly id: string;
  readonly offers: readonly Offer[];
}

export type SuggestionType = 'need' | 'commune' | 'postcode' | 'address' | 'place';

export interface Suggestion {
  readonly type: SuggestionType;
  readonly id: string;
  readonly label: string;
  readonly lat?: number | null;
  readonly lon?: number | null;
}

/** What the page says about itself, in the data-config attribute of body. */
/** A map inside another site, held to a territory. */
export interface Framed {
  /** The query of the API that holds to it, "" for the whole map. */
  readonly territory: string;
  readonly name: string;
  /** INSEE codes of its communes. */
  readonly communes: readonly string[];
  /** The address of the frame of the whole map. */
  readonly widen: string;
}

export interface Config {
  readonly apiBase: string;
  readonly tileURL: string;
  readonly tileAttribution: string;
  readonly ground: { readonly base: string; readonly communes: string };
  readonly departement: {
    readonly code: string;
    readonly name: string;
    /** West, south, east, north. */
    readonly bbox: readonly [number, number, number, number];
  };
  readonly example: boolean;
  /** The day that it is in Paris for the server, "2026-12-01". */
  readonly today: string;
  /** The hour that it is then, "14:30". */
  readonly hour: string;
  /** Only inside another site; the département's box is then that of the territory. */
  readonly framed?: Framed;
}
