import { followNetwork } from './offline.ts';
import { t } from './language.ts';
import { offerListening } from './listen.ts';
import { offerMap } from './smallmap.ts';

// The pages of the server work without this: it only offers to print them, to copy their address, and to read them without a network.
const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

const listen = document.getElementById('listen');
const place = document.querySelector('main.place');
if (listen && place) offerListening(listen, ({ spokenPlace }) => spokenPlace(place, document.querySelector('h1')?.textContent ?? ''));

const map = document.getElementById('small-map');
if (map) offerMap(map);

const copy = document.getElementById('copy');
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', () => {
    const told = document.getElementById('copied');
    const tell = (text: string): void => void (told && (told.textContent = text));
    navigator.clipboard.writeText(copy.dataset['address'] ?? location.href).then(
      () => tell(t('Le lien est copié.')),
      () => tell(t('Le lien n’a pas pu être copié.')),
    );
  });
}

followNetwork();
