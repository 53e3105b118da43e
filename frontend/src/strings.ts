/** What the page says, in one place. Short sentences, plain words. */

/** Small numbers are easier to hear in words. */
const number = (n: number): string => (n === 2 ? 'deux' : String(n));

export const say = {
  near: (label: string) => `, les plus proches de ${label || 'vous'} d’abord`,
  theZone: 'la zone de la carte',
  inZone: ' dans la zone de la carte',
  forWords: (words: string) => ` pour « ${words} »`,
  forNeeds: (needs: number) => ` pour ${needs} démarches à la fois`,
  sure: (sure: string, many: boolean) => `${sure} ${many ? 'sûrs' : 'sûr'}`,
  toCheck: (count: string) => `${count} à vérifier par téléphone`,
  sureOnly: 'Sûr seulement',
  toCheckFirst: 'Ces lieux peuvent aider. Appelez avant de vous déplacer.',
  walk: (minutes: number) => `, environ ${minutes} min à pied`,
  free: 'Gratuit',
  noPublic: 'N’accueille pas de public',
  come: (ways: string) => `Pour venir : ${ways}`,
  none: '(aucun)',
  open: (places: number, when: string) => ` ${places > 1 ? 'ouverts' : 'ouvert'} ou de passage ${when}`,
  more: (rest: number) => `Voir plus (encore ${rest})`,
  away: (distance: string) => `à ${distance}`,
  spans: { maintenant: 'maintenant', aujourdhui: 'aujourd’hui', semaine: 'cette semaine', mois: 'ce mois-ci' } as Readonly<Record<string, string>>,
  showResults: (count: string) => `Voir les lieux (${count})`,
  wrongDay: 'Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.',
  pastHour: 'Cette heure est passée. Choisissez-en une autre.',
  allNeeds: 'tous',
  needs: (count: number) => `${count} démarches`,
  anywhere: 'partout',
  theAnswer: 'Les lieux',
  nearYou: 'près de vous',
  seeAll: (count: string, all: boolean) => `Voir ${all ? 'tous ' : ''}les lieux (${count})`,
  nothingTyped: (where: boolean) => (where ? 'Écrivez le nom d’une commune, ou passez cette question.' : 'Écrivez un mot, ou choisissez plus bas.'),
  lost: (text: string, where: boolean) => `Nous n’avons pas compris « ${text} ». ${where ? 'Essayez le nom d’une commune ou un code postal.' : 'Essayez un autre mot, ou choisissez plus bas.'}`,
  confirmed: (needs: number) => (needs > 1 ? 'Fait ces démarches' : 'Fait cette démarche'),
  possible: 'À vérifier par téléphone',
  callNow: 'Appeler le ',
  call: (name: string) => `Appeler ${name} : `,
  chosen: (count: number) => (count === 0 ? '' : `${count} ${count > 1 ? 'choisies' : 'choisie'}`),
  chosenKinds: (count: number) => (count === 0 ? '' : `${count} ${count > 1 ? 'choisis' : 'choisi'}`),

  loading: 'Chargement des lieux…',
  failed: 'Les lieux n’ont pas pu être chargés. Vérifiez votre connexion, puis réessayez.',
  retry: 'Réessayer',
  waiting: 'Recherche en cours…',
  daysFailed: (when: string) => `Les lieux ouverts ou de passage ${when} n’ont pas pu être chargés : la liste n’a pas changé. Vérifiez votre connexion, puis réessayez.`,
  choiceFailed: 'Ce choix n’a pas pu être appliqué : la liste n’a pas changé. Vérifiez votre connexion, puis réessayez.',

  // An empty answer: the same sentences as internal/site/rescue.go.
  nobody: 'Aucun lieu ne répond à tout ce que vous avez choisi.',
  nobodyThen: (when: string) => `Personne n’est ouvert ni de passage ${when}`,
  notTogether: (needs: number) => `Aucun lieu ne fait ces ${number(needs)} démarches à la fois`,
  noneDoes: (label: string) => `Aucun lieu ne fait « ${label} »`,
  noneOfKind: (label: string) => `Aucun lieu « ${label} » n’a été trouvé`,
  noneSure: 'Aucun lieu n’est sûr',
  noneFree: 'Aucun lieu ne se dit gratuit',
  noneSays: (label: string) => `Aucun lieu n’annonce « ${label} »`,
  noneNamed: (words: string) => `Rien ne correspond à « ${words} ». Essayez le nom d’une commune, un code postal ou une démarche comme « impôts ».`,
  noneInZone: 'Aucun lieu dans cette zone',
  noSingle: 'Aucun lieu ne réunit tous ces choix, même avec un de moins.',
  forThese: (needs: number) => (needs === 0 ? '' : needs === 1 ? ' pour cette démarche' : ` pour ces ${number(needs)} démarches`),
  withTheRest: ' avec vos autres choix',
  instead: 'Vous pouvez demander un peu moins :',
  without: (label: string, count: string) => `Sans « ${label} » : ${count}.`,
  then: (when: string, count: string) => `${when} : ${count}.`,
  onlyNeeds: (needs: number, count: string) => `${needs === 0 ? 'Sans aucun de ces choix' : needs === 1 ? 'Avec la démarche seule' : 'Avec les démarches seules'} : ${count}.`,
  firstOf: (near: boolean) => (near ? 'Le plus proche : ' : 'Par exemple : '),
  askThere: (near: boolean, name: string) => `${near ? 'Le lieu le plus proche' : 'Un lieu à appeler'} : ${name}. Appelez : on vous dira qui peut vous aider.`,
  everything: (count: string) => `Tout effacer : ${count}`,

  suggestions: (count: number) => (count === 0 ? 'Aucune proposition' : `${count} ${count > 1 ? 'propositions' : 'proposition'}`),
  suggestionTypes: { need: 'Démarche', commune: 'Commune', postcode: 'Code postal', address: 'Adresse', place: 'Lieu' },

  locating: 'Recherche de votre position…',
  located: '',
  notAllowed: 'Vous n’avez pas donné votre position. Ce n’est pas grave : écrivez le nom de votre commune.',
  notFound: 'Votre position n’a pas été trouvée. Écrivez le nom de votre commune.',

  mapLabel: 'Carte des lieux. La liste donne les mêmes lieux.',
  smallMapLabel: 'Carte de ce lieu',
  zoomIn: 'Agrandir la carte',
  zoomOut: 'Réduire la carte',
  here: 'Le point cherché',
  tilesDown: 'Le fond de carte ne s’affiche pas pour le moment. Les repères et la liste restent justes.',
  mapFailed: 'La carte n’a pas pu être chargée. La liste donne les mêmes lieux.',
  markerLabel: (name: string, kinds: string, visit: string) => `${name} (${kinds})${visit && ` : ${visit}`}`,

  unknownPlace: 'Ce lieu n’existe pas ou n’existe plus.',
  detailFailed: 'Le détail de ce lieu n’a pas pu être chargé.',
  placePage: 'La page de ce lieu',
  hours: 'Horaires',
  unknownHours: 'Horaires non connus',
  noHours: 'Horaires non connus : appelez avant de vous déplacer.',
  asWritten: (hours: string) => `Écrits ainsi par la source : ${hours}`,
  does: 'On vous aide pour',
  mayDo: 'À vérifier par téléphone',
  noNeeds: 'La source ne dit pas quelles démarches se font ici : appelez.',
  visits: 'Prochains passages',
  noVisits: 'Pas de passage annoncé : téléphonez.',
  visitsFailed: 'Les dates n’ont pas pu être chargées. Téléphonez, ou ouvrez « Toutes les dates ».',
  hoursOf: (from: string, to: string) => `, de\u00a0${from} à\u00a0${to}`,
  insteadOf: (day: string) => `, au lieu du ${day}`,
  elsewhere: (where: string) => `, à ${where}`,
  allDates: 'Toutes les dates',
  follow: 'Ajouter à mon agenda',
  download: 'Télécharger pour mon agenda (fichier .ics)',
  rule: 'Rythme',
  room: 'Salle',
  wayIn: 'Pour entrer',
  capacity: 'Nombre de places',
  themes: 'Thèmes',
  email: 'Courriel : ',
  website: 'Site internet',
  booking: 'Prendre rendez-vous en ligne',
  accessibility: 'Accessibilité des locaux',
  fee: 'Prix',
  access: 'Pour venir',
  support: 'Accompagnement',
  audience: 'Pour qui en particulier',
  care: 'Accueil adapté',
  source: (name: string, licence: string) => `Source : ${name}${licence ? ` (${licence})` : ''}`,
  updated: (day: string) => `Mis à jour le ${day}.`,
  fresh: (months: number) => `Vérifié ${months <= 0 ? 'ce mois-ci' : months === 1 ? 'le mois dernier' : `il y a ${months === 12 ? 'un an' : `${months} mois`}`}`,
  stale: (month: string) => `Renseignements ${/^[ao]/.test(month) ? 'd’' : 'de '}${month} : téléphonez avant de venir.`,
} as const;

/** What there are one and several of. */
const kindNames: Readonly<Record<string, readonly [string, string]>> = {
  epn: ['espace public numérique', 'espaces publics numériques'],
  'france-services': ['France Services', 'France Services'],
  'conseiller-numerique': ['conseiller numérique', 'conseillers numériques'],
  van: ['bus ou camion itinérant', 'bus ou camions itinérants'],
};

/** "12 lieux : 7 espaces publics numériques, 3 France Services, 2 conseillers numériques. Agrandir la carte" */
export function clusterLabel(places: number, mix: readonly (readonly [kind: string, places: number])[]): string {
  const parts = mix.map(([kind, n]) => `${n} ${kindNames[kind]?.[n > 1 ? 1 : 0] ?? (n > 1 ? 'autres' : 'autre')}`);
  return `${places} lieux : ${parts.join(', ')}. Agrandir la carte`;
}

/** The values of the national standard, in words. */
const terms: Readonly<Record<string, string>> = {
  jeunes: 'Jeunes',
  etudiants: 'Étudiants',
  'familles-enfants': 'Familles et enfants',
  seniors: 'Personnes âgées',
  femmes: 'Femmes',
  surdite: 'Surdité',
  'handicaps-moteurs': 'Handicaps moteurs',
  'handicaps-mentaux': 'Handicaps mentaux',
  illettrisme: 'Illettrisme',
  'langues-anglais': 'Anglais parlé',
  'langues-autres': 'Autres langues parlées',
  'deficience-visuelle': 'Déficience visuelle',
  gratuit: 'Gratuit',
  'gratuit-sous-condition': 'Gratuit sous condition',
  payant: 'Payant',
  'se-presenter': 'Se présenter sur place',
  telephoner: 'Téléphoner',
  'contacter-par-mail': 'Écrire un courriel',
  'prendre-rdv-en-ligne': 'Prendre rendez-vous en ligne',
  'pas-de-public': 'Ce lieu n’accueille pas de public',
  'fiche-prescription': 'Courriel avec une fiche de prescription',
  autonomie: 'En autonomie',
  individuel: 'Aide personnelle',
  atelier: 'Atelier à plusieurs',
  distance: 'À distance',
};

/** A value we do not know is shown as it is written. */
export function term(slug: string): string {
  return terms[slug] ?? slug.replaceAll('-', ' ');
}

/** How one may come, for the middle of a sentence; what helpers use among themselves is left out. */
const accesses: Readonly<Record<string, string>> = {
  'se-presenter': 'se présenter sur place',
  telephoner: 'téléphoner',
  'prendre-rdv-en-ligne': 'prendre rendez-vous en ligne',
  'contacter-par-mail': 'écrire un courriel',
};

/** "Pour venir : se présenter sur place ou téléphoner", "" when nothing is said. The server says the same. */
export function waysToCome(slugs: readonly string[]): string {
  const said = Object.keys(accesses).filter((slug) => slugs.includes(slug)).map((slug) => accesses[slug] ?? '');
  if (said.length === 0) return '';
  const last = said.pop() ?? '';
  return say.come(said.length > 0 ? `${said.join(', ')} ou ${last}` : last);
}
