// Invented places, for developing the page without the server. Numbers are of
// a range that is kept free for fiction (02 61 91 …).

export const kinds = [
  { id: 'france-services', label: 'France Services' },
  { id: 'epn', label: 'Espace public numérique' },
  { id: 'conseiller-numerique', label: 'Conseiller numérique' },
  { id: 'van', label: 'Bus ou camion itinérant' },
];

const need = (family, id, label, explanation) => ({ id, family, label, explanation, synonyms: [], national: '' });

export const services = [
  need('demarches', 'caf', 'Aides de la CAF', 'Créer un compte, demander une aide, envoyer un papier.'),
  need('demarches', 'ameli', 'Assurance maladie (Ameli)', 'Ouvrir un compte, demander une carte Vitale.'),
  need('demarches', 'impots', 'Impôts', 'Déclarer, payer, comprendre un avis.'),
  need('demarches', 'retraite', 'Retraite', 'Demander sa retraite, voir sa carrière.'),
  need('demarches', 'france-travail', 'France Travail', 'S’inscrire, s’actualiser chaque mois.'),
  need('demarches', 'titres', 'Carte d’identité, permis, carte grise', 'Faire une demande en ligne.'),
  need('competences', 'cv', 'Écrire un CV', 'Écrire un CV et l’envoyer.'),
  need('competences', 'souris-clavier', 'Se servir de la souris et du clavier', 'Les premiers gestes.'),
  need('competences', 'smartphone', 'Se servir d’un téléphone', 'Appels, messages, applications.'),
  need('competences', 'courriel', 'Envoyer un courriel', 'Ouvrir une adresse, lire, répondre.'),
  need('acces', 'ordinateur', 'Un ordinateur sur place', 'S’asseoir devant un ordinateur.'),
  need('acces', 'imprimer', 'Imprimer, scanner', 'Imprimer un papier, en envoyer une copie.'),
];

const families = { demarches: 'Faire une démarche', competences: 'Apprendre', acces: 'Trouver du matériel' };

export const needGroups = Object.entries(families).map(([family, Label]) => ({
  Label,
  Needs: services.filter((s) => s.family === family),
}));

export const communes = [
  ['50502', 'Saint-Lô', '50000', 49.1163, -1.0907], ['50129', 'Cherbourg-en-Cotentin', '50100', 49.6386, -1.6164],
  ['50025', 'Avranches', '50300', 48.6843, -1.3568], ['50218', 'Granville', '50400', 48.8379, -1.5971],
  ['50147', 'Coutances', '50200', 49.0472, -1.4451], ['50615', 'Valognes', '50700', 49.5081, -1.4703],
  ['50099', 'Carentan-les-Marais', '50500', 49.3038, -1.2468], ['50410', 'Pontorson', '50170', 48.5529, -1.5084],
  ['50639', 'Villedieu-les-Poêles-Rouffigny', '50800', 48.8386, -1.2217], ['50391', 'Périers', '50190', 49.1881, -1.4086],
  ['50592', 'Tessy-Bocage', '50420', 48.9738, -1.0601], ['50359', 'Mortain-Bocage', '50140', 48.6486, -0.9433],
].map(([id, label, postcode, lat, lon]) => ({ id, label, postcode, lat, lon }));

const opening = (i) => [
  { now: true, until: '2026-12-01T16:00:00Z', next: null, text: 'Ouvert jusqu’à 17 h' },
  { now: false, until: null, next: '2026-12-02T08:00:00Z', text: 'Fermé, ouvre demain à 9 h' },
  null,
][i % 3];

const names = { 'france-services': 'France Services de', epn: 'Médiathèque de', 'conseiller-numerique': 'Conseiller numérique à', van: 'Bus numérique :' };

function kindsOf(i) {
  const first = kinds[i % 4].id;
  if (i % 15 === 0) return ['france-services', 'epn', 'conseiller-numerique'];
  return i % 5 === 0 && first !== 'epn' ? [first, 'epn'] : [first];
}

function claims(i) {
  const certainty = ['declared', 'implied', 'possible'];
  return services.filter((_, s) => (i + s) % 3 !== 0).map(({ id }, s) => ({ id, certainty: certainty[(i + s) % 3] }));
}

function place(i) {
  const commune = communes[i % communes.length];
  const ring = Math.floor(i / communes.length);
  const turn = (i * 137.508 * Math.PI) / 180;
  const away = 0.012 * Math.sqrt(ring);
  const own = kindsOf(i);
  return {
    id: `p${String(i).padStart(4, '0')}`,
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [commune.lon + 1.4 * away * Math.cos(turn), commune.lat + away * Math.sin(turn)] },
    properties: {
      name: `${names[own[0]]} ${commune.label}${ring ? `, salle ${ring}` : ''}`,
      kinds: own,
      address: `${i + 1} rue de l’Exemple`,
      postcode: commune.postcode,
      city: commune.label,
      insee: commune.id,
      phone: i % 7 === 3 ? '' : `+3326191${String(1000 + i)}`,
      services: claims(i),
      open: opening(i),
    },
  };
}

export const makePlaces = (count) => Array.from({ length: count }, (_, i) => place(i));

function offer(kind, i, p) {
  return {
    kind,
    kind_label: kinds.find((k) => k.id === kind).label,
    name: i === 0 ? p.name : `${names[kind]} ${p.city}`,
    operator: 'Communauté de communes d’exemple',
    description: i === 0 ? 'Texte libre de la source. <b>Ceci reste du texte.</b>' : '',
    services: p.services,
    hours: 'Mo-Fr 09:00-12:00,14:00-17:00',
    hours_text: i === 1 ? [] : ['Du lundi au vendredi : 9 h à 12 h, 14 h à 17 h', 'Fermé les jours fériés'],
    open: p.open,
    fee: ['gratuit'],
    access: ['se-presenter', 'telephoner'],
    support: ['individuel', 'atelier'],
    audience: [],
    care: i === 0 ? ['illettrisme'] : [],
    booking: i === 1 ? 'javascript:alert(1)' : '',
    phone: p.phone,
    email: 'contact@exemple.invalid',
    website: 'https://exemple.invalid/lieu',
    source: { id: 'exemple', name: 'Jeu d’exemple', licence: 'Licence Ouverte 2.0', url: 'https://exemple.invalid/' },
    updated: i === 1 ? '2022-11-04' : '2026-09-01',
  };
}

export function detail(feature) {
  const p = feature.properties;
  return { ...feature, properties: { ...p, email: '', website: '', offers: p.kinds.map((kind, i) => offer(kind, i, p)) } };
}
