/** Bounds that are stored as integers, read without making scalars of them. */
import { valueTypeOf } from '@datafusion-ts/compute';
import { PhysicalKind } from '../metadata/file-metadata.js';
import type { LeafNode } from '../schema/column-node.js';

/** Bytes of a column's bounds where their order is that of signed integers; 0 otherwise. */
export function signedWidth({ physical, type }: LeafNode): 0 | 4 | 8 {
  if (physical !== PhysicalKind.Int32 && physical !== PhysicalKind.Int64) return 0;
  switch (valueTypeOf(type).kind) {
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return 0;
    default:
      return physical === PhysicalKind.Int32 ? 4 : 8;
  }
}

/** The little-endian integer at a place. */
export const int32At = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
