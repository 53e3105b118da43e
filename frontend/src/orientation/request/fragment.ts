/** The fragment of the page's address holds the whole state: a browser keeps it, and sends it to nobody. */
import { DAYS, HALF_DAYS } from '../rules/time.ts';
import type { Chosen, Home, Reach, Request, State } from '../types.ts';

export const REACHES: Readonly<Record<Reach, number>> = { pied: 3000, 'sans-voiture': 10_000, voiture: 30_000, partout: Infinity };

export const CARES: readonly string[] = ['surdite', 'handicaps-moteurs', 'handicaps-mentaux', 'illettrisme', 'langues-anglais', 'langues-autres', 'deficience-visuelle'];

export const MOST_NEEDS = 12;
export const MOST_CHOSEN = 5;

export const NOTHING: Request = { needs: [], home: null, reach: 'voiture', free: [], gratuit: false, pass: false, care: [], support: '' };

const listOf = (text: string | null): string[] => [...new Set((text ?? '').split(',').filter(Boolean))];

/** Those of a list that are known, in the order in which they are known. */
const known = (all: readonly string[], text: string | null): string[] => {
  const wanted = listOf(text);
  return all.filter((one) => wanted.includes(one));
};

function readHome(query: URLSearchParams): Home | null {
  const commune = query.get('commune') ?? '';
  if (/^\d[\dAB]\d{3}$/.test(commune)) return { commune };
  const [lat, lon] = [query.get('lat'), query.get('lon')].map((text) => (/^-?\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : NaN)) as [number, number];
  const isPoint = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isPoint ? { lat, lon, label: (query.get('ici') ?? '').slice(0, 80) } : null;
}

function readRequest(query: URLSearchParams): Request {
  const reach = query.get('portee') ?? '';
  const support = query.get('aide');
  return {
    needs: listOf(query.get('besoins')).filter((id) => /^[a-z][a-z0-9-]*$/.test(id)).slice(0, MOST_NEEDS),
    home: readHome(query),
    reach: Object.hasOwn(REACHES, reach) ? (reach as Reach) : NOTHING.reach,
    free: known(HALF_DAYS, query.get('libre')),
    gratuit: query.get('gratuit') === '1',
    pass: query.get('pass') === '1',
    care: known(CARES, query.get('accueil')),
    support: support === 'individuel' || support === 'atelier' ? support : '',
  };
}

/** True for a minute that is on the calendar: "20261203T1400", and not "20261131T1000". */
function isTime(text: string): boolean {
  const instant = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5');
  const at = new Date(`${instant}:00Z`);
  return instant !== text && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(instant);
}

function readChosen(text: string | null): Chosen[] {
  const all: Chosen[] = [];
  for (const item of listOf(text)) {
    const [, id = '', time = '', check = '', promised, place] = /^([\w-]+)(?:~([\dT]*)(?:~([a-z0-9]*)(?:~([\da-f]{1,3})?(?:~([\w-]+))?)?)?)?$/.exec(item) ?? [];
    if (!id || all.some((one) => one.id === id)) continue;
    all.push({ id, time: isTime(time) ? time : '', check, ...(promised && { promised }), ...(place && { place }) });
  }
  return all.slice(0, MOST_CHOSEN);
}

/** What is unknown or wrong is left out: an address that was cut still opens. */
export function readState(fragment: string): State {
  const query = new URLSearchParams(fragment.replace(/^#/, ''));
  return { request: readRequest(query), chosen: readChosen(query.get('choix')), sheet: query.get('vue') === 'fiche' };
}

type Parts = readonly (readonly [name: string, value: string])[];

const write = (parts: Parts): string =>
  parts.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&');

function homeParts(home: Home | null): Parts {
  if (!home) return [];
  return 'commune' in home ? [['commune', home.commune]] : [['lat', String(home.lat)], ['lon', String(home.lon)], ['ici', home.label]];
}

const flag = (set: boolean): string => (set ? '1' : '');

const chosenText = (chosen: readonly Chosen[]): string => chosen.map(({ id, time, check, promised, place }) => [id, time, check, ...(promised !== undefined || place ? [promised ?? ''] : []), ...(place ? [place] : [])].join('~')).join(',');

export function writeState({ request, chosen, sheet }: State): string {
  return write([
    ['besoins', request.needs.join(',')],
    ...homeParts(request.home),
    ['portee', request.reach === NOTHING.reach ? '' : request.reach],
    ['libre', request.free.join(',')],
    ['gratuit', flag(request.gratuit)],
    ['pass', flag(request.pass)],
    ['accueil', request.care.join(',')],
    ['aide', request.support],
    ['choix', chosenText(chosen)],
    ['vue', sheet ? 'fiche' : ''],
  ]);
}

/** What is handed over: the selection, and the needs for what to bring. Never where the person lives, nor what constrains them. */
export function writeLink({ request, chosen }: State): string {
  return write([['besoins', request.needs.join(',')], ['choix', chosenText(chosen)], ['vue', 'fiche']]);
}

/** How many of the days that a week has are wholly of this part, for "tous les matins". */
export const isEvery = (free: readonly string[], part: string): boolean => DAYS.every((day) => free.includes(`${day}-${part}`));
