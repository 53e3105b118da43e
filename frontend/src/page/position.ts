import { t } from './language.ts';
import type { Point } from './types.ts';

/** About a hundred metres: enough to sort places, not enough to name a house. */
const coarse = (degrees: number): number => Number(degrees.toFixed(3));

/** False where the browser cannot say where it is. */
export const canLocate = (): boolean => 'geolocation' in navigator;

/** Asks the browser where it is, and says so in `message`. The position goes nowhere else. */
export function locate(message: HTMLElement, found: (point: Point) => void): void {
  const here = ({ coords }: GeolocationPosition): void => {
    message.textContent = '';
    found({ lat: coarse(coords.latitude), lon: coarse(coords.longitude) });
  };
  const refused = (error: GeolocationPositionError): void => {
    message.textContent = error.code === error.PERMISSION_DENIED
      ? t('Vous n’avez pas donné votre position. Ce n’est pas grave : écrivez le nom de votre commune.')
      : t('Votre position n’a pas été trouvée. Écrivez le nom de votre commune.');
  };
  message.textContent = t('Recherche de votre position…');
  navigator.geolocation.getCurrentPosition(here, refused, { timeout: 10_000, maximumAge: 60_000 });
}
