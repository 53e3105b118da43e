/**
 * The needs and the kinds, as the page already shows them: each is a checkbox
 * with its id as value and its name in data-label. Reading them there spares a
 * request and keeps one list of them.
 */
export interface Catalogue {
  need(id: string): string;
  kind(id: string): string;
}

/** The names of the filters' boxes: as many needs and kinds as one likes, one answer to "when". */
type Name = 'service' | 'kind' | 'quand';

export function boxes(form: HTMLFormElement, name: Name): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
}

function labels(form: HTMLFormElement, name: Name): (id: string) => string {
  const byId = new Map(boxes(form, name).map((box) => [box.value, box.dataset['label'] ?? box.value]));
  return (id) => byId.get(id) ?? id;
}

export function readCatalogue(form: HTMLFormElement): Catalogue {
  return { need: labels(form, 'service'), kind: labels(form, 'kind') };
}
