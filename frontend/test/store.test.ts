import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore, initialState, PAGE, toggle } from '../src/store.ts';

test('a listener hears each change with what was before', () => {
  const store = createStore(initialState);
  const heard: [string, string][] = [];
  store.subscribe((state, before) => heard.push([before.tab, state.tab]));
  store.set({ tab: 'carte' });
  store.set({ tab: 'liste' });
  assert.deepEqual(heard, [['liste', 'carte'], ['carte', 'liste']]);
});

test('a change made while telling is told after, to all, in order', () => {
  const store = createStore(initialState);
  const heard: string[] = [];
  store.subscribe((state) => {
    if (state.place === 'a') store.set({ place: 'b' });
  });
  store.subscribe((state, before) => heard.push(`${before.place}→${state.place}`));
  store.set({ place: 'a' });
  assert.deepEqual(heard, ['null→a', 'a→b']);
  assert.equal(store.get().place, 'b');
});

test('a new question shows its first page again', () => {
  const store = createStore(initialState);
  store.set({ shown: 3 * PAGE });
  store.set({ place: 'a' });
  assert.equal(store.get().shown, 3 * PAGE);
  store.set({ kinds: ['epn'] });
  assert.equal(store.get().shown, PAGE);
});

test('the state before is never changed', () => {
  const before = Object.freeze({ ...initialState });
  const store = createStore(before);
  store.set({ services: toggle(before.services, 'caf') });
  assert.deepEqual(before.services, []);
});

test('toggle adds, then takes out', () => {
  assert.deepEqual(toggle(['a'], 'b'), ['a', 'b']);
  assert.deepEqual(toggle(['a', 'b'], 'a'), ['b']);
});
