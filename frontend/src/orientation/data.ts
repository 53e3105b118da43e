/** The public data that the comparison reads: the same for everyone, fetched without a word about the person. */
import type { Commune, Need, Offers } from './types.ts';

export interface Known {
  readonly offers: Offers;
  readonly communes: readonly Commune[];
  readonly needs: ReadonlyMap<string, Need>;
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`/api/v1/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

export async function load(): Promise<Known> {
  const [offers, { communes }, { services }] = await Promise.all([
    ask<Offers>('orientation/offers'), ask<{ communes: Commune[] }>('communes'), ask<{ services: Need[] }>('services'),
  ]);
  return { offers, communes, needs: new Map(services.map((need) => [need.id, need])) };
}
