import { mem } from '../memory/engine-memory.js';
import type { FlatVector } from './column-vector.js';
import { halfToNumber } from './numbers.js';
import { physicalTypeOf } from './physical-type.js';

/**
 * Reads numbers, dates and times, whether they are null or not: 64-bit integers as bigint, everything else as number.
 * Undefined for columns of anything else. The views of `mem` are looked up for each row, as memory may grow.
 */
export function numberReader({ type, values }: FlatVector): ((row: number) => number | bigint) | undefined {
  switch (physicalTypeOf(type)) {
    case 'int8':
      return (row) => mem.i8[values + row]!;
    case 'uint8':
      return (row) => mem.u8[values + row]!;
    case 'int16':
      return (row) => mem.i16[(values >>> 1) + row]!;
    case 'uint16':
      return (row) => mem.u16[(values >>> 1) + row]!;
    case 'int32':
      return (row) => mem.i32[(values >>> 2) + row]!;
    case 'uint32':
      return (row) => mem.u32[(values >>> 2) + row]!;
    case 'int64':
      return (row) => mem.i64[(values >>> 3) + row]!;
    case 'uint64':
      return (row) => mem.u64[(values >>> 3) + row]!;
    case 'float16':
      return (row) => halfToNumber(mem.u16[(values >>> 1) + row]!);
    case 'float32':
      return (row) => mem.f32[(values >>> 2) + row]!;
    case 'float64':
      return (row) => mem.f64[(values >>> 3) + row]!;
    default:
      return undefined;
  }
}
