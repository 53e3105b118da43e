/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

/** The ground of one département, wanted where its box is in view. */
export interface Sheet {
  readonly address: string;
  readonly box: Box;
}

const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** How far the middle of a box is from a point, on a square map. */
const distance = ([west, south, east, north]: Box, x: number, y: number): number => Math.hypot((west + east) / 2 - x, (south + north) / 2 - y);

/**
 * Of sheets that `view` shows, those to fetch, and the main one of those that are there: the nearest of those that have the
 * middle of the view, or else the nearest; '' for none. A sheet has little of what is far from it, so none that is out of
 * view is the main one.
 */
export function sheetsIn(view: Box, sheets: readonly Sheet[], there: (address: string) => boolean): { readonly main: string; readonly missing: readonly string[] } {
  const [x, y] = [(view[0] + view[2]) / 2, (view[1] + view[3]) / 2];
  const seen = sheets.filter(({ box }) => meet(box, view));
  const fetched = seen.filter(({ address }) => there(address)).sort((a, b) => distance(a.box, x, y) - distance(b.box, x, y));
  const main = fetched.find(({ box }) => meet(box, [x, y, x, y])) ?? fetched[0];
  return { main: main?.address ?? '', missing: seen.filter((sheet) => !fetched.includes(sheet)).map(({ address }) => address) };
}
