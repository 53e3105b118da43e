/** The code that a telephone photographs: a file of its own, for whoever shows a sheet. */
import { encodeQR } from 'qr';

/** The light border that readers need, in modules (ISO/IEC 18004). */
const QUIET = 4;

export interface Code {
  /** Modules along a side, the border among them. */
  readonly side: number;
  /** The dark ones, as the path of a drawing. */
  readonly path: string;
}

export function codeOf(text: string): Code {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { side: modules.length, path };
}
