/** What a script adds to the page of a place, wherever it shows: to copy its address, to listen to it, to see where it is. */
import { t } from './language.ts';
import { offerListening } from './listen.ts';

function offerCopy(root: ParentNode): void {
  const copy = root.querySelector<HTMLElement>('#copy');
  if (!copy || !navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener('click', () => {
    const result = root.querySelector('#copied');
    const say = (text: string): void => void (result && (result.textContent = text));
    navigator.clipboard.writeText(copy.dataset['address'] ?? location.href).then(
      () => say(t('Le lien est copié.')),
      () => say(t('Le lien n’a pas pu être copié.')),
    );
  });
}

export function dressPlace(root: ParentNode): void {
  offerCopy(root);
  const listen = root.querySelector<HTMLElement>('#listen');
  if (listen) offerListening(listen, ({ spokenPlace }) => spokenPlace(root, root.querySelector('h1, h2')?.textContent ?? ''));
}
