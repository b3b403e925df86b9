import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { bitmapBytes } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';

/** Text in one case, as far as it is ASCII. */
export interface AsciiCased {
  /** The texts in the wanted case; those that are not all ASCII are unchanged. */
  readonly vector: FlatVector;
  /** Bitmap of the texts that are not all ASCII, and how many there are (null rows included). */
  readonly others: number;
  readonly otherCount: number;
}

/** The ASCII texts of a flat string vector in lower or upper case; others are left to the caller. */
export function asciiCase(flat: FlatVector, upper: boolean, arena: Arena): AsciiCased {
  const k = kernels();
  const { length, values } = flat;
  const to = arena.alloc(length * 16);
  const bytes = arena.alloc(k.longTextBytes(values, length) + 16);
  const others = arena.alloc(bitmapBytes(length));
  const otherCount = k.asciiCase(values, length, upper ? 1 : 0, to, bytes, others);
  return { vector: { ...flat, values: to }, others, otherCount };
}
