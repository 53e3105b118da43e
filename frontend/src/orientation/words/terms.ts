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
