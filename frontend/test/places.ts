import { fold } from '../src/filter.ts';
import type { Certainty, Place } from '../src/types.ts';

/** A place for tests: only what matters is given. */
export function place(id: string, given: Partial<Omit<Place, 'services'>> & { services?: Record<string, Certainty> } = {}): Place {
  const { services = {}, ...rest } = given;
  const whole = {
    id, name: `Lieu ${id}`, kinds: ['epn'], address: '', postcode: '', city: '', phone: '', open: null, lat: 49, lon: -1, ...rest,
  };
  return {
    ...whole,
    services: new Map(Object.entries(services)),
    words: fold(`${whole.name} ${whole.address} ${whole.postcode} ${whole.city}`),
  };
}
