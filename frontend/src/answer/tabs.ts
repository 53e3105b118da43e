/** The list and the map: side by side where there is room, else one at a time, after the ARIA tabs pattern. */
import { isFramed, need } from '../page/dom.ts';
import type { Tab } from './address.ts';
import type { Page } from './page.ts';

/** From this width on, the list and the map stand side by side. Keep in step with the styles. */
export const wide = matchMedia('(min-width: 56em)');

/** True where a marker and its card are both in sight. */
export const bothInSight = (): boolean => wide.matches || isFramed();

const panels: Readonly<Record<Tab, string>> = { liste: 'main', carte: 'panel-map' };
const names = ['liste', 'carte'] as const;

const tabOf = (name: Tab): HTMLElement => need(`tab-${name}`);

/** The main region is no tab panel: it holds the whole answer, and the tabs only say which of the two is in sight. */
function label(name: Tab): void {
  const panel = need(panels[name]);
  if (name === 'liste') return;
  if (wide.matches) panel.removeAttribute('role');
  else panel.setAttribute('role', 'tabpanel');
  if (wide.matches) panel.removeAttribute('aria-labelledby');
  else panel.setAttribute('aria-labelledby', `tab-${name}`);
}

function showTab(chosen: Tab): void {
  document.body.dataset['tab'] = chosen;
  for (const name of names) {
    const tab = tabOf(name);
    tab.setAttribute('aria-selected', String(name === chosen));
    tab.tabIndex = name === chosen ? 0 : -1;
    label(name);
  }
}

function onKey(page: Page, event: KeyboardEvent): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const tab = page.looks.tab === 'liste' ? 'carte' : 'liste';
  page.look({ tab });
  tabOf(tab).focus();
}

export function offerTabs(page: Page): void {
  need('map-side').hidden = false;
  const bar = need('tabs');
  bar.hidden = false;
  for (const tab of names) {
    tabOf(tab).addEventListener('click', () => {
      page.look({ tab });
      scrollTo(0, 0);
    });
  }
  bar.addEventListener('keydown', (event) => onKey(page, event));
  const show = (): void => showTab(page.looks.tab);
  page.listen(show);
  wide.addEventListener('change', show);
  show();
}
