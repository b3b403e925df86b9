import type { DataType } from '@datafusion-ts/common';
import {
  bytesAddressAt,
  byteLengthAt,
  flatten,
  isNull,
  mem,
  nullVector,
  StringBuilder,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';

/** `a || b` on strings: null when either is. */
export function concatText(left: ColumnVector, right: ColumnVector, type: DataType, arena: Arena): ColumnVector {
  if (left.type.kind === 'Null' || right.type.kind === 'Null') return nullVector(type, left.length);
  const [a, b] = [flatten(left, arena), flatten(right, arena)];
  const builder = new StringBuilder(arena, a.length, type);
  for (let row = 0; row < a.length; row++) {
    if (isNull(a, row) || isNull(b, row)) {
      builder.appendNull();
      continue;
    }
    const [m, n] = [byteLengthAt(a, row), byteLengthAt(b, row)];
    const at = builder.reserve(m + n);
    const [from, to] = [bytesAddressAt(a, row), bytesAddressAt(b, row)];
    mem.u8.copyWithin(at, from, from + m);
    mem.u8.copyWithin(at + m, to, to + n);
    builder.commit(m + n);
  }
  return builder.finish();
}
