import { t, tn, tOf } from './page/language.ts';

/** What the page says, in one place. Short sentences, plain words; what stands in quotes is what languages translate. */

/** The months before which « de » is « d’ »: avril, août, octobre. */
const ELIDED: readonly number[] = [3, 7, 9];

/** Small numbers are easier to hear in words. */
const number = (n: number): string => (n === 2 ? t('deux') : String(n));

export const say = {
  near: (label: string) => (label ? t(', les plus proches de %s d’abord', label) : t(', les plus proches de vous d’abord')),
  theZone: t('la zone de la carte'),
  inZone: t(' dans la zone de la carte'),
  forWords: (words: string) => t(' pour « %s »', words),
  forNeeds: (needs: number) => tn(needs, ' pour %d démarche', ' pour %d démarches à la fois'),
  sure: (sure: number, places: string) => tn(sure, '%s sûr', '%s sûrs', places),
  toCheck: (count: string) => t('%s à vérifier par téléphone', count),
  sureOnly: t('Sûr seulement'),
  toCheckFirst: t('Ces lieux peuvent aider. Appelez avant de vous déplacer.'),
  walk: (minutes: number) => t(', environ %d min à pied', minutes),
  approximate: t('Position approximative : le point est au centre de la commune.'),
  gone: (day: string) => t('Sa source ne le cite plus depuis le %s : téléphonez avant de vous déplacer.', day),
  free: t('Gratuit'),
  noPublic: t('N’accueille pas de public'),
  come: (ways: string) => t('Pour venir : %s', ways),
  none: t('(aucun)'),
  open: (places: number, when: string) => tn(places, ' ouvert ou de passage %s', ' ouverts ou de passage %s', when),
  more: (rest: number) => t('Voir plus (encore %d)', rest),
  away: (distance: string) => tOf('distance', 'à %s', distance),
  spans: { maintenant: t('maintenant'), aujourdhui: t('aujourd’hui'), semaine: t('cette semaine'), mois: t('ce mois-ci') } as Readonly<Record<string, string>>,
  showResults: (count: string) => t('Voir les lieux (%s)', count),
  wrongDay: t('Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.'),
  pastHour: t('Cette heure est passée. Choisissez-en une autre.'),
  allNeeds: t('tous'),
  needs: (count: number) => tn(count, '%d démarche', '%d démarches'),
  anywhere: t('partout'),
  theAnswer: t('Les lieux'),
  nearYou: t('près de vous'),
  seeAll: (count: string, all: boolean) => (all ? t('Voir tous les lieux (%s)', count) : t('Voir les lieux (%s)', count)),
  nothingTyped: (where: boolean) => (where ? t('Écrivez le nom d’une commune, ou passez cette question.') : t('Écrivez un mot, ou choisissez plus bas.')),
  lost: (text: string, where: boolean) => `${t('Nous n’avons pas compris « %s ».', text)} ${where ? t('Essayez le nom d’une commune ou un code postal.') : t('Essayez un autre mot, ou choisissez plus bas.')}`,
  confirmed: (needs: number) => (needs > 1 ? t('Fait ces démarches') : t('Fait cette démarche')),
  possible: t('À vérifier par téléphone'),
  callNow: t('Appeler le'),
  call: (name: string) => `${t('Appeler %s :', name)} `,
  chosen: (count: number) => (count === 0 ? '' : tn(count, '%d choisie', '%d choisies')),
  chosenKinds: (count: number) => (count === 0 ? '' : tn(count, '%d choisi', '%d choisis')),

  loading: t('Chargement des lieux…'),
  failed: t('Les lieux n’ont pas pu être chargés. Vérifiez votre connexion, puis réessayez.'),
  retry: t('Réessayer'),
  waiting: t('Recherche en cours…'),
  daysFailed: (when: string) => t('Les lieux ouverts ou de passage %s n’ont pas pu être chargés : la liste n’a pas changé. Vérifiez votre connexion, puis réessayez.', when),
  choiceFailed: t('Ce choix n’a pas pu être appliqué : la liste n’a pas changé. Vérifiez votre connexion, puis réessayez.'),

  // An empty answer: the same sentences as internal/site/rescue.go.
  nobody: t('Aucun lieu ne répond à tout ce que vous avez choisi.'),
  nobodyThen: (when: string) => t('Personne n’est ouvert ni de passage %s', when),
  notTogether: (needs: number) => t('Aucun lieu ne fait ces %s démarches à la fois', number(needs)),
  noneDoes: (label: string) => t('Aucun lieu ne fait « %s »', label),
  noneOfKind: (label: string) => t('Aucun lieu « %s » n’a été trouvé', label),
  noneSure: t('Aucun lieu n’est sûr'),
  noneFree: t('Aucun lieu ne se dit gratuit'),
  noneSays: (label: string) => t('Aucun lieu n’annonce « %s »', label),
  noneNamed: (words: string) => t('Rien ne correspond à « %s ». Essayez le nom d’une commune, un code postal ou une démarche comme « impôts ».', words),
  noneInZone: t('Aucun lieu dans cette zone'),
  noSingle: t('Aucun lieu ne réunit tous ces choix, même avec un de moins.'),
  forThese: (needs: number) => (needs === 0 ? '' : needs === 1 ? t(' pour cette démarche') : t(' pour ces %s démarches', number(needs))),
  withTheRest: t(' avec vos autres choix'),
  instead: t('Vous pouvez demander un peu moins :'),
  without: (label: string, count: string) => t('Sans « %s » : %s.', label, count),
  then: (when: string, count: string) => t('%s : %s.', when, count),
  onlyNeeds: (needs: number, count: string) => t('%s : %s.', needs === 0 ? t('Sans aucun de ces choix') : needs === 1 ? t('Avec la démarche seule') : t('Avec les démarches seules'), count),
  firstOf: (near: boolean, first: string) => (near ? t('Le plus proche : %s.', first) : t('Par exemple : %s.', first)),
  askThere: (near: boolean, name: string) => (near ? t('Le lieu le plus proche : %s. Appelez : on vous dira qui peut vous aider.', name) : t('Un lieu à appeler : %s. Appelez : on vous dira qui peut vous aider.', name)),
  everything: (count: string) => t('Tout effacer : %s', count),

  suggestions: (count: number) => (count === 0 ? t('Aucune proposition') : tn(count, '%d proposition', '%d propositions')),
  suggestionTypes: { need: t('Démarche'), commune: t('Commune'), postcode: t('Code postal'), address: t('Adresse'), place: t('Lieu') },

  locating: t('Recherche de votre position…'),
  located: '',
  notAllowed: t('Vous n’avez pas donné votre position. Ce n’est pas grave : écrivez le nom de votre commune.'),
  notFound: t('Votre position n’a pas été trouvée. Écrivez le nom de votre commune.'),

  mapLabel: t('Carte des lieux. La liste donne les mêmes lieux.'),
  smallMapLabel: t('Carte de ce lieu'),
  zoomIn: t('Agrandir la carte'),
  zoomOut: t('Réduire la carte'),
  here: t('Le point cherché'),
  tilesDown: t('Le fond de carte ne s’affiche pas pour le moment. Les repères et la liste restent justes.'),
  mapFailed: t('La carte n’a pas pu être chargée. La liste donne les mêmes lieux.'),
  markerLabel: (name: string, kinds: string, visit: string) => (visit ? t('%s (%s) : %s', name, kinds, visit) : `${name} (${kinds})`),

  unknownPlace: t('Ce lieu n’existe pas ou n’existe plus.'),
  detailFailed: t('Le détail de ce lieu n’a pas pu être chargé.'),
  placePage: t('La page de ce lieu'),
  hours: t('Horaires'),
  unknownHours: t('Horaires non renseignés'),
  noHours: t('Horaires non renseignés : appelez avant de vous déplacer.'),
  asWritten: (hours: string) => t('Écrits ainsi par la source : %s', hours),
  does: t('On vous aide pour'),
  mayDo: t('À vérifier par téléphone'),
  noNeeds: t('La source ne dit pas quelles démarches se font ici : appelez.'),
  visits: t('Prochains passages'),
  noVisits: t('Pas de passage annoncé : téléphonez.'),
  visitsFailed: t('Les dates n’ont pas pu être chargées. Téléphonez, ou ouvrez « Toutes les dates ».'),
  hoursOf: (from: string, to: string) => `, ${tOf('heures', 'de %s à %s', from, to)}`,
  insteadOf: (day: string) => t(', au lieu du %s', day),
  elsewhere: (where: string) => tOf('lieu', ', à %s', where),
  statuses: { moved: t('Déplacé'), cancelled: t('Annulé'), full: t('Complet'), unconfirmed: t('À confirmer') } as Readonly<Record<string, string>>,
  allDates: t('Toutes les dates'),
  follow: t('Ajouter à mon agenda'),
  download: t('Télécharger pour mon agenda (fichier .ics)'),
  rule: t('Rythme'),
  room: t('Salle'),
  wayIn: t('Pour entrer'),
  capacity: t('Nombre de places'),
  themes: t('Thèmes'),
  email: `${t('Courriel :')} `,
  website: t('Site internet'),
  booking: t('Prendre rendez-vous en ligne'),
  accessibility: t('Accessibilité des locaux'),
  fee: t('Prix'),
  access: t('Pour venir'),
  support: t('Accompagnement'),
  audience: t('Pour qui en particulier'),
  care: t('Accueil adapté'),
  source: (name: string, licence: string) => `${t('Source :')} ${name}${licence ? ` (${licence})` : ''}`,
  updated: (day: string) => t('Mis à jour le %s.', day),
  fresh: (months: number) => (months <= 0 ? t('Vérifié ce mois-ci') : months === 1 ? t('Vérifié le mois dernier') : months === 12 ? t('Vérifié il y a un an') : tn(months, 'Vérifié il y a %d mois', 'Vérifié il y a %d mois')),
  stale: (month: number, name: string, year: string) => (ELIDED.includes(month) ? t('Renseignements d’%s %d : téléphonez avant de venir.', name, year) : t('Renseignements de %s %d : téléphonez avant de venir.', name, year)),
} as const;

/** What there are one and several of. */
const kindNames: Readonly<Record<string, (n: number) => string>> = {
  epn: (n) => tn(n, '%d espace public numérique', '%d espaces publics numériques'),
  'france-services': (n) => `${n} France Services`,
  'conseiller-numerique': (n) => tn(n, '%d conseiller numérique', '%d conseillers numériques'),
  van: (n) => tn(n, '%d bus ou camion itinérant', '%d bus ou camions itinérants'),
};

/** "12 lieux : 7 espaces publics numériques, 3 France Services, 2 conseillers numériques. Agrandir la carte" */
export function clusterLabel(places: number, mix: readonly (readonly [kind: string, places: number])[]): string {
  const parts = mix.map(([kind, n]) => kindNames[kind]?.(n) ?? tn(n, '%d autre', '%d autres'));
  return t('%s : %s. Agrandir la carte', tn(places, '%s lieu', '%s lieux', places), parts.join(t(', ')));
}

/** The values of the national standard, in words. */
const terms: Readonly<Record<string, string>> = {
  jeunes: t('Jeunes'),
  etudiants: t('Étudiants'),
  'familles-enfants': t('Familles et enfants'),
  seniors: t('Personnes âgées'),
  femmes: t('Femmes'),
  surdite: t('Surdité'),
  'handicaps-moteurs': t('Handicaps moteurs'),
  'handicaps-mentaux': t('Handicaps mentaux'),
  illettrisme: t('Illettrisme'),
  'langues-anglais': t('Anglais parlé'),
  'langues-autres': t('Autres langues parlées'),
  'deficience-visuelle': t('Déficience visuelle'),
  gratuit: t('Gratuit'),
  'gratuit-sous-condition': t('Gratuit sous condition'),
  payant: t('Payant'),
  'se-presenter': t('Se présenter sur place'),
  telephoner: t('Téléphoner'),
  'contacter-par-mail': t('Écrire un courriel'),
  'prendre-rdv-en-ligne': t('Prendre rendez-vous en ligne'),
  'pas-de-public': t('Ce lieu n’accueille pas de public'),
  'fiche-prescription': t('Courriel avec une fiche de prescription'),
  autonomie: t('En autonomie'),
  individuel: t('Aide personnelle'),
  atelier: t('Atelier à plusieurs'),
  distance: t('À distance'),
};

/** A value we do not know is shown as it is written. */
export function term(slug: string): string {
  return terms[slug] ?? slug.replaceAll('-', ' ');
}

/** How one may come, for the middle of a sentence; what helpers use among themselves is left out. */
const accesses: Readonly<Record<string, string>> = {
  'se-presenter': t('se présenter sur place'),
  telephoner: t('téléphoner'),
  'prendre-rdv-en-ligne': t('prendre rendez-vous en ligne'),
  'contacter-par-mail': t('écrire un courriel'),
};

/** "a, b ou c". The server says the same. */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : t('%s ou %s', words.slice(0, -1).join(t(', ')), last);
}

/** "Pour venir : se présenter sur place ou téléphoner", "" when nothing is said. The server says the same. */
export function waysToCome(slugs: readonly string[]): string {
  const said = Object.keys(accesses).filter((slug) => slugs.includes(slug)).map((slug) => accesses[slug] ?? '');
  return said.length === 0 ? '' : say.come(either(said));
}
