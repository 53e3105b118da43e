type Child = Node | string | null;

/** Makes an element. Its text is never read as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name] as string);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** True inside another site, where only the frame itself may show. */
export const isFramed = (): boolean => typeof document !== 'undefined' && document.body.classList.contains('framed');

/** Finds what the template promises; a template without it is a fault of ours. */
export function need<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page lacks #${id}`);
  return element as T;
}

export function button(label: string, onClick: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}

/**
 * Does this instead of submitting a form within `root`: on its button, or on Enter, which clicks that button. A frame sandboxed without
 * allow-forms never gets as far as the form's submit event.
 */
export function insteadOfSubmit(root: HTMLElement, act: (button: Element) => void): void {
  root.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button[type=submit]');
    if (!button) return;
    event.preventDefault();
    act(button);
  });
}

/** The first element of what the server wrote, read in this page. */
export const elementOf = (html: string): HTMLElement | null => document.createRange().createContextualFragment(html).firstElementChild as HTMLElement | null;

/** A busy page does that work after this long, in milliseconds. */
const AT_MOST = 100;

/** Does this after the next frame, when the page is idle: for work that the reader does not wait for. */
export const afterFrame = (act: () => void): number =>
  requestAnimationFrame(() => void ('requestIdleCallback' in window ? requestIdleCallback(act, { timeout: AT_MOST }) : setTimeout(act)));

const SVG = 'http://www.w3.org/2000/svg';

const icons = new Map<string, SVGSVGElement>();

/** A drawing of the page's sprite (see map.html.tmpl); it says nothing by itself. A copy is made sooner than the first. */
export function icon(name: string): SVGSVGElement {
  const known = icons.get(name) ?? newIcon(name);
  icons.set(name, known);
  return known.cloneNode(true) as SVGSVGElement;
}

function newIcon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 32 32');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

/** The drawings of kinds; one we do not know yet gets a plain dot. */
const drawn = new Set(['epn', 'france-services', 'conseiller-numerique', 'van']);

export function kindIcon(kind: string): SVGSVGElement {
  const known = drawn.has(kind);
  const svg = icon(known ? `kind-${kind}` : 'kind-other');
  svg.classList.add(known ? `kind-${kind}` : 'kind-other');
  return svg;
}
