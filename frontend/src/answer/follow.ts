/** What readers do on the page: follow a link of the question, choose, type, move the map. Each becomes a question. */
import { canLocate, locate } from '../page/position.ts';
import { insteadOfSubmit, need } from '../page/dom.ts';
import { t } from '../page/language.ts';
import { around, chosen, isGoodDay, typed } from './choices.ts';
import type { Page } from './page.ts';

const isPlainClick = (event: MouseEvent): boolean => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** A link of this page asks its question here, and no page is loaded anew. */
function followLink(page: Page, event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('#main a[href]');
  if (!link || !isPlainClick(event) || link.target || 'whole' in link.dataset) return;
  if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
  event.preventDefault();
  const { focus = '', view } = link.dataset;
  const nearer = link.id === 'restart' ? { place: '', view: null, tab: 'liste' } as const : view === undefined ? {} : { view: null };
  void page.go(new URL(link.href), { focus: focus || ('chip' in link.dataset ? 'summary' : ''), looks: nearer });
}

function onChange(page: Page, event: Event): void {
  const input = event.target as HTMLInputElement;
  const form = input.closest<HTMLFormElement>('#search');
  if (!form || input.id === 'q') return;
  const day = form.querySelector<HTMLInputElement>('#day');
  const message = form.querySelector<HTMLElement>('#day-message');
  const ofDay = ['jour', 'heure'].includes(input.name) || input.value === 'jour';
  if (ofDay && day && message && !isGoodDay(day, message)) return;
  void page.go(chosen(page.question, form));
}

/** The name of the question of the three that follows, once this one is answered. */
export function stepAfter(page: Page, answered: 'need' | 'where'): string {
  const located = page.question.searchParams.has('lat');
  if (page.step === 'besoin') return answered === 'need' ? (located ? 'quand' : 'ou') : 'besoin';
  return page.step === 'ou' && answered === 'where' ? 'quand' : page.step;
}

/** The question as it stands: a commune that was known already answers where. */
function unchanged(page: Page): URL {
  const address = new URL(page.question);
  if (page.step === 'ou' && address.searchParams.has('lat')) address.searchParams.set('etape', stepAfter(page, 'where'));
  return address;
}

/** The server understands the words that were typed without a choice from the list. */
function onSearch(page: Page): void {
  const input = need<HTMLInputElement>('q');
  const text = input.value.trim();
  const { step } = page;
  if (text === '' && step !== 'reponse') {
    need('locate-message').textContent = step === 'ou' ? t('Écrivez le nom d’une commune, ou passez cette question.') : t('Écrivez un mot, ou choisissez plus bas.');
    return;
  }
  const address = text === input.defaultValue ? unchanged(page) : typed(page.question, text, step);
  input.blur(); // what is in it gives way to what was understood
  void page.go(address, { focus: 'summary', looks: { view: null } });
  if (step === 'reponse') closeForm();
}

function closeForm(): void {
  need<HTMLDetailsElement>('change').open = false;
}

function onMoment(page: Page, form: HTMLFormElement): void {
  if (isGoodDay(need<HTMLInputElement>('moment-day'), need('moment-message'))) void page.go(chosen(page.question, form));
}

/** The buttons of the forms: "Voir les lieux" closes the form, the others ask. */
function onSubmit(page: Page, button: Element): void {
  const form = button.closest('form');
  if (form?.id === 'moment') return onMoment(page, form);
  if (!button.closest('.panel-end')) return onSearch(page);
  closeForm();
  need('summary').focus();
}

function onLocate(page: Page): void {
  locate(need('locate-message'), (point) => void page.go(around(page.question, point, '', '', stepAfter(page, 'where')), { focus: 'summary', looks: { view: null } }));
}

/** Escape closes the drawer that holds the focus, and the form after it. */
function onEscape(event: KeyboardEvent): void {
  const drawer = document.activeElement?.closest<HTMLDetailsElement>('#main details[open]');
  if (event.key !== 'Escape' || event.defaultPrevented || !drawer) return;
  event.preventDefault();
  drawer.open = false;
  drawer.querySelector('summary')?.focus();
}

/** Shows what only works with a script. */
function dress({ main }: Page): void {
  const button = main.querySelector<HTMLElement>('#locate');
  if (button) button.hidden = !canLocate();
}

export function followReader(page: Page): void {
  document.addEventListener('click', (event) => followLink(page, event));
  document.addEventListener('change', (event) => onChange(page, event));
  insteadOfSubmit(need('main').parentElement as HTMLElement, (button) => onSubmit(page, button));
  document.addEventListener('click', ({ target }) => (target as Element).closest('#locate') && onLocate(page));
  addEventListener('keydown', onEscape);
  page.listen((_, answer) => answer && dress(page));
  dress(page);
}
