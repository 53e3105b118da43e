import { need } from './dom.ts';
import type { State, Store, Tab } from './store.ts';

/** From this width on, the list and the map stand side by side. Keep in step with the styles. */
export const wide = matchMedia('(min-width: 56em)');

const panels: Readonly<Record<Tab, string>> = { liste: 'panel-list', carte: 'panel-map' };

/** The two tabs of a narrow screen, after the ARIA tabs pattern. */
export class Tabs {
  constructor(private readonly store: Store) {
    const bar = need('tabs');
    bar.hidden = false;
    need('map-side').hidden = false;
    for (const tab of ['liste', 'carte'] as const) this.#tab(tab).addEventListener('click', () => store.set({ tab }));
    bar.addEventListener('keydown', (event) => this.#onKey(event));
    store.subscribe((state, before) => state.tab !== before.tab && this.#show(state));
    wide.addEventListener('change', () => this.#show(store.get()));
    this.#show(store.get());
  }

  #tab(tab: Tab): HTMLElement {
    return need(`tab-${tab}`);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const tab = this.store.get().tab === 'liste' ? 'carte' : 'liste';
    this.store.set({ tab });
    this.#tab(tab).focus();
  }

  #show({ tab: chosen }: State): void {
    document.body.dataset['tab'] = chosen;
    for (const tab of ['liste', 'carte'] as const) {
      const button = this.#tab(tab);
      button.setAttribute('aria-selected', String(tab === chosen));
      button.tabIndex = tab === chosen ? 0 : -1;
      labelPanel(need(panels[tab]), button.id);
    }
  }
}

/** Side by side, the panels are no longer governed by tabs. */
function labelPanel(panel: HTMLElement, tab: string): void {
  if (wide.matches) panel.removeAttribute('role');
  else panel.setAttribute('role', 'tabpanel');
  if (wide.matches) panel.removeAttribute('aria-labelledby');
  else panel.setAttribute('aria-labelledby', tab);
}
