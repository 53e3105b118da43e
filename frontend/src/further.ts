/**
 * What can be asked of an offer beyond kind and need: the API's parameters
 * and the values that the page offers of each. Values of one parameter are
 * alternatives. The server reads the same (internal/site/further.go).
 */
const values = {
  fee: ['gratuit'],
  support: ['autonomie', 'individuel', 'atelier', 'distance'],
  audience: ['jeunes', 'etudiants', 'familles-enfants', 'seniors', 'femmes'],
  care: ['surdite', 'deficience-visuelle', 'handicaps-moteurs', 'handicaps-mentaux', 'illettrisme', 'langues-anglais', 'langues-autres'],
} as const;

export type FurtherName = keyof typeof values;

export const FURTHER = Object.keys(values) as readonly FurtherName[];

/** The values chosen, by parameter; none means all. */
export type Further = Readonly<Record<FurtherName, readonly string[]>>;

export const nothingFurther: Further = { fee: [], support: [], audience: [], care: [] };

export const isFurther = (name: string): name is FurtherName => name in values;

export function countFurther(further: Further): number {
  return FURTHER.reduce((sum, name) => sum + further[name].length, 0);
}

/** Reads what an address says, given how to read a list of it. A value that is not offered is left out. */
export function readFurther(list: (name: string) => readonly string[]): Further {
  const known = (name: FurtherName): string[] => list(name).filter((value) => (values[name] as readonly string[]).includes(value));
  return { fee: known('fee'), support: known('support'), audience: known('audience'), care: known('care') };
}

export function writeFurther(query: URLSearchParams, further: Further): void {
  for (const name of FURTHER) {
    if (further[name].length > 0) query.set(name, further[name].join(','));
  }
}

/** The conditions that only the server can judge, as its API asks for them; "" for none. */
export function conditions(time: Record<string, string>, further: Further): string {
  const query = new URLSearchParams(time);
  writeFurther(query, further);
  return query.toString();
}
