import { createAnnounce } from '../page/announce.ts';
import { el, isFramed, need } from '../page/dom.ts';
import { followLanguages } from '../page/languages.ts';
import { offerListening } from '../page/listen.ts';
import { keepTrue } from '../page/until.ts';
import { followNetwork } from '../offline/follow.ts';
import { say } from '../offline/words.ts';
import { readConfig } from './config.ts';
import { followReader } from './follow.ts';
import { MapSide } from './mapside.ts';
import { Page } from './page.ts';
import { SearchBox } from './search.ts';
import { Selection } from './selection.ts';
import { Sheet } from './sheet.ts';
import { offerTabs } from './tabs.ts';

/** Opening hours go stale: a page that comes back into view after this long fetches its answer again, in milliseconds. */
const STALE = 10 * 60 * 1000;

/** How many places are read aloud: more could not be remembered. */
const ALOUD = 3;

function keepFresh(page: Page): void {
  let answeredAt = Date.now();
  page.listen((_, answer) => answer && (answeredAt = Date.now()));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - answeredAt >= STALE) void page.refresh();
  });
}

/** "Écouter" reads the number of places, and the first of them. The button comes and goes with the answer. */
function offerAnswerAloud(page: Page): void {
  let button: HTMLElement | null = null;
  let silence = (): void => undefined;
  const offer = (): void => {
    silence();
    const found = document.getElementById('listen');
    if (!found || found === button) return;
    button = found;
    silence = offerListening(found, ({ spokenCard, spokenText }) => {
      const cards = [...page.main.querySelectorAll('#results > .card')].slice(0, ALOUD);
      return [`${spokenText(need('summary').textContent ?? '')}.`, ...cards.flatMap(spokenCard)];
    });
  };
  page.listen((_, answer) => answer && offer());
  offer();
}

/** Without a network the list cannot change: the choices say so. */
function freeze({ main }: Page, offline: boolean): void {
  const form = main.querySelector<HTMLFormElement>('#search');
  if (!form) return;
  for (const field of form.elements) (field as HTMLInputElement).disabled = offline;
  form.querySelector('.warning')?.remove();
  if (offline) form.prepend(el('p', { class: 'warning' }, say.choices));
}

function start(): void {
  document.body.classList.add('scripted');
  const config = readConfig();
  const announce = createAnnounce(need('announce'));
  const page = new Page(config, announce);
  followReader(page);
  offerTabs(page);
  const sheet = new Sheet(page);
  new SearchBox(page, announce, ({ id }) => sheet.open(id));
  const selection = new Selection(page, (id) => sheet.open(id));
  new MapSide(page, config, (id) => selection.select(id));
  offerAnswerAloud(page);
  followLanguages();
  keepFresh(page);
  keepTrue();
  if (isFramed()) return;
  const fresh = followNetwork(() => void page.refresh(), (offline) => freeze(page, offline));
  page.listen((_, answer) => answer && fresh()); // answers are never kept
}

start();
