import assert from 'node:assert/strict';
import test from 'node:test';
import { directionsOn } from '../src/page/place.ts';

test('directions open the program of the device, and any browser otherwise', () => {
  const on = (device: string): string | null => directionsOn(device, '49.10000,-1.20000', 'Mairie (annexe)');
  assert.equal(on('Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X)'), 'https://maps.apple.com/?daddr=49.10000,-1.20000&q=Mairie%20(annexe)');
  assert.equal(on('Mozilla/5.0 (Linux; Android 8.1.0; SM-J530F)'), 'geo:49.10000,-1.20000?q=49.10000,-1.20000(Mairie%20(annexe))');
  assert.equal(on('Mozilla/5.0 (Windows NT 10.0; Win64; x64)'), null);
  assert.equal(on('Mozilla/5.0 (X11; Linux x86_64)'), null);
});
