import { t, tn } from '../page/language.ts';

/** The sentences about a network that is not there; the service worker and the pages share them. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in milliseconds, in the unit that matters; as internal/site writes it. */
export function ageText(age: number): string {
  if (age < MINUTE) return t('moins d’une minute');
  if (age < HOUR) return tn(Math.floor(age / MINUTE), '%d minute', '%d minutes');
  if (age < 2 * DAY) return tn(Math.floor(age / HOUR), '%d heure', '%d heures');
  return tn(Math.floor(age / DAY), '%d jour', '%d jours');
}

/** Says how old what is shown is. `online` is what the browser believes: it cannot know that a server answers. */
export function keptText(age: number, online: boolean): string {
  const why = online ? t('La carte ne répond pas.') : t('Vous êtes hors ligne.');
  return `${why} ${t('Ces renseignements datent d’il y a %s : téléphonez avant de vous déplacer.', ageText(Math.max(0, age)))}`;
}

export const say = {
  label: t('Sans réseau'),
  again: t('Réessayer'),
  back: t('Le réseau est revenu.'),
  renew: t('Actualiser la page'),
  fresh: t('Le réseau est revenu. Les renseignements sont à jour.'),
  choices: t('Sans réseau, la liste ne peut pas changer : elle montre tous les lieux.'),
} as const;

/**
 * The page shown for one that was never seen. It leads to the map, and to the
 * agenda if that is kept. It does not list the places seen: the next person on
 * a shared device need not know them.
 */
export function offlinePage(style: string, agenda: boolean): string {
  const ways = [['/?etape=reponse', 'La carte et la liste des lieux'], ...(agenda ? [['/passages', 'Passages du bus']] : [])];
  return `<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Il n’y a pas de réseau – Escale</title><link rel="stylesheet" href="${style}">
<body class="page"><header class="top"><p class="brand"><a href="/">Escale</a></p></header>
<main><h1>Il n’y a pas de réseau</h1>
<p>Cette page n’a pas encore été ouverte. Vous pouvez lire :</p>
<p class="actions">${ways.map(([url, label]) => `<a class="button" href="${url}">${label}</a>`).join(' ')}</p></main>`;
}
