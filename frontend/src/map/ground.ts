import { GridLayer, type Coords, type Map as LeafletMap } from 'leaflet';
import { coloursOf, paint, type Colours } from './paint.ts';
import { fetchGround, type Ground } from './topology.ts';

/** The side of a square of the ground, in pixels. */
const SIZE = 256;

/** From this zoom on, communes are drawn. */
const COMMUNES = 10;

/** Where the ground is fetched from. */
export interface GroundAddresses {
  readonly base: string;
  readonly communes: string;
}

/**
 * Land, sea and limits, which the page draws by itself, under the tiles and in place of those that do not come. `tell` is
 * called with each ground that was fetched: what the first view needs, then the communes, once the map comes near.
 */
export class GroundLayer extends GridLayer {
  private readonly drawn = new Map<HTMLCanvasElement, Coords>();
  private ground: Ground | null = null;
  private whole = false;
  private colours: Colours | null = null;

  constructor(private readonly addresses: GroundAddresses, private readonly tell: (ground: Ground) => void) {
    super({ pane: 'ground', tileSize: SIZE, updateWhenZooming: false });
    this.on('tileunload', ({ tile }) => this.drawn.delete(tile as unknown as HTMLCanvasElement));
  }

  override onAdd(map: LeafletMap): this {
    map.createPane('ground').style.zIndex = '150'; // under the tiles
    super.onAdd(map);
    map.on('zoomend', () => void this.refine());
    for (const change of ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print']) {
      matchMedia(change).addEventListener('change', () => this.repaint());
    }
    void this.fetch(this.addresses.base).then(() => this.refine());
    return this;
  }

  protected override createTile(coords: Coords): HTMLElement {
    const canvas = document.createElement('canvas');
    this.drawn.set(canvas, coords);
    this.paint(canvas, coords);
    return canvas;
  }

  /** Without the ground, the map is what it was: its marks, on a plain background. */
  private async fetch(address: string): Promise<boolean> {
    try {
      this.ground = await fetchGround(address);
    } catch {
      return false;
    }
    this.tell(this.ground);
    this.repaint();
    return true;
  }

  private async refine(): Promise<void> {
    if (this.whole || !this.ground || this._map.getZoom() < COMMUNES) return;
    this.whole = true;
    this.whole = await this.fetch(this.addresses.communes);
  }

  private repaint(): void {
    this.colours = null;
    for (const [canvas, coords] of this.drawn) this.paint(canvas, coords);
  }

  private paint(canvas: HTMLCanvasElement, coords: Coords): void {
    const context = this.ground && canvas.getContext('2d');
    if (!context || !this.ground) return;
    const fine = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.height = SIZE * fine;
    context.scale(fine, fine);
    this.colours ??= coloursOf(this._map.getContainer());
    paint(context, this.ground, { left: coords.x * SIZE, top: coords.y * SIZE, size: SIZE, scale: SIZE * 2 ** coords.z }, this.colours);
  }
}
