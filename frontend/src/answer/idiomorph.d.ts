/** The part that we use of a library that brings no types. */
declare module 'idiomorph' {
  interface Callbacks {
    beforeNodeMorphed?(old: Node, fresh: Node): boolean;
    beforeAttributeUpdated?(name: string, node: Element, change: 'update' | 'remove'): boolean;
  }

  interface Options {
    readonly morphStyle?: 'outerHTML' | 'innerHTML';
    readonly ignoreActiveValue?: boolean;
    readonly restoreFocus?: boolean;
    readonly callbacks?: Callbacks;
  }

  export const Idiomorph: { morph(old: Element, fresh: Element, options?: Options): Element[] };
}
