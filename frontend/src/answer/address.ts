/**
 * The address of the page holds the question, as the server reads it (internal/site/question.go), and what only the browser
 * knows: `tab`, the place whose sheet is open, and `view`, where the map was moved to.
 */
import type { View } from '../map/map.ts';
import type { Config } from './config.ts';

export type Tab = 'liste' | 'carte';

/** What the browser adds to the question. */
export interface Looks {
  readonly tab: Tab;
  /** Id of the place whose sheet is open, "" for none. */
  readonly place: string;
  /** Null lets the map choose. */
  readonly view: View | null;
}

const LOOKS = ['tab', 'place', 'view'];

const round = (degrees: number, decimals: number): string => String(Number(degrees.toFixed(decimals)));

function readView(text: string | null): View | null {
  const numbers = (text ?? '').split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [zoom = Number.NaN, lat = Number.NaN, lon = Number.NaN] = numbers;
  const sound = numbers.length === 3 && zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return sound ? { zoom, lat, lon } : null;
}

export function readLooks(address: URL): Looks {
  const { searchParams } = address;
  return { tab: searchParams.get('tab') === 'carte' ? 'carte' : 'liste', place: searchParams.get('place') ?? '', view: readView(searchParams.get('view')) };
}

/** True for the address of a frame in another site: `view` says what it shows, and `commune` its territory. */
export const isOfFrame = ({ searchParams }: URL): boolean => searchParams.get('view') === 'map';

/** The question of an address, without what the browser adds. */
export function questionOf(address: URL): URL {
  const question = new URL(address);
  for (const name of [...LOOKS, 'part']) if (name !== 'view' || !isOfFrame(address)) question.searchParams.delete(name);
  return question;
}

/** The address of a question, with what the browser adds; short and readable. */
export function addressOf(question: URL, { tab, place, view }: Looks): string {
  const address = questionOf(question);
  const query = address.searchParams;
  if (place) query.set('place', place);
  if (view) query.set('view', `${round(view.zoom, 1)}/${round(view.lat, 4)}/${round(view.lon, 4)}`);
  if (tab === 'carte') query.set('tab', 'carte');
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return address.pathname + (text ? `?${text}` : '');
}

/** A list written "a,b", or repeated as a form sends it. */
const list = (query: URLSearchParams, name: string): string => query.getAll(name).filter(Boolean).join(',');

/** The time of the question, as parameters of the API. */
function timeOf(query: URLSearchParams, times: Config['times']): URLSearchParams {
  const named = query.get('quand') ?? '';
  const [day, hour] = [query.get('jour'), query.get('heure')];
  if (times[named]) return new URLSearchParams(times[named]);
  if (!day || (named !== '' && named !== 'jour')) return new URLSearchParams();
  return new URLSearchParams(hour ? { open: `${day}T${hour}` } : { from: day, to: day });
}

/**
 * The address at which the public API should answer the same question, so that the map need not wait for the list; "" when
 * only the server can find it. The answer names the right address: a wrong guess costs a second request.
 */
export function guessPlaces(question: URL, { times, territory = '' }: Config): string {
  const parameters = question.searchParams;
  const located = parameters.has('lat') && parameters.has('lon');
  if (parameters.get('q') && !located) return '';
  const query = new URLSearchParams([['fields', 'map'], ...timeOf(parameters, times), ...new URLSearchParams(territory)]);
  for (const name of ['service', 'kind', 'fee', 'support', 'audience', 'care', 'certainty']) {
    const value = list(parameters, name);
    if (value && !query.has(name)) query.set(name, value);
  }
  const zone = parameters.get('zone');
  if (zone && !located) query.set('bbox', zone);
  query.sort();
  return `/api/v1/places?${query}`;
}
