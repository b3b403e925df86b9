import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { isByteString, valueKeys, type SortKeyOptions } from './sort-indices.js';

/**
 * Address of 64-bit keys, comparable between batches: when one key is smaller than another (unsigned), its value comes
 * before the other's in the order. Equal keys say nothing. Undefined for text, nested and wide values.
 */
export function coarseKeys(column: ColumnVector, option: SortKeyOptions, arena: Arena): number | undefined {
  const flat = flatten(column, arena);
  if (isByteString(flat) || (physicalTypeOf(flat.type) === 'decimal' && flat.width !== 8)) return undefined;
  const keys = valueKeys(flat, option, arena)[0]!;
  if (flat.validity === 0) return keys;
  const { u8, u32 } = mem;
  const ofNull = option.nullsFirst ? 0 : 0xffff_ffff;
  for (let i = 0; i < flat.length; i++) {
    if (((u8[flat.validity + (i >>> 3)]! >>> (i & 7)) & 1) === 1) continue;
    u32[(keys >>> 2) + i * 2] = ofNull;
    u32[(keys >>> 2) + i * 2 + 1] = ofNull;
  }
  return keys;
}
