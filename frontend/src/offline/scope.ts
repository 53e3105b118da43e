/**
 * The little of a service worker's world that ours uses. TypeScript's own
 * description of it cannot be loaded beside that of pages.
 */
export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** Which requests a route is for. */
type Condition = { readonly urlPattern: { readonly pathname: string; readonly search: string } } | { readonly requestMode: RequestMode };

export interface InstallingEvent extends LastingEvent {
  /** Leaves requests to the network without waking the worker (Service Worker Static Routing, not in every browser). */
  addRoutes?(routes: readonly { readonly condition: Condition; readonly source: 'network' }[]): void;
}

export interface AskingEvent extends LastingEvent {
  readonly request: Request;
  /** The page that asks, "" for a page that is being opened. */
  readonly clientId: string;
  respondWith(answer: Promise<Response>): void;
}

export interface TellingEvent extends LastingEvent {
  readonly data: unknown;
}

export interface WorkerScope {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    get(id: string): Promise<{ postMessage(message: unknown): void } | undefined>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: InstallingEvent) => void): void;
  addEventListener(type: 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: AskingEvent) => void): void;
  addEventListener(type: 'message', listener: (event: TellingEvent) => void): void;
}

/** What the worker tells a page of each answer. */
export interface Age {
  /** The address of the answer. */
  readonly key: string;
  /** When it was kept, in milliseconds since 1970; 0 when it comes from the server. */
  readonly kept: number;
  /** True when the server's answer has come after all, once an old one had been given. */
  readonly late?: boolean;
}

/** What a page tells the worker. */
export interface Wish {
  /** Addresses seen before the worker was there. */
  readonly seen: readonly string[];
  /** True when the line can bear the code of the map. */
  readonly map: boolean;
}
