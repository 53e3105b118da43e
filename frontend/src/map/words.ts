import { t, tn } from '../page/language.ts';

/** What the map says. */
export const say = {
  map: t('Carte des lieux. La liste donne les mêmes lieux.'),
  smallMap: t('Carte de ce lieu'),
  zoomIn: t('Agrandir la carte'),
  zoomOut: t('Réduire la carte'),
  here: t('Le point cherché'),
  legend: t('Légende'),
  full: t('plein : aide confirmée'),
  hollow: t('creux : à vérifier'),
  openNow: t('point vert : ouvert'),
  markerLabel: (name: string, kinds: string, possible: boolean, open: boolean): string =>
    [`${name} (${kinds})`, open ? t('ouvert') : '', possible ? t('à vérifier') : ''].filter(Boolean).join(t(', ')),
};

/** How many places of each kind, in words. */
const kindNames: Readonly<Record<string, (n: number) => string>> = {
  epn: (n) => tn(n, '%d espace public numérique', '%d espaces publics numériques'),
  'france-services': (n) => `${n} France Services`,
  'conseiller-numerique': (n) => tn(n, '%d conseiller numérique', '%d conseillers numériques'),
  van: (n) => tn(n, '%d bus ou camion itinérant', '%d bus ou camions itinérants'),
};

/** "12 lieux : 7 espaces publics numériques, 3 France Services, 2 conseillers numériques. Agrandir la carte" */
export function clusterLabel(places: number, mix: readonly (readonly [kind: string, places: number])[]): string {
  const parts = mix.map(([kind, n]) => kindNames[kind]?.(n) ?? tn(n, '%d autre', '%d autres'));
  const count = tn(places, '%s lieu', '%s lieux', places);
  // Arabic has a word for two, without the digit that is seen; who says what they see must be understood.
  const seen = count.includes(String(places)) ? count : `${count} ${places}`;
  return t('%s : %s. Agrandir la carte', seen, parts.join(t(', ')));
}
