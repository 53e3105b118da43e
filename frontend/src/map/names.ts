import type { Map as LeafletMap } from 'leaflet';
import { afterFrame, el } from '../page/dom.ts';
import type { Town } from './topology.ts';

/** A part of the map, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How many people make a town's name large. */
const LARGE = 5000;

/** Between two names, in pixels. */
const GAP = { x: 14, y: 6 };

/** How far from the middle of its town a name stands, in pixels, when a mark is there. */
const ASIDE = 34;

/** How much of the marks a large name may cover, in square pixels: its town is worth knowing, their numbers too. */
const COVERED = 500;

/** From this zoom on, small towns are named beside a mark too: the name is near them then. */
const NEAR = 9;

/** What two boxes have in common, in square pixels. */
const common = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const covered = (box: Box, others: readonly Box[]): number => others.reduce((sum, other) => sum + common(box, other), 0);

/** The names of towns, over the marks: they are part of the ground, for when no tile brings its own. */
export class Names {
  private readonly pane: HTMLElement;
  private readonly sizes = new Map<Town, Size>();
  private readonly shown = new Map<Town, HTMLElement>();
  private allTowns: readonly Town[] = [];
  private frame = 0;

  /** `marks` tells where the map has marks, from its top left corner. */
  constructor(private readonly map: LeafletMap, private readonly marks: () => readonly Box[]) {
    this.pane = map.createPane('names');
    this.pane.setAttribute('aria-hidden', 'true');
    map.on('zoomstart', () => (this.pane.style.visibility = 'hidden'));
    map.on('moveend resize', () => this.place());
  }

  set towns(towns: readonly Town[]) {
    this.allTowns = towns;
    this.place();
  }

  /** Hides the names as long as tiles bring theirs. */
  set hidden(hidden: boolean) {
    this.pane.hidden = hidden;
    this.place();
  }

  /** Places the names anew, soon. */
  place(): void {
    cancelAnimationFrame(this.frame);
    if (!this.pane.hidden) this.frame = afterFrame(() => this.placeNow());
  }

  private placeNow(): void {
    this.pane.style.visibility = '';
    const { x: width, y: height } = this.map.getSize();
    const marks = this.marks();
    const near = this.map.getZoom() >= NEAR;
    const taken: Box[] = [];
    const before = new Map(this.shown);
    this.shown.clear();
    for (const town of this.allTowns) {
      const { x, y } = this.map.latLngToContainerPoint([town.lat, town.lon]);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const size = this.sizeOf(town);
      const large = town.population >= LARGE;
      const boxes = boxesAt(x, y, size).slice(0, large || near ? undefined : 1);
      const free = boxes.filter((box) => box.left >= 0 && box.right <= width && covered(box, taken) === 0);
      const box = bestBox(free, marks, large ? COVERED : 0);
      if (!box) continue;
      taken.push(box);
      this.show(town, before.get(town), (box.left + box.right) / 2, (box.top + box.bottom) / 2);
      before.delete(town);
    }
    for (const gone of before.values()) gone.remove();
  }

  private show(town: Town, known: HTMLElement | undefined, x: number, y: number): void {
    const label = known ?? el('span', { class: className(town), lang: 'fr' }, town.name);
    const point = this.map.containerPointToLayerPoint([x, y]);
    label.style.transform = `translate(${Math.round(point.x)}px, ${Math.round(point.y)}px) translate(-50%, -50%)`;
    this.shown.set(town, label);
    if (!known) this.pane.append(label);
  }

  /** Measured once: the names are in the font of the page. */
  private sizeOf(town: Town): Size {
    let size = this.sizes.get(town);
    if (!size) {
      const label = el('span', { class: className(town) }, town.name);
      this.pane.append(label);
      size = { width: label.offsetWidth + GAP.x, height: label.offsetHeight + GAP.y };
      label.remove();
      this.sizes.set(town, size);
    }
    return size;
  }
}

const className = (town: Town): string => (town.population >= LARGE ? 'town town-large' : 'town');

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a name may stand, the best first: on its town, else beside the mark that is there. */
function boxesAt(x: number, y: number, { width, height }: Size): Box[] {
  const middles = [[x, y], [x, y + ASIDE], [x, y - ASIDE], [x + width / 2 + ASIDE - 6, y], [x - width / 2 - ASIDE + 6, y]] as const;
  return middles.map(([cx, cy]) => ({ left: cx - width / 2, right: cx + width / 2, top: cy - height / 2, bottom: cy + height / 2 }));
}

/** The first box that covers no mark, else the one that covers the least, if it is no more than `most`. */
function bestBox(boxes: readonly Box[], marks: readonly Box[], most: number): Box | undefined {
  let best: Box | undefined;
  let least = most + 1;
  for (const box of boxes) {
    const area = covered(box, marks);
    if (area < least) [best, least] = [box, area];
    if (area === 0) break;
  }
  return best;
}
