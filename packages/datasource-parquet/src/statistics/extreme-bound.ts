/** The outermost of the bounds of several column chunks, as a file has them. */
import { compareBytes, compareScalars, type DataType } from '@datafusion-ts/common';
import { physicalTypeOf, valueTypeOf } from '@datafusion-ts/compute';
import { PhysicalKind, type RawStatistics } from '../metadata/file-metadata.js';
import type { LeafNode } from '../schema/column-node.js';
import { boundsOf, type Bound } from './chunk-bounds.js';
import { int32At, signedWidth } from './stored-integers.js';

/**
 * The smallest lower bound (`sign` -1) or the largest upper bound (1) of some chunks; undefined when that of any is unknown.
 * Integers, texts and bytes are compared as they are stored: only the bound that is wanted becomes a scalar.
 */
export function extremeBound(node: LeafNode, chunks: readonly RawStatistics[], sign: 1 | -1): Bound | undefined {
  const width = signedWidth(node);
  if (width === 0) {
    return node.physical === PhysicalKind.ByteArray && isOrderedAsBytes(node.type)
      ? extremeBytes(node, chunks, sign)
      : extremeScalar(boundsOf(node, chunks, sign), sign);
  }
  let best: RawStatistics | undefined;
  let [bestHigh, bestLow] = [0, 0];
  for (const chunk of chunks) {
    const bytes = sign < 0 ? chunk.min : chunk.max;
    if (bytes?.length !== width) return undefined;
    const high = int32At(bytes, width - 4);
    const low = width === 8 ? int32At(bytes, 0) >>> 0 : 0;
    const order = high === bestHigh ? low - bestLow : high - bestHigh;
    if (best !== undefined && order * sign <= 0) continue;
    best = chunk;
    bestHigh = high;
    bestLow = low;
  }
  return boundsOf(node, [best], sign)[0];
}

/** {@link extremeBound} of texts and bytes; the order of texts is that of their UTF-8. */
function extremeBytes(node: LeafNode, chunks: readonly RawStatistics[], sign: 1 | -1): Bound | undefined {
  let best: RawStatistics | undefined;
  let bestBytes: Uint8Array | undefined;
  for (const chunk of chunks) {
    const bytes = sign < 0 ? chunk.min : chunk.max;
    // The old fields compare bytes as signed.
    if (bytes === undefined || chunk.deprecated) return undefined;
    if (bestBytes !== undefined && compareBytes(bytes, bestBytes) * sign <= 0) continue;
    best = chunk;
    bestBytes = bytes;
  }
  return boundsOf(node, [best], sign)[0];
}

/** True for texts and bytes of any length. */
const isOrderedAsBytes = (type: DataType): boolean => physicalTypeOf(valueTypeOf(type)) === 'view';

function extremeScalar(bounds: readonly (Bound | undefined)[], sign: 1 | -1): Bound | undefined {
  let best: Bound | undefined;
  for (const bound of bounds) {
    if (bound === undefined) return undefined;
    if (best === undefined || compareScalars(bound.value, best.value)! * sign > 0) best = bound;
  }
  return best;
}
