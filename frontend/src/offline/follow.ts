import { el } from '../page/dom.ts';
import type { Age, Wish } from './scope.ts';
import { keptText, say } from './words.ts';

/** An answer younger than this need not be called old when only the server is slow, in milliseconds. */
const YOUNG = 60_000;

/** How long a network that is back may take before it carries anything, in milliseconds. */
const SETTLING = 3000;

/** Says, at the top of the page, how old what it shows is. Without `refresh`, which asks for its data again, a page is loaded anew. */
function createLine(refresh?: () => void, change?: (offline: boolean) => void): { again(): void; hear(age: Age): void; lost(): void; back(): void; fresh(): void } {
  /** When each answer shown was kept, by its address. */
  const ages = new Map<string, number>();
  let answeredAt = Date.now();
  const sentence = el('p', { role: 'status' });
  const action = el('button', { type: 'button' });
  const section = el('section', { class: 'banner offline', 'aria-label': say.label, tabindex: '-1' }, sentence, action);

  function tell(text: string, label: string): void {
    const focused = action === document.activeElement;
    if (!section.isConnected) document.querySelector('.top')?.after(section);
    action.hidden = label === '';
    action.textContent = label;
    if (focused && action.hidden) section.focus();
    // What changes in a region already there is read aloud.
    setTimeout(() => (sentence.textContent = text), 100);
  }

  function show(): void {
    const age = Date.now() - Math.min(...ages.values());
    const shown = section.isConnected;
    change?.(ages.size > 0);
    if (ages.size > 0 && (shown || age > YOUNG || !navigator.onLine)) tell(keptText(age, navigator.onLine), say.again);
    else if (ages.size === 0 && shown) tell(say.fresh, '');
  }

  function again(): void {
    if (!refresh) return location.reload();
    ages.clear(); // each answer tells again
    refresh();
  }

  action.addEventListener('click', again);
  return {
    again,
    hear({ key, kept, late }) {
      if (kept) ages.set(key, kept);
      else ages.delete(key);
      if (late && refresh && Date.now() - kept > YOUNG) again();
      else show();
    },
    /** The server answered, and all that shows is its answer. */
    fresh() {
      ages.clear();
      answeredAt = Date.now();
      show();
    },
    /** The network went away while the answer is open: the status says it at once, before a request fails. */
    lost() {
      if (ages.size > 0) show();
      else tell(keptText(Date.now() - answeredAt, false), say.again);
    },
    /** The network is back: the answer is fetched again; another page offers to reload. */
    back() {
      if (!section.isConnected) return;
      if (!refresh) return tell(say.back, say.renew);
      again();
      setTimeout(() => ages.size > 0 && again(), SETTLING);
    },
  };
}

/** Asks for the data again once a slow server answers: nothing else tells a page that was kept that its own answer came late. */
function awaitServer(again: () => void): void {
  void fetch('/sw.js', { method: 'HEAD', cache: 'no-store' }).then(({ ok }) => ok && again(), () => undefined);
}

/** Safari has no idle callback. */
const idle = (work: () => void): void => void ('requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 5000 }) : setTimeout(work, 1000));

/** Hands the worker what was seen before it was there. */
function handOver(workers: ServiceWorkerContainer): void {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  const seen = [location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)];
  const wish: Wish = { seen, map: !connection?.saveData };
  idle(() => workers.controller?.postMessage(wish));
}

/** Starts the worker, once the page has all it needs. */
async function start(workers: ServiceWorkerContainer): Promise<void> {
  workers.addEventListener('controllerchange', () => handOver(workers));
  if (workers.controller) handOver(workers); // it looks for its successor by itself
  else await workers.register('/sw.js');
}

/**
 * Makes the page work without a network after a first visit, and say so. It
 * is as before where there are no service workers, or they are refused.
 * `refresh` asks for the page's data again, `change` hears whether what shows
 * was kept. What it returns is called when the server has answered.
 */
export function followNetwork(refresh?: () => void, change?: (offline: boolean) => void): () => void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined; // there is none without https
  if (!workers) return () => undefined;
  const line = createLine(refresh, change);
  const kept = Number(document.body.dataset['kept']);
  if (kept) line.hear({ key: location.pathname, kept });
  if (kept && refresh && navigator.onLine) awaitServer(line.again);
  workers.addEventListener('message', ({ data }) => line.hear(data as Age));
  addEventListener('online', () => line.back());
  if (refresh) addEventListener('offline', () => line.lost());
  const begin = (): void => idle(() => void start(workers).catch(() => undefined));
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin);
  return () => line.fresh();
}
