/** The page /orientation: it compares in the browser, and sends nothing of the request. */
import { createAnnounce } from '../page/announce.ts';
import { button, need } from '../page/dom.ts';
import { load, type Known } from './data.ts';
import { Fiche } from './sheet/sheet.ts';
import { Form } from './request/form.ts';
import { NOTHING } from './request/fragment.ts';
import { HomeField } from './home.ts';
import { renewed } from './sheet/moments.ts';
import { forgetNotes } from './sheet/notes.ts';
import { Results } from './results/results.ts';
import { Session } from './session.ts';
import type { Catalogue } from './sheet/text.ts';
import type { State } from './types.ts';

const session = new Session();
const announce = createAnnounce(need('status'));

function catalogueOf({ needs }: Known): Catalogue {
  const kinds = new Map([...document.querySelectorAll<HTMLElement>('[data-kind]')].map(({ dataset }) => [dataset['kind'] ?? '', dataset['label'] ?? '']));
  return { need: (id) => needs.get(id) ?? { id, label: id }, kind: (id) => kinds.get(id) ?? 'Bus ou camion itinérant' };
}

/** The comparison, or the sheet in its place. */
function showView({ sheet }: State): void {
  document.body.dataset['view'] = sheet ? 'fiche' : 'compare';
  need('compare').hidden = sheet;
  need('fiche').hidden = !sheet;
}

function goTo(target: HTMLElement | null): void {
  target?.focus();
  target?.scrollIntoView({ block: 'start' });
}

/** The fragment belongs to the state: links within the page move the focus, and leave it alone. */
function keepFragment(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    if (link.hash === '#vue=fiche') turn(true);
    else if (link.id === 'back') turn(false);
    else goTo(document.getElementById(link.hash.slice(1)));
  });
}

function turn(sheet: boolean): void {
  session.set({ sheet }, true);
  goTo(need(sheet ? 'fiche-title' : 'results-title'));
}

/** Corrects an address that names something that does not exist. */
function dropUnknown({ needs }: Known): void {
  const { request } = session.get();
  const known = request.needs.filter((id) => needs.has(id));
  if (known.length !== request.needs.length) session.ask({ needs: known });
}

async function start(): Promise<void> {
  const places = [need('summary'), need('fiche-message')];
  for (const place of places) place.textContent = 'Chargement des lieux…';
  const known = await load().catch(() => null);
  if (!known) {
    for (const place of places) place.replaceChildren('Les lieux n’ont pas pu être chargés. Vérifiez votre connexion, puis réessayez. ', button('Réessayer', () => void start()));
    return;
  }
  dropUnknown(known);
  session.renew = (chosen, request) => renewed(chosen, request, known.offers);
  const catalogue = catalogueOf(known);
  form.learn(known.needs);
  new HomeField(session, known.communes, announce);
  new Results(session, known, catalogue, announce);
  new Fiche(session, known, catalogue, announce);
  document.body.dataset['ready'] = '';
}

need('plain').remove(); // the ordinary search, for who has no script
need('private').hidden = false; // what the script alone can promise
const form = new Form(session);
session.subscribe(showView);
showView(session.get());
keepFragment();
need('see').addEventListener('click', () => goTo(need('results-title')));
need('clear').addEventListener('click', () => {
  forgetNotes();
  session.set({ request: NOTHING, chosen: [] });
  need('need-filter').focus();
});
void start();
