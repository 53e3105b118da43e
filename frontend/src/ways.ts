import type { Catalogue } from './catalogue.ts';
import { button, el } from './dom.ts';
import type { Result } from './filter.ts';
import * as format from './format.ts';
import { openingOf, phoneLink } from './line.ts';
import { t } from './language.ts';
import { less, nameOf, type Less, type Question, type Way } from './rescue.ts';
import { say } from './strings.ts';

/** "France services de Périers, à 300 m" or, without a point, "France services de Périers (Périers)". */
export function named({ place, distance }: Result): string {
  return distance === null ? `${place.name} (${place.city})` : t('%s, à %s', place.name, format.distance(distance));
}

/** The condition that a way is about: another time is still a time. */
const about = ({ what }: Less): string => (what === 'later' ? 'when' : what);

/** Why nothing was found: what the most useful way out leaves out. */
export function whyNothing(ways: readonly Way[], asked: Question, today: string, catalogue: Catalogue): string {
  const [best] = ways;
  if (!best) return say.nobody;
  const needs = asked.services.length;
  const other = less(asked).some((one) => about(one) !== about(best) && one.what !== 'service');
  const name = nameOf(best, asked, today, catalogue);
  const tail = say.forThese(needs) + (other ? say.withTheRest : '');
  switch (best.what) {
    case 'when':
    case 'later':
      return say.nobodyThen(format.when(asked.when, today)) + tail + '.';
    case 'service':
      return needs > 1 ? say.notTogether(needs) + (other ? say.withTheRest : '') + '.' : say.noneDoes(name) + (other ? say.withTheRest : '') + '.';
    case 'kinds':
      return say.noneOfKind(name) + tail + '.';
    case 'sure':
      return say.noneSure + tail + '.';
    case 'fee':
      return say.noneFree + tail + '.';
    case 'text':
      return say.noneNamed(name);
    case 'zone':
      return say.noneInZone + tail + '.';
    case 'rest':
      return say.noSingle;
    default:
      return say.noneSays(name) + tail + '.';
  }
}

/** What a way out asks less, and how many places it gives. */
function title(way: Way, asked: Question, today: string, catalogue: Catalogue): string {
  const count = format.places(way.count);
  if (way.what === 'later') return say.then(format.capital(format.when(way.id, today)), count);
  return way.what === 'rest' ? say.onlyNeeds(asked.services.length, count) : say.without(nameOf(way, asked, today, catalogue), count);
}

/** The first place that a way out gives, and when one finds help there. */
function detail({ first }: Way): string {
  const opening = format.tieHours(openingOf(first.place));
  const check = first.match === 'possible' ? ` ${say.possible}.` : '';
  return `${say.firstOf(first.distance !== null, named(first))}${opening && ` ${opening}.`}${check}`;
}

export function wayOut(way: Way, asked: Question, today: string, catalogue: Catalogue, take: (question: Question) => void): HTMLElement {
  const less = button('', () => take(way.question));
  less.append(el('strong', {}, title(way, asked, today, catalogue)), ' ', el('span', { class: 'detail' }, detail(way)));
  return el('li', {}, less);
}

/** Whom to ask when no question with less gives anything. */
export function askThem(first: Result): HTMLElement[] {
  const text = el('p', {}, say.askThere(first.distance !== null, named(first)));
  return [text, el('p', {}, phoneLink(first.place.phone, first.place.name))];
}
