/** What one offer answers to each constraint. Silence of its source is "unknown", never "no". */
import { firstFit, slotOf, spansOf } from './time.ts';
import { closedText } from '../words/words.ts';
import type { OfferData, Reason, Request, Slot, Verdict, VisitData } from '../types.ts';

/** What a comparison is made under: the request, and the times that count. */
export interface Frame {
  readonly request: Request;
  readonly windows: readonly Slot[] | null;
  readonly horizon: Slot;
}

function feeVerdict({ fee = [], pass }: OfferData, request: Request): Verdict {
  if (fee.includes('gratuit') || (request.pass && pass && fee.includes('payant'))) return 'yes';
  return fee.length === 0 || fee.includes('gratuit-sous-condition') ? 'unknown' : 'no';
}

function supportVerdict({ support = [] }: OfferData, wanted: string): Verdict {
  if (support.includes(wanted)) return 'yes';
  return support.length === 0 ? 'unknown' : 'no';
}

/** The verdict of every constraint that the request has, whatever the time. */
export function verdictsOf(offer: OfferData, request: Request): Record<string, Verdict> {
  const all: Record<string, Verdict> = {};
  if (request.gratuit) all['gratuit'] = feeVerdict(offer, request);
  if (request.pass) all['pass'] = offer.pass ? 'yes' : 'unknown';
  for (const slug of request.care) all[slug] = offer.care?.includes(slug) ? 'yes' : 'unknown';
  if (request.support) all[request.support] = supportVerdict(offer, request.support);
  return all;
}

const texts: Readonly<Record<string, string>> = {
  gratuit: 'payant',
  individuel: 'pas d’aide individuelle',
  atelier: 'pas d’atelier',
  public: 'ne reçoit pas de public',
};

export const receivesNobody = ({ hours }: OfferData): boolean => hours === 'none';

/** When an offer can next be used; null for a time that nobody knows, false when it is known that there is none. */
export type Fit = Slot | null | false;

export function fitOf(offer: OfferData, { windows, horizon }: Frame): Fit {
  return offer.hours === 'known' ? (firstFit(spansOf(offer), windows, horizon) ?? false) : null;
}

/** The next visit that one can count on and that fits; null when dates are not known, false when none of those that are fits. */
export function visitFit({ visits = [], hours }: OfferData, { windows, horizon }: Frame): { readonly visit: VisitData; readonly slot: Slot } | null | false {
  if (hours !== 'visits') return null;
  const sure = visits.filter(({ counts }) => counts).sort((a, b) => slotOf(a).start - slotOf(b).start || (a.id < b.id ? -1 : 1));
  for (const visit of sure) {
    const slot = firstFit([slotOf(visit)], windows, horizon);
    if (slot) return { visit, slot };
  }
  return false;
}

/** Why an offer does not fit, empty when it does. */
export function reasonsOf(offer: OfferData, verdicts: Readonly<Record<string, Verdict>>, fits: boolean, { request }: Frame): Reason[] {
  if (receivesNobody(offer)) return [{ about: 'public', text: texts['public'] ?? '' }];
  const reasons = Object.keys(verdicts).filter((about) => verdicts[about] === 'no').map((about) => ({ about, text: texts[about] ?? about }));
  return fits ? reasons : [...reasons, { about: 'free', text: closedText(request.free, offer.kind === 'van') }];
}
