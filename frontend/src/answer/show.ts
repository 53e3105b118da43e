/** Puts a new answer in the place of the last one: what did not change stays, and so do the focus and what is being typed. */
import { Idiomorph } from 'idiomorph';

const isOpen = (node: Node): boolean => node instanceof HTMLDetailsElement && node.open;

export function show(main: HTMLElement, next: HTMLElement): void {
  Idiomorph.morph(main, next, {
    morphStyle: 'outerHTML',
    // What is being typed stays. It would keep the words of a heading that has the focus as well.
    ignoreActiveValue: document.activeElement instanceof HTMLInputElement,
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (old: Node, fresh: Node) => !old.isEqualNode(fresh),
      // A drawer that the reader opened stays open.
      beforeAttributeUpdated: (name: string, node: Element) => name !== 'open' || !isOpen(node),
    },
  });
}

/** Moves the focus to where a reader goes on after what was chosen: "summary", "more" (the first new card), "fold". */
export function focusOn(main: HTMLElement, target: string, before: number): void {
  const cards = main.querySelectorAll<HTMLElement>('#results > .card h2 a');
  const found = target === 'more' ? cards[before] : target === 'fold' ? main.querySelector<HTMLElement>('section.fold h2') : null;
  const heading = found ?? main.querySelector<HTMLElement>('h1');
  heading?.focus({ preventScroll: heading.tagName === 'H1' });
  if (heading?.tagName === 'H1') scrollTo(0, 0);
}
