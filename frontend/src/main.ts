import { createAnnounce } from './announce.ts';
import { followAddress, fromQuery } from './address.ts';
import { readCatalogue } from './catalogue.ts';
import { createData, type Data } from './data.ts';
import { need } from './dom.ts';
import { Filters } from './filters.ts';
import { Tabs } from './layout.ts';
import { List } from './list.ts';
import { offerLocation } from './locate.ts';
import { MapSide } from './mapside.ts';
import { SearchBox, understand } from './search.ts';
import { Sheet } from './sheet.ts';
import { createStore, initialState, type State, type Store } from './store.ts';
import type { Config } from './types.ts';

/** Open hours age: a page that comes back into view after this long asks again. */
const STALE = 10 * 60 * 1000;

/** A link or a form without JavaScript may carry plain words that name a commune or a need. */
async function understandStart(data: Data, state: State): Promise<Partial<State>> {
  return state.search.by === 'words' ? understand(state.search.text, data, state) : {};
}

async function load(store: Store, data: Data): Promise<void> {
  store.set({ status: 'loading' });
  try {
    const [loaded, understood] = await Promise.all([data.places(), understandStart(data, store.get())]);
    store.set({ ...loaded, ...understood, status: 'ready' });
  } catch {
    store.set({ status: 'failed' });
  }
}

function keepFresh(store: Store, data: Data): void {
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - asked < STALE) return;
    asked = Date.now();
    data.places().then((loaded) => store.set(loaded), () => undefined);
  });
}

function start(): void {
  const config = JSON.parse(document.body.dataset['config'] ?? '{}') as Config;
  const form = need<HTMLFormElement>('search');
  const store = createStore({ ...initialState, ...fromQuery(location.search) });
  const data = createData(config.apiBase);
  const catalogue = readCatalogue(form);
  const announce = createAnnounce(need('announce'));
  followAddress(store);
  new Filters(form, store);
  new SearchBox(form, store, data, announce);
  new List(store, catalogue, announce, () => void load(store, data));
  new Sheet(store, data, catalogue, announce);
  new Tabs(store);
  new MapSide(store, config, catalogue);
  offerLocation(store);
  keepFresh(store, data);
  void load(store, data);
}

start();
