import { fold } from '../src/filter.ts';
import type { Certainty, Place } from '../src/types.ts';

type Services = Record<string, Certainty>;

interface Given extends Partial<Omit<Place, 'offers' | 'words'>> {
  /** What each kind of offer does there; or, with `services`, what every kind does. */
  readonly offers?: Record<string, Services>;
  readonly services?: Services;
}

/** A place for tests: only what matters is given. */
export function place(id: string, given: Given = {}): Place {
  const { services = {}, offers, kinds = Object.keys(offers ?? { epn: {} }), ...rest } = given;
  const whole = {
    id, slug: '', name: `Lieu ${id}`, kinds, address: '', postcode: '', city: '', phone: '', open: null, nextVisit: null, free: false, access: [], noPublic: false, updated: '', approximate: false, lat: 49, lon: -1, ...rest,
  };
  return {
    ...whole,
    offers: kinds.map((kind) => ({ kind, services: new Map(Object.entries(offers?.[kind] ?? services)) })),
    words: fold(`${whole.name} ${whole.address} ${whole.postcode} ${whole.city}`),
  };
}
