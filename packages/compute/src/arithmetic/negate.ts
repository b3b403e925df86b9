/** Unary minus. Integers and decimals wrap, as DataFusion's do; intervals negate each of their parts. */
import { NotImplementedError, displayType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { readWide, writeWide } from '../vector/numbers.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { isNullConstant } from '../operand/operand.js';

/** `-a`, of the same type; integers wrap. */
export function negate(a: ColumnVector, arena: Arena): ColumnVector {
  if (isNullConstant(a) || a.length === 0) return a;
  return mapDictionary(a, arena, negateFlat);
}

function negateFlat(a: FlatVector, arena: Arena): FlatVector {
  const { length, width } = a;
  const values = arena.alloc(length * width);
  const [from, to] = [a.values, values];
  switch (physicalTypeOf(a.type)) {
    case 'int8':
      for (let i = 0; i < length; i++) mem.i8[to + i] = -mem.i8[from + i]!;
      break;
    case 'int16':
      for (let i = 0; i < length; i++) mem.i16[(to >>> 1) + i] = -mem.i16[(from >>> 1) + i]!;
      break;
    case 'int32':
    case 'dayTime':
      for (let i = 0, n = (length * width) >>> 2; i < n; i++) mem.i32[(to >>> 2) + i] = -mem.i32[(from >>> 2) + i]!;
      break;
    case 'int64':
      for (let i = 0; i < length; i++) mem.i64[(to >>> 3) + i] = -mem.i64[(from >>> 3) + i]!;
      break;
    case 'float16':
      for (let i = 0; i < length; i++) mem.u16[(to >>> 1) + i] = mem.u16[(from >>> 1) + i]! ^ 0x8000;
      break;
    case 'float32':
      for (let i = 0; i < length; i++) mem.f32[(to >>> 2) + i] = -mem.f32[(from >>> 2) + i]!;
      break;
    case 'float64':
      for (let i = 0; i < length; i++) mem.f64[(to >>> 3) + i] = -mem.f64[(from >>> 3) + i]!;
      break;
    case 'decimal':
      return negateDecimal(a, arena);
    case 'monthDayNano':
      for (let i = 0; i < length; i++) {
        const [x, y] = [(from >>> 2) + i * 4, (to >>> 2) + i * 4];
        mem.i32[y] = -mem.i32[x]!;
        mem.i32[y + 1] = -mem.i32[x + 1]!;
        mem.i64[(to >>> 3) + i * 2 + 1] = -mem.i64[(from >>> 3) + i * 2 + 1]!;
      }
      break;
    default:
      throw new NotImplementedError(`Negation of ${displayType(a.type)}`);
  }
  return { ...a, values };
}

/** The smallest 64-bit value has no 64-bit opposite, so such a vector gets wider. */
function negateDecimal(a: FlatVector, arena: Arena): FlatVector {
  const minimum = -(2n ** 63n);
  let width = a.width;
  if (width === 8) for (let i = 0; i < a.length; i++) if (mem.i64[(a.values >>> 3) + i] === minimum) width = 16;
  const values = arena.alloc(a.length * width);
  for (let i = 0; i < a.length; i++) writeWide(values + i * width, width, -readWide(a.values + i * a.width, a.width));
  return { ...a, values, width };
}
