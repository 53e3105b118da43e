import { followNetwork } from '../offline/follow.ts';
import { offerMap } from '../map/small.ts';
import { wirePlace } from './place.ts';
import { keepTrue } from './until.ts';

// The pages of the server work without this: it only offers to print them, to copy their address, and to read them without a network.
const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

wirePlace(document);

const map = document.getElementById('small-map');
if (map) offerMap(map);

keepTrue();
followNetwork();
