import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinKinds, type Data } from '../src/data.ts';
import { Days } from '../src/days.ts';
import { countKinds, countServices, search } from '../src/filter.ts';
import { nothingFurther } from '../src/further.ts';
import { createStore, initialState, placesOf, type State, type Store } from '../src/store.ts';
import type { Place } from '../src/types.ts';
import { place } from './places.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

interface Bench {
  readonly store: Store;
  readonly days: Days;
  readonly asked: string[];
  readonly answers: { resolve: (places: readonly Place[]) => void; reject: (error: Error) => void }[];
}

/** A page with two places, and a server that answers when the test says so. */
function bench(start: Partial<State> = {}): Bench {
  const asked: string[] = [];
  const answers: Bench['answers'] = [];
  const meeting = (conditions: string): Promise<readonly Place[]> => {
    asked.push(conditions);
    return new Promise((resolve, reject) => answers.push({ resolve, reject }));
  };
  const places = [place('a'), place('b')];
  const store = createStore({ ...initialState, status: 'ready', today: '2026-12-01', places, ...start });
  return { store, days: new Days(store, { meeting } as unknown as Data), asked, answers };
}

const shown = ({ store }: Bench): string[] => placesOf(store.get()).map(({ id }) => id);

test('the places of the days asked for are shown once they are there', async () => {
  const b = bench();
  b.store.set({ when: 'semaine' });
  assert.deepEqual([b.asked, shown(b)], [['from=2026-12-01&to=2026-12-06'], ['a', 'b']]);
  b.answers[0]?.resolve([place('b')]);
  await settled();
  assert.deepEqual([shown(b), b.store.get().within?.when], [['b'], 'semaine']);
  b.store.set({ when: '' });
  await settled();
  assert.deepEqual(shown(b), ['a', 'b']);
});

test('a span is asked for once', async () => {
  const b = bench();
  for (const when of ['semaine', '', 'semaine']) b.store.set({ when });
  b.answers[0]?.resolve([place('b')]);
  await settled();
  assert.deepEqual([b.asked.length, shown(b)], [1, ['b']]);
  b.days.forget();
  await Promise.all([b.days.ask(), b.answers[1]?.resolve([place('a')])]);
  assert.deepEqual([b.asked.length, shown(b)], [2, ['a']]);
});

test('a failure keeps what was shown, says so, and can be tried again', async () => {
  const b = bench();
  b.store.set({ when: 'mois' });
  b.answers[0]?.reject(new Error('down'));
  await settled();
  assert.deepEqual([b.store.get().days, b.store.get().within, shown(b)], ['failed', null, ['a', 'b']]);
  void b.days.ask();
  assert.equal(b.store.get().days, 'loading');
  b.answers[1]?.resolve([place('a')]);
  await settled();
  assert.deepEqual([b.store.get().days, shown(b)], ['ready', ['a']]);
});

test('an answer that comes after another question is not shown', async () => {
  const b = bench();
  b.store.set({ when: 'mois' });
  b.store.set({ when: '2026-12-08' });
  b.answers[1]?.resolve([place('b')]);
  await settled();
  b.answers[0]?.resolve([place('a')]);
  await settled();
  assert.deepEqual([shown(b), b.store.get().within?.when], [['b'], '2026-12-08']);
});

test('another day has other weeks', async () => {
  const b = bench({ when: 'semaine', today: '2026-12-06' });
  b.store.set({ today: '2026-12-07' });
  assert.deepEqual(b.asked, ['from=2026-12-07&to=2026-12-13']);
});

test('nothing is asked before the places are there, and all is then', () => {
  const b = bench({ status: 'loading' });
  b.store.set({ when: 'aujourdhui' });
  assert.deepEqual(b.asked, []);
  b.store.set({ status: 'ready' });
  assert.deepEqual(b.asked, ['from=2026-12-01&to=2026-12-01']);
});

/** An EPN and a house at one door; only the EPN is open in the days asked for. */
const door = place('d', { offers: { epn: { caf: 'possible', cv: 'declared' }, 'france-services': { caf: 'implied' } } });

test('a counter that is closed those days does not answer for its neighbour', () => {
  const open = joinKinds([['epn', [door]], ['france-services', []], ['van', [place('v', { kinds: ['van'], services: { caf: 'declared' } })]]]);
  const criteria = { services: ['caf'], kinds: [], text: '' };
  assert.deepEqual(search(open, criteria, null).map(({ place: { id }, match }) => [id, match]), [['v', 'confirmed'], ['d', 'possible']]);
  assert.deepEqual(search(open, { ...criteria, kinds: ['france-services'] }, null), []);
  assert.deepEqual(Object.fromEntries(countKinds(open, criteria)), { epn: 1, van: 1 });
  assert.deepEqual(Object.fromEntries(countServices(search(open, { ...criteria, services: [] }, null))), { caf: 2, cv: 1 });
  assert.deepEqual(open.find(({ id }) => id === 'd')?.kinds, ['epn', 'france-services'], 'the line still says all that is there');
});

test('a place open in two ways is there once, with both', () => {
  const [only, ...others] = joinKinds([['epn', [door]], ['france-services', [door]]]);
  assert.deepEqual([only?.offers.map(({ kind }) => kind), others], [['epn', 'france-services'], []]);
});

test('further choices are asked of the server together with the days', async () => {
  const b = bench();
  const free = { ...nothingFurther, fee: ['gratuit'] };
  b.store.set({ further: free });
  b.store.set({ when: 'aujourdhui' });
  assert.deepEqual(b.asked, ['fee=gratuit', 'from=2026-12-01&to=2026-12-01&fee=gratuit']);
  b.answers[0]?.resolve([place('a')]);
  await settled();
  assert.deepEqual(shown(b), ['a', 'b'], 'half of the question is not an answer');
  b.answers[1]?.resolve([place('b')]);
  await settled();
  assert.deepEqual(shown(b), ['b']);
  b.store.set({ when: '' });
  await settled();
  assert.deepEqual([b.asked.length, shown(b), b.store.get().within?.further], [2, ['a'], free]);
});

test('what is open now is asked anew each time', async () => {
  const b = bench();
  for (const when of ['maintenant', '', 'maintenant', '2026-12-08T14:30']) b.store.set({ when });
  assert.deepEqual(b.asked, ['open=now', 'open=now', 'open=2026-12-08T14%3A30']);
});
