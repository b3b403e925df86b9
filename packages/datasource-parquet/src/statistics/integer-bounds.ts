/**
 * Bounds of pages as a column, for integers and what is stored as integers. There are thousands of pages, and V8 compiles
 * what makes a scalar of each bound, for longer than a first run of a query needs the result.
 */
import { allocBitmap, clearBit, flatVector, mem, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { RawStatistics } from '../metadata/file-metadata.js';
import type { LeafNode } from '../schema/column-node.js';
import { int32At, signedWidth } from './stored-integers.js';
import { leafStore } from '../decode/leaf-store.js';

/**
 * The lower (`sign` -1) or upper bounds (1) of some chunks or pages, null where unknown; undefined for columns whose bounds
 * are not stored as the engine has their values.
 */
export function integerBounds(
  node: LeafNode,
  chunks: readonly (RawStatistics | undefined)[],
  sign: 1 | -1,
  arena: Arena,
): ColumnVector | undefined {
  const width = signedWidth(node);
  if (width === 0 || !isStoredAsIs(node, width)) return undefined;
  const { length } = chunks;
  const values = arena.allocZeroed(length * width);
  const validity = allocBitmap(length, true, arena);
  const to = mem.i32;
  let nullCount = 0;
  for (let i = 0, at = values >>> 2; i < length; i++, at += width >>> 2) {
    const raw = chunks[i];
    const bytes = sign < 0 ? raw?.min : raw?.max;
    if (bytes?.length !== width) {
      clearBit(validity, i);
      nullCount++;
      continue;
    }
    to[at] = int32At(bytes, 0);
    if (width === 8) to[at + 1] = int32At(bytes, 4);
  }
  return flatVector(node.type, length, { values, width, validity, nullCount });
}

function isStoredAsIs(node: LeafNode, width: number): boolean {
  const { valueType, conversion, width: engineWidth } = leafStore(node);
  return valueType === node.type && conversion === 'None' && engineWidth === width;
}
