import { offerListening } from './listen.ts';
import { t } from './language.ts';

/** Where the program for maps of this device starts, by what the browser says of it; the link opens any browser otherwise. */
export function directionsOn(device: string, point: string, name: string): string | null {
  if (/iPhone|iPad|Macintosh/.test(device)) return `https://maps.apple.com/?daddr=${point}&q=${encodeURIComponent(name)}`;
  if (/Android/.test(device)) return `geo:${point}?q=${point}(${encodeURIComponent(name)})`;
  return null;
}

function wireCopy(copy: HTMLElement, tell: (text: string) => void): void {
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(copy.dataset['address'] ?? location.href).then(
      () => tell(t('Le lien est copié.')),
      () => tell(t('Le lien n’a pas pu être copié.')),
    );
  });
}

/** What only a browser can do with a place, on its page or in the panel of the map. Returns what silences the voice. */
export function wirePlace(root: ParentNode): () => void {
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const way = root.querySelector<HTMLAnchorElement>('.way');
  const { point = '', name = '' } = way?.dataset ?? {};
  const program = directionsOn(navigator.userAgent, point, name);
  if (way && program) way.href = program;

  const print = find('.print');
  if (print) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
  }
  const sharing = find('.share');
  if (sharing && location.hash === '#partager') sharing.setAttribute('open', ''); // browsers that do not open it by themselves
  const copied = find('.copied');
  const copy = find('.copy');
  if (copy) wireCopy(copy, (text) => copied && (copied.textContent = text));
  const over = find('.hand-over');
  if (over && 'share' in navigator) {
    over.hidden = false;
    over.addEventListener('click', () => void navigator.share({ title: name, url: over.dataset['address'] ?? location.href }).catch(() => undefined)); // closed without choosing
  }
  const listen = find('.listen');
  const place = find('.place');
  if (!listen || !place) return () => undefined;
  return offerListening(listen, ({ spokenPlace }) => spokenPlace(place, find('h1')?.textContent ?? ''));
}
