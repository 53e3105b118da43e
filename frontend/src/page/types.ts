/** Words that several parts of the pages share, as the public API writes them. */

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** West, south, east, north, in degrees. */
export type Zone = readonly [number, number, number, number];

export type SuggestionType = 'need' | 'commune' | 'postcode' | 'address' | 'place';

export interface Suggestion {
  readonly type: SuggestionType;
  readonly id: string;
  readonly label: string;
  readonly lat?: number | null;
  readonly lon?: number | null;
}
