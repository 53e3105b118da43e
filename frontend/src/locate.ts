import { need } from './dom.ts';
import { stepAfter } from './steps.ts';
import type { Store } from './store.ts';
import { say } from './strings.ts';

/** About a hundred metres: enough to sort places, not enough to name a house. */
const coarse = (degrees: number): number => Number(degrees.toFixed(3));

/** The button "Me localiser". The position goes nowhere but into the page's own address. */
export function offerLocation(store: Store): void {
  const button = need<HTMLButtonElement>('locate');
  const message = need('locate-message');
  if (!('geolocation' in navigator)) return;
  button.hidden = false;
  const found = ({ coords }: GeolocationPosition): void => {
    message.textContent = say.located;
    const point = { lat: coarse(coords.latitude), lon: coarse(coords.longitude) };
    const search = { by: 'point', label: '', commune: '', ...point } as const;
    store.set({ search, view: null, step: stepAfter({ search }, store.get()) });
  };
  const refused = (error: GeolocationPositionError): void => {
    message.textContent = error.code === error.PERMISSION_DENIED ? say.notAllowed : say.notFound;
  };
  button.addEventListener('click', () => {
    message.textContent = say.locating;
    navigator.geolocation.getCurrentPosition(found, refused, { timeout: 10_000, maximumAge: 60_000 });
  });
}
