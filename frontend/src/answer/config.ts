import type { MapSettings } from '../map/map.ts';

/** What the server says about the page, in the data-config attribute of body. */
export interface Config extends Pick<MapSettings, 'tileURL' | 'tileAttribution' | 'departement' | 'ground'> {
  /** The times that addresses name, as parameters of the API: "semaine" → "from=…&to=…". */
  readonly times: Readonly<Record<string, string>>;
  /** What the kinds are called. */
  readonly kinds: Readonly<Record<string, string>>;
  /** The query of the API that holds a frame to its territory. */
  readonly territory?: string;
}

export const readConfig = (): Config => JSON.parse(document.body.dataset['config'] ?? '{}') as Config;
