import type { ScalarValue } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  Arena,
  bestKernel,
  countNulls,
  getScalar,
  kernels,
  withValidity,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { Stored, StoredCodes } from './resident-column.js';

/** The least and the greatest value of a column in a segment, in the order that comparisons use. */
export interface ColumnBounds {
  readonly low: ScalarValue;
  readonly high: ScalarValue;
}

/** Bounds of a column; undefined when it has no value, or values that are neither numbers nor texts. */
export function boundsOf(stored: Stored): ColumnBounds | undefined {
  const scratch = new Arena();
  try {
    const flat = stored.encoding === 'flat' ? stored : usedEntries(stored, scratch);
    const find = stored.type.kind === 'Dictionary' ? undefined : bestKernel(flat);
    if (find === undefined) return undefined;
    const [low, high] = [0, 1].map((largest) => find(flat.values, flat.validity, flat.length, largest));
    return low === -1 ? undefined : { low: getScalar(flat, low!), high: getScalar(flat, high!) };
  } finally {
    scratch.release();
  }
}

/** The entries, with those that no row has as null. */
function usedEntries({ dictionary, codes, width, validity, length }: StoredCodes, scratch: Arena): FlatVector {
  const { column } = dictionary.values;
  const count = column.length;
  let used = allocBitmap(count, false, scratch);
  kernels().markCodes(codes, width, validity, length, count, scratch.allocZeroed(count), used);
  if (column.validity !== 0) used = andBitmaps(used, column.validity, count, scratch);
  return withValidity(column, used, countNulls(used, count));
}
