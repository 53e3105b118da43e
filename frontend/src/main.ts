import { createAnnounce } from './announce.ts';
import { followAddress, fromQuery } from './address.ts';
import { boxes, readCatalogue } from './catalogue.ts';
import { createData, type Data } from './data.ts';
import { Days } from './days.ts';
import { need } from './dom.ts';
import { Drawers } from './drawers.ts';
import { Filters } from './filters.ts';
import { questionOf, tellOutside } from './framed.ts';
import { FurtherPanel } from './furtherpanel.ts';
import { followLanguages } from './languages.ts';
import { Tabs } from './layout.ts';
import { List } from './list.ts';
import { offerLocation } from './locate.ts';
import { MapSide } from './mapside.ts';
import { followNetwork } from './offline.ts';
import { Questions } from './questions.ts';
import type { PlacesFor } from './rescue.ts';
import { SearchBox, showLost, understand } from './search.ts';
import { Sheet } from './sheet.ts';
import { createStore, initialState, type State, type Store } from './store.ts';
import type { Config } from './types.ts';

/** Open hours age: a page that comes back into view after this long asks again. */
const STALE = 10 * 60 * 1000;

/** A link or a form without JavaScript may carry plain words that name a commune or a need. */
async function understandStart(data: Data, state: State): Promise<Partial<State>> {
  if (state.search.by !== 'words') return {};
  const { text } = state.search;
  const understood = await understand(text, data, state);
  if (!understood) showLost(text, state);
  return understood ?? { search: { by: 'nothing' } };
}

/** All the places, and those of the days and further choices asked for, as one change. */
async function fetchAll(store: Store, data: Data, days: Days): Promise<Partial<State>> {
  const { when, further, today, hour } = store.get();
  const [loaded, within] = await Promise.all([data.places(), days.of({ when, further }, today)]);
  const now = store.get();
  const answered = now.when === when && now.further === further ? { within, days: 'ready' as const } : {};
  return { ...loaded, ...answered, today: loaded.today || today, hour: loaded.hour || hour };
}

async function load(store: Store, data: Data, days: Days): Promise<void> {
  store.set({ status: 'loading' });
  try {
    const [loaded, understood] = await Promise.all([fetchAll(store, data, days), understandStart(data, store.get())]);
    store.set({ ...loaded, ...understood, status: 'ready' });
  } catch {
    store.set({ status: 'failed' });
  }
}

/** Returns what asks for the data again. */
function keepFresh(store: Store, data: Data, days: Days): () => void {
  let asked = Date.now();
  const refresh = (): void => {
    asked = Date.now();
    days.forget();
    fetchAll(store, data, days).then((loaded) => store.set(loaded), () => undefined);
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - asked >= STALE) refresh();
  });
  return refresh;
}

function start(): void {
  const config = JSON.parse(document.body.dataset['config'] ?? '{}') as Config;
  const form = need<HTMLFormElement>('search');
  const { today, hour, framed } = config;
  const question = framed ? questionOf(location.search) : location.search;
  const store = createStore({ ...initialState, today, hour, ...fromQuery(question, `${today}T${hour}`) });
  const data = createData(config.apiBase, boxes(form, 'kind').map((box) => box.value), framed?.territory);
  const days = new Days(store, data);
  const catalogue = readCatalogue(form);
  const announce = createAnnounce(need('announce'));
  if (framed) tellOutside(store, framed, config); // the address and the history are those of the page around
  else followAddress(store);
  new Filters(form, store);
  new FurtherPanel(form, store, data);
  new Drawers(form, store);
  new SearchBox(form, store, data, announce);
  const placesFor: PlacesFor = async (asked) => (await days.of(asked, store.get().today))?.places ?? store.get().places;
  new List(store, catalogue, announce, placesFor, () => void (store.get().status === 'failed' ? load(store, data, days) : days.ask()));
  new Sheet(store, data, catalogue, announce);
  new Tabs(store);
  new MapSide(store, config, catalogue);
  new Questions(store, catalogue); // the last: it moves the focus to what the others wrote
  followLanguages();
  offerLocation(store);
  const refresh = keepFresh(store, data, days);
  if (!framed) followNetwork(refresh);
  void load(store, data, days);
}

start();
