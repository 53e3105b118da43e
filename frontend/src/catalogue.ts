import type { FurtherName } from './further.ts';

/**
 * The needs, the kinds and the further choices, as the page already shows them: each is a checkbox
 * with its id as value and its name in data-label. Reading them there spares a
 * request and keeps one list of them.
 */
export interface Catalogue {
  need(id: string): string;
  kind(id: string): string;
  further(name: FurtherName, value: string): string;
}

/** The names of the filters' boxes: one answer to "when", as many of the others as one likes. */
type Name = 'service' | 'kind' | 'quand' | FurtherName;

export function boxes(form: HTMLFormElement, name: Name): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
}

function labels(form: HTMLFormElement, name: Name): (id: string) => string {
  const byId = new Map(boxes(form, name).map((box) => [box.value, box.dataset['label'] ?? box.value]));
  return (id) => byId.get(id) ?? id;
}

export function readCatalogue(form: HTMLFormElement): Catalogue {
  return {
    need: labels(form, 'service'),
    kind: labels(form, 'kind'),
    further: (name, value) => labels(form, name)(value),
  };
}
