/** Keys that are whole numbers of at most 64 bits, seen as i64: for tables addressed by the key itself. */
import { kernels, physicalTypeOf, type Arena, type FlatVector } from '@datafusion-ts/compute';
import type { DataType } from '@datafusion-ts/common';

/** True for types whose values are whole numbers of at most 8 bytes (dates, times and durations, too). */
export function isIntegerKey(type: DataType): boolean {
  switch (physicalTypeOf(type)) {
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      return true;
    default:
      return false;
  }
}

/** Address of the values as 64-bit numbers. Different values stay different; the same value is always the same number. */
export function integerKeys(flat: FlatVector, arena: Arena): number {
  if (flat.width === 8) return flat.values;
  const k = kernels();
  let from = flat.values;
  if (flat.width < 4) {
    from = arena.alloc(flat.length * 4);
    k.widenCodes(flat.values, flat.width, flat.length, from);
  }
  const keys = arena.alloc(flat.length * 8);
  k.widenInts(from, 4, flat.length, keys, 8);
  return keys;
}
