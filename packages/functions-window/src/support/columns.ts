/** Result columns of window functions. */
import { DataTypes } from '@datafusion-ts/common';
import { flatVector, mem, type Arena, type FlatVector } from '@datafusion-ts/compute';

/** A UInt64 column whose values `fill` sets; all are below 2^53. */
export function countColumn(
  rowCount: number,
  arena: Arena,
  fill: (set: (row: number, value: number) => void) => void,
): FlatVector {
  const values = arena.allocZeroed(rowCount * 8);
  const { u32 } = mem;
  const at = values >>> 2;
  fill((row, value) => {
    u32[at + row * 2] = value;
    if (value > 0xffff_ffff) u32[at + row * 2 + 1] = value / 0x1_0000_0000;
  });
  return flatVector(DataTypes.UInt64, rowCount, { values, width: 8 });
}

/** A Float64 column whose values `fill` sets. */
export function ratioColumn(
  rowCount: number,
  arena: Arena,
  fill: (set: (row: number, value: number) => void) => void,
): FlatVector {
  const values = arena.alloc(rowCount * 8);
  const { f64 } = mem;
  const at = values >>> 3;
  fill((row, value) => (f64[at + row] = value));
  return flatVector(DataTypes.Float64, rowCount, { values, width: 8 });
}
