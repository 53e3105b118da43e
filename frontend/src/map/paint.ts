import type { Ground, Line } from './topology.ts';

/** The colours of the ground, which the style sheet chooses. */
export interface Colours {
  readonly sea: string;
  readonly land: string;
  readonly others: string;
  readonly limit: string;
  readonly border: string;
}

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--map-${name}`).trim();
  return { sea: colour('sea'), land: colour('land'), others: colour('others'), limit: colour('limit'), border: colour('border') };
}

/** A square of the world, its sides in pixels: the world is `scale` pixels wide. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly scale: number;
}

/** What is drawn beyond the edge of a square, so that no line shows where it is cut. */
const MARGIN = 4;

const touches = (line: Line, { left, top, size, scale }: Square): boolean =>
  line.east * scale >= left - MARGIN && line.west * scale <= left + size + MARGIN &&
  line.south * scale >= top - MARGIN && line.north * scale <= top + size + MARGIN;

/** On which sides of a square a point lies beyond it: two points beyond one side are joined out of sight. */
function beyond(x: number, y: number, size: number): number {
  return (x < -MARGIN ? 1 : x > size + MARGIN ? 2 : 0) | (y < -MARGIN ? 4 : y > size + MARGIN ? 8 : 0);
}

/** Adds a line to the path; of what is out of sight, only what matters for the fill. */
function trace(context: CanvasRenderingContext2D, { points }: Line, { left, top, size, scale }: Square): void {
  let [hidden, started] = [0, false];
  let [lastX, lastY, skipped] = [0, 0, false];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [(points[i] as number) * scale - left, (points[i + 1] as number) * scale - top];
    const sides = beyond(x, y, size);
    if (started && (hidden & sides) !== 0) {
      skipped = true;
    } else {
      if (skipped) context.lineTo(lastX, lastY);
      if (started) context.lineTo(x, y);
      else context.moveTo(x, y);
      started = true;
      skipped = false;
      hidden = sides;
    }
    [lastX, lastY] = [x, y];
    hidden &= sides;
  }
  if (skipped) context.lineTo(lastX, lastY);
}

function fill(context: CanvasRenderingContext2D, rings: readonly Line[], square: Square, colour: string, rule: CanvasFillRule): void {
  context.beginPath();
  for (const ring of rings) {
    if (!touches(ring, square)) continue;
    trace(context, ring, square);
    context.closePath();
  }
  context.fillStyle = colour;
  context.fill(rule);
}

function stroke(context: CanvasRenderingContext2D, lines: readonly Line[], square: Square, colour: string, width: number): void {
  context.beginPath();
  for (const line of lines) if (touches(line, square)) trace(context, line, square);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Draws one square of the ground. */
export function paint(context: CanvasRenderingContext2D, ground: Ground, square: Square, colours: Colours): void {
  context.fillStyle = colours.sea;
  context.fillRect(0, 0, square.size, square.size);
  context.lineJoin = 'round';
  fill(context, ground.others, square, colours.others, 'evenodd');
  stroke(context, ground.others, square, colours.limit, 1);
  fill(context, ground.land, square, colours.land, 'evenodd');
  fill(context, ground.pieces, square, colours.land, 'nonzero');
  stroke(context, ground.communes, square, colours.limit, 1);
  stroke(context, ground.epcis, square, colours.limit, 2);
  stroke(context, ground.borders, square, colours.border, 1.5);
}
