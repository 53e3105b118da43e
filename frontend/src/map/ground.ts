import { GridLayer, type Coords, type Map as LeafletMap } from 'leaflet';
import { coloursOf, paint, type Colours } from './paint.ts';
import { sheetsIn, type Sheet } from './sheets.ts';
import { fetchGround, together, type Ground } from './topology.ts';

/** The side of a square of the ground, in pixels. */
const SIZE = 256;

/** From this zoom on, communes are drawn. */
const COMMUNES = 10;

/** Where the ground is fetched from: the first view, then a sheet for each département. */
export interface GroundAddresses {
  readonly base: string;
  readonly sheets: readonly Sheet[];
}

/**
 * Land, sea and limits, which the page draws by itself, under the tiles and in place of those that do not come. `tell` is
 * called with each ground that was fetched: what the first view needs, then the sheets, once the map comes near.
 */
export class GroundLayer extends GridLayer {
  private readonly drawn = new Map<HTMLCanvasElement, Coords>();
  private base: Ground | null = null;
  private ground: Ground | null = null;
  private readonly requests = new Set<string>();
  private readonly sheets = new Map<string, Ground>();
  private main = '';
  private colours: Colours | null = null;

  constructor(private readonly addresses: GroundAddresses, private readonly tell: (ground: Ground) => void) {
    super({ pane: 'ground', tileSize: SIZE, updateWhenZooming: false });
    this.on('tileunload', ({ tile }) => this.drawn.delete(tile as unknown as HTMLCanvasElement));
  }

  override onAdd(map: LeafletMap): this {
    map.createPane('ground').style.zIndex = '150'; // under the tiles
    super.onAdd(map);
    map.on('moveend', () => this.refine());
    for (const change of ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print']) {
      matchMedia(change).addEventListener('change', () => this.repaint());
    }
    void this.fetch(this.addresses.base).then((ground) => {
      if (!ground) return;
      this.base = ground;
      this.show(ground);
      this.refine();
    });
    return this;
  }

  protected override createTile(coords: Coords): HTMLElement {
    const canvas = document.createElement('canvas');
    this.drawn.set(canvas, coords);
    this.paint(canvas, coords);
    return canvas;
  }

  /** Without the ground, the map is what it was: its marks, on a plain background. */
  private fetch(address: string): Promise<Ground | null> {
    this.requests.add(address);
    return fetchGround(address).catch(() => {
      this.requests.delete(address);
      return null;
    });
  }

  private show(ground: Ground): void {
    this.ground = ground;
    this.tell(ground);
    this.repaint();
  }

  /**
   * Asks for the sheets in view, and shows those that came: land and sea as the one under the middle of the map has them.
   * A sheet has little of what is far from it: where none is in view, or from further away, the first view is shown.
   */
  private refine(): void {
    if (!this.base) return;
    let main = this.addresses.sheets.length > 1 ? '' : this.main;
    if (this._map.getZoom() >= COMMUNES) {
      const view = this._map.getBounds();
      const seen = sheetsIn([view.getWest(), view.getSouth(), view.getEast(), view.getNorth()], this.addresses.sheets, (address) => this.sheets.has(address));
      main = seen.main;
      for (const address of seen.missing) this.request(address);
    }
    if (main !== this.main) this.combine(main);
  }

  private request(address: string): void {
    if (this.requests.has(address)) return;
    void this.fetch(address).then((sheet) => {
      if (!sheet) return;
      this.sheets.set(address, sheet);
      this.main = '';
      this.refine();
    });
  }

  private combine(main: string): void {
    this.main = main;
    const first = this.sheets.get(main);
    const ground = first ? together(first, [...this.sheets.values()]) : this.base;
    if (ground) this.show(ground);
  }

  private repaint(): void {
    this.colours = null;
    for (const [canvas, coords] of this.drawn) this.paint(canvas, coords);
  }

  private paint(canvas: HTMLCanvasElement, coords: Coords): void {
    if (!this.ground) return;
    const drawing = 'createImageBitmap' in window ? document.createElement('canvas') : canvas;
    const fine = Math.min(2, window.devicePixelRatio || 1);
    drawing.width = drawing.height = SIZE * fine;
    const context = drawing.getContext('2d');
    if (!context) return;
    context.scale(fine, fine);
    this.colours ??= coloursOf(this._map.getContainer());
    paint(context, this.ground, { left: coords.x * SIZE, top: coords.y * SIZE, size: SIZE, scale: SIZE * 2 ** coords.z }, this.colours);
    if (drawing !== canvas) void showPicture(canvas, drawing);
  }
}

/** A canvas that was drawn on is copied at each frame of the page where no graphics chip helps; one that shows a picture is not. */
async function showPicture(canvas: HTMLCanvasElement, drawing: HTMLCanvasElement): Promise<void> {
  const picture = await createImageBitmap(drawing);
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
}
