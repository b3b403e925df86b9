import type { DataType } from '@datafusion-ts/common';
import {
  andBitmaps,
  bytesAddressAt,
  byteLengthAt,
  countNulls,
  flatten,
  flatVector,
  isNull,
  joinTexts,
  mem,
  nullVector,
  StringBuilder,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';

/** `a || b` on strings: null when either is. */
export function concatText(left: ColumnVector, right: ColumnVector, type: DataType, arena: Arena): ColumnVector {
  if (left.type.kind === 'Null' || right.type.kind === 'Null') return nullVector(type, left.length);
  const constantNull = [left, right].some((side) => side.encoding === 'constant' && side.value.isNull);
  if (constantNull) return nullVector(type, left.length);
  return joinAll(left, right, type, arena) ?? joinEach(left, right, type, arena);
}

/** By a kernel; undefined when the texts are very long. */
function joinAll(left: ColumnVector, right: ColumnVector, type: DataType, arena: Arena): ColumnVector | undefined {
  const { length } = left;
  const sides = [left, right].map((side) => (side.encoding === 'constant' ? side : flatten(side, arena)));
  const values = joinTexts(sides, length, arena);
  if (values === undefined) return undefined;
  const [a, b] = sides.map((side) => (side.encoding === 'constant' ? 0 : side.validity));
  const validity = andBitmaps(a!, b!, length, arena);
  return flatVector(type, length, { values, width: 16, validity, nullCount: countNulls(validity, length) });
}

function joinEach(left: ColumnVector, right: ColumnVector, type: DataType, arena: Arena): ColumnVector {
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
