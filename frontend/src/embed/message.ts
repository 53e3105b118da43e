/** What a frame and the page around it tell each other: "how high are you?", "this many pixels". Nothing else, and nothing secret. */
export type Message = { readonly escale: 'ask' } | { readonly escale: 'height'; readonly height: number };
