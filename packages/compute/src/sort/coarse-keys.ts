import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { kernels } from '../kernels/registry.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { isByteString, valueKeys, type SortKeyOptions } from './sort-indices.js';

/**
 * Address of 64-bit keys, comparable between batches: when one key is smaller than another (unsigned), its value comes
 * before the other's in the order. Equal keys say nothing. Undefined for text and nested values;
 * decimals beyond 64 bits have the key of the least or largest of those within.
 */
export function coarseKeys(column: ColumnVector, option: SortKeyOptions, arena: Arena): number | undefined {
  const given = flatten(column, arena);
  if (isByteString(given)) return undefined;
  const flat = physicalTypeOf(given.type) === 'decimal' && given.width > 8 ? clamped(given, arena) : given;
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

function clamped(flat: FlatVector, arena: Arena): FlatVector {
  const values = arena.alloc(flat.length * 8);
  kernels().clampInts(flat.values, flat.width, flat.length, values);
  return { ...flat, values, width: 8 };
}
