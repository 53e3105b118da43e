import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sheetsIn, type Sheet } from '../src/map/sheets.ts';

const sheets: readonly Sheet[] = [
  { address: 'manche', box: [-2, 48, -1, 50] },
  { address: 'calvados', box: [-1.2, 48.7, 0.5, 49.5] },
  { address: 'var', box: [5.6, 42.9, 7, 43.8] },
];
const all = (): boolean => true;

test('the main sheet is the one under the middle of the map', () => {
  assert.deepEqual(sheetsIn([-1.8, 48.9, -0.8, 49.3], sheets, all), { main: 'manche', missing: [] });
  assert.deepEqual(sheetsIn([-1.3, 48.9, 0.3, 49.3], sheets, all), { main: 'calvados', missing: [] });
});

test('where the middle is at sea, a sheet in view is the main one', () => {
  assert.equal(sheetsIn([-3.5, 48.9, -1.9, 49.3], sheets, all).main, 'manche');
});

test('a sheet that is out of view is never the main one, and what is in view is fetched', () => {
  const there = (address: string): boolean => address === 'manche';
  assert.deepEqual(sheetsIn([5.8, 43, 6.4, 43.4], sheets, there), { main: '', missing: ['var'] });
  assert.deepEqual(sheetsIn([-1.3, 48.9, 0.3, 49.3], sheets, there), { main: 'manche', missing: ['calvados'] });
});
