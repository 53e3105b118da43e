/** What the comparison says, in French: short sentences, and the same as the server (internal/orientation). */
import * as format from './format.ts';
import { term } from './terms.ts';
import { DAY, DAYS, dayAfter, PARTS } from '../rules/time.ts';
import type { NeedAnswer, NeedState, OfferData, Pair, Reach, Row, Slot } from '../types.ts';

const NBSP = '\u00a0';

const two = (n: number): string => String(n).padStart(2, '0');

/** The instant of a minute, as the server would write it, without its offset: "2026-12-03T14:00". */
export function instantOf(minute: number, from: string): string {
  const day = Math.floor(minute / DAY);
  const rest = minute - day * DAY;
  return `${dayAfter(from, day)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

export const hourOf = (minute: number, from: string): string => format.hour(instantOf(minute, from));

/** "jeudi 3 décembre"; in another year than today's, with its year. */
export function dayText(minute: number, from: string): string {
  const day = instantOf(minute, from).slice(0, 10);
  return format.weekday(day) + (day.slice(0, 4) === from.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`);
}

/** "jeudi 3 décembre à 14 h". */
export const momentText = (minute: number, from: string): string => `${dayText(minute, from)} à ${hourOf(minute, from)}`;

/** "jeudi 3 décembre, de 14 h à 16 h 30". */
export const slotText = ({ start, end }: Slot, from: string): string => `${dayText(start, from)}, de ${hourOf(start, from)} à ${hourOf(end, from)}`;

export const states: Readonly<Record<NeedState, string>> = { sure: 'fait', possible: 'à vérifier', none: 'non' };

/** A sign beside the word: never colour alone. */
export const signs: Readonly<Record<NeedState, string>> = { sure: '✓', possible: '?', none: '–' };

const certaintyTexts: Readonly<Record<string, string>> = {
  declared: 'dit par la source',
  implied: 'prévu par le label',
  possible: 'à vérifier par téléphone',
};

/** How one knows, from the least sure of what is met. */
export function certaintyText(needs: readonly NeedAnswer[]): string {
  const [sure, unsure] = (['sure', 'possible'] as const).map((state) => needs.filter((need) => need.state === state).length) as [number, number];
  if (sure > 0 && unsure > 0) return `sûr pour ${sure}, à vérifier pour ${unsure}`;
  const found = needs.map(({ certainty }) => certainty);
  const least = (['possible', 'implied', 'declared'] as const).find((one) => found.includes(one));
  return certaintyTexts[least ?? ''] ?? '';
}

export const needsCount = (n: number): string => (n < 2 ? `${n} besoin` : `${n} besoins`);

/** "3 besoins sur 3", "2 besoins sur 3 et 1 à vérifier", "1 besoin sur 3 à vérifier". */
export function coverText(sure: number, met: number, all: number): string {
  const unsure = met - sure;
  if (sure === 0) return `${needsCount(unsure)} sur ${all} à vérifier`;
  return `${needsCount(sure)} sur ${all}${unsure > 0 ? ` et ${unsure} à vérifier` : ''}`;
}

/** "Faire une démarche CAF" is "CAF" where there is little room. */
export function briefly(label: string): string {
  const short = label
    .replace(/ \(.*\)$/, '')
    .replace(/^(?:Faire une démarche|Apprendre à(?: se servir)?|(?:Utiliser ou |Préparer ou )?[Dd]emander|Déclarer ou payer|S’inscrire ou s’actualiser à|Créer et utiliser|Faire) (?:(?:de la|du|de|un|une|son|sa|ses|la|le|les) |d’une? |l’)?/, '')
    .replace(' et du ', ' et ');
  return format.capital(short);
}

const unknownTime = (row: Row): string => (row.offers[0]?.kind === 'van' ? 'dates à demander' : 'horaires à demander');

/** "à 6 km". */
export const awayText = (metres: number): string => `à ${format.distance(metres)}`;

/** How many of the needs met can be done at the time of the row, nothing when all can. */
function thereText({ needs, met }: Row): string {
  const count = needs.filter(({ there }) => there).length;
  if (count === met) return '';
  return count === 0 ? ' (à vérifier)' : count === 1 ? ' pour l’un d’eux' : ` pour ${count} d’entre eux`;
}

/** Why a row stands where it stands. */
export function reasonText(row: Row, from: string): string {
  const when = row.when ? `dès ${momentText(row.when.start, from)}${thereText(row)}` : unknownTime(row);
  return [coverText(row.sure, row.met, row.needs.length), when, awayText(row.distance)].join(', ');
}

const tooFar: Readonly<Record<Reach, string>> = { pied: 'trop loin à pied', 'sans-voiture': 'trop loin sans voiture', voiture: 'trop loin en voiture', partout: '' };

/** "à 42 km, trop loin sans voiture". */
export const farText = (metres: number, reach: Reach): string => `${awayText(metres)}, ${tooFar[reach]}`;

const dayNames: Readonly<Record<string, string>> = { lu: 'lundis', ma: 'mardis', me: 'mercredis', je: 'jeudis', ve: 'vendredis', sa: 'samedis', di: 'dimanches' };
const partNames: Readonly<Record<string, string>> = { matin: 'matin', apm: 'après-midi', soir: 'soir' };

/** "a, b et c". */
export const andList = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} et ${words.at(-1)}`);

/** The parts of the day, each with the days that are free then: "mardis et jeudis après-midi". */
export function freeText(free: readonly string[]): string {
  const byPart = PARTS.map((part) => ({ part, days: DAYS.filter((day) => free.includes(`${day}-${part}`)) })).filter(({ days }) => days.length > 0);
  return andList(byPart.map(({ part, days }) => `${days.length === DAYS.length ? 'tous les jours' : andList(days.map((day) => dayNames[day] ?? day))} ${partNames[part]}`));
}

/** "fermé les mardis et jeudis après-midi". */
export function closedText(free: readonly string[], isVan: boolean): string {
  const never = isVan ? 'aucun passage' : 'fermé';
  if (free.length === 0) return isVan ? 'aucun passage dans les six semaines' : 'fermé dans les six semaines';
  const text = freeText(free);
  return `${never} ${text.startsWith('tous') ? '' : 'les '}${text}`;
}

const unique = (lists: readonly (readonly string[] | undefined)[]): string[] => [...new Set(lists.flatMap((list) => list ?? []))];

export const ASK = 'à demander';

/** What the source says of the price. */
export function feeText(offers: readonly OfferData[]): string {
  const prices = unique(offers.map(({ fee }) => fee)).map((slug) => term(slug).toLowerCase());
  if (offers.some(({ pass }) => pass)) prices.push('accepte le pass numérique');
  return prices.join(', ') || ASK;
}

const ways: Readonly<Record<string, string>> = {
  'se-presenter': 'sur place',
  telephoner: 'par téléphone',
  'prendre-rdv-en-ligne': 'rendez-vous en ligne',
  'contacter-par-mail': 'par courriel',
  'fiche-prescription': 'fiche de prescription',
};

/** How one comes, and how one is helped. */
export function accessText(offers: readonly OfferData[]): string {
  const come = unique(offers.map(({ access }) => access)).flatMap((slug) => ways[slug] ?? []);
  const help = unique(offers.map(({ support }) => support)).filter((slug) => slug !== 'autonomie').map((slug) => term(slug).toLowerCase());
  return [...come, ...help].join(', ') || ASK;
}

/** Whom it welcomes in particular. */
export const careText = (offers: readonly OfferData[]): string => unique(offers.map(({ care }) => care)).map((slug) => term(slug).toLowerCase()).join(', ') || ASK;

/** "« CAF » à Périers, jeudi 3 décembre à 14 h, puis « CV » à Lessay, mardi 8 décembre à 9 h": the earlier of the two comes first. */
export function pairText({ rows, needs }: Pair, label: (id: string) => string, from: string): string {
  const stages: { row: Row; start: number; does: string[] }[] = [];
  for (const { id, by, state } of needs) {
    if (!by) continue;
    const own = by.needs.find((need) => need.id === id);
    const start = (own?.there ? by.when : own?.next)?.start ?? Infinity;
    const does = `« ${label(id)} »${state === 'possible' ? ' (à vérifier)' : ''}`;
    const same = stages.find((one) => one.row === by && one.start === start);
    if (same) same.does.push(does);
    else stages.push({ row: by, start, does: [does] });
  }
  const sooner = (a: { row: Row; start: number }, b: { row: Row; start: number }): number => (a.start === b.start ? rows.indexOf(a.row) - rows.indexOf(b.row) : a.start < b.start ? -1 : 1);
  const steps = stages.sort(sooner).map(({ row, start, does }) => {
    const { name, city = '' } = { ...row.place, ...(row.visit?.name && { name: row.visit.name }), ...(row.visit?.city && { city: row.visit.city }) };
    return `${andList(does)} à ${name}${city && ` (${city})`}, ${start === Infinity ? unknownTime(row) : momentText(start, from)}`;
  });
  return steps.join(', puis ');
}

export const tie = (text: string): string => format.tieHours(text).replace(/ ([;:?!»])/g, `${NBSP}$1`).replace(/« /g, `«${NBSP}`);
