/** Words that several parts of the pages share, as the public API writes them. */

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** West, south, east, north, in degrees. */
export type Zone = readonly [number, number, number, number];

/** A sentence is all of what was typed, when it says several things. */
export type SuggestionType = 'need' | 'commune' | 'former' | 'postcode' | 'epci' | 'address' | 'place' | 'sentence';

export interface Suggestion {
  readonly type: SuggestionType;
  readonly id: string;
  readonly label: string;
  /** What tells it from another of its name. */
  readonly hint?: string;
  readonly lat?: number | null;
  readonly lon?: number | null;
}
