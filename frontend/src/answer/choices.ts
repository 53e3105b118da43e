/** The forms that change the question, as addresses. */
import { t } from '../page/language.ts';
import type { Point, Suggestion } from '../page/types.ts';
import { isOfFrame } from './address.ts';

/** The parameters of a place or of words: a new search replaces them. In a frame `commune` is the territory, and stays. */
const WHERE = ['q', 'commune', 'lat', 'lon', 'zone'];

/** Another question begins its list anew. */
const OF_THE_LIST = ['page', 'plus'];

function set(query: URLSearchParams, name: string, value: string): void {
  if (value) query.set(name, value);
  else query.delete(name);
}

function without(question: URL, names: readonly string[]): URL {
  const address = new URL(question);
  for (const name of [...names, ...OF_THE_LIST]) if (name !== 'commune' || !isOfFrame(question)) address.searchParams.delete(name);
  return address;
}

/** Sets the time: one day, at an hour or not, when it is the choice that is marked. */
function setTime(query: URLSearchParams, form: FormData): void {
  const named = String(form.get('quand') ?? 'jour');
  set(query, 'quand', named === 'jour' ? '' : named);
  for (const name of ['jour', 'heure']) set(query, name, named === 'jour' ? String(form.get(name) ?? '') : '');
}

/** The question with the choices of a form in the place of its own. */
export function chosen(question: URL, form: HTMLFormElement): URL {
  const address = without(question, []);
  const query = address.searchParams;
  const data = new FormData(form);
  for (const { name } of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) set(query, name, data.getAll(name).join(','));
  setTime(query, data);
  query.set('etape', 'reponse');
  return address;
}

/** The question about the words typed, at the question of the three that they answer. */
export function typed(question: URL, text: string, step: string): URL {
  const address = without(question, WHERE);
  set(address.searchParams, 'q', text);
  address.searchParams.set('etape', step);
  return address;
}

/** The question around a point; `next` is the question of the three that follows. */
export function around(question: URL, { lat, lon }: Point, label: string, commune: string, next: string): URL {
  const address = without(question, WHERE);
  const query = address.searchParams;
  set(query, 'q', label);
  if (!isOfFrame(question)) set(query, 'commune', commune);
  query.set('lat', String(Number(lat.toFixed(4))));
  query.set('lon', String(Number(lon.toFixed(4))));
  query.set('etape', next);
  return address;
}

/** The question about a part of the map, and around a point no more. */
export function within(question: URL, zone: string): URL {
  const address = without(question, question.searchParams.has('lat') ? WHERE : []);
  address.searchParams.set('zone', zone);
  return address;
}

/** The question with one need more. */
function needing(question: URL, id: string, next: string): URL {
  const words = !question.searchParams.has('lat');
  const address = without(question, words ? WHERE : []);
  const query = address.searchParams;
  const services = (query.get('service') ?? '').split(',').filter(Boolean);
  query.set('service', [...new Set([...services, id])].join(','));
  query.set('etape', next);
  return address;
}

/** The question that a suggestion answers; null for a place, whose sheet opens. */
export function suggested(question: URL, { type, id, label, lat, lon }: Suggestion, next: string): URL | null {
  if (type === 'need') return needing(question, id, next);
  if (type === 'place' && next === 'reponse') return null;
  if (typeof lat !== 'number' || typeof lon !== 'number') return typed(question, label, 'reponse');
  return around(question, { lat, lon }, label, type === 'commune' || type === 'former' ? id : '', next);
}

/** False for a day that cannot be searched, which the message explains: a year that is half typed gives one. */
export function isGoodDay(day: HTMLInputElement, message: HTMLElement): boolean {
  const good = day.value !== '' && day.validity.valid;
  message.textContent = good ? '' : t('Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.');
  return good;
}
