/** Functions of one double or float: compute on the bare arrays, floats rounded to single precision. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  flatVector,
  flatten,
  mapDictionary,
  mem,
  nullVector,
  type ColumnVector,
  type FlatVector,
  type Arena,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import type { Ordering } from '../utils/ordering.js';

/** Float32 for Float32, else Float64. */
export const floatTypeOf = (type: DataType | undefined): DataType =>
  type?.kind === 'Float32' ? DataTypes.Float32 : DataTypes.Float64;

/** Applies a function to every value; NULL stays. */
export function mapFloats(call: ScalarFunctionArgs, fn: (value: number) => number): ColumnVector {
  const [input] = call.args;
  if (input!.type.kind === 'Null') return nullVector(call.returnField.dataType, call.rowCount);
  return mapDictionary(input!, call.arena, (flat, arena) => mapFlat(flatten(flat, arena), fn, arena));
}

function mapFlat(flat: FlatVector, fn: (value: number) => number, arena: Arena): FlatVector {
  const { length, width, validity, nullCount } = flat;
  const values = arena.alloc(length * width);
  const [view, shift] = width === 4 ? [mem.f32, 2] : [mem.f64, 3];
  const from = flat.values >>> shift;
  const to = values >>> shift;
  for (let row = 0; row < length; row++) view[to + row] = fn(view[from + row]!);
  return flatVector(flat.type, length, { values, width, validity, nullCount });
}

/** A function of one double or float. */
export function floatFunction(
  name: string,
  fn: (value: number) => number,
  description: string,
  ordering?: Ordering,
): ScalarUDF {
  return {
    name,
    signature: Signature.uniform(1, [DataTypes.Float64, DataTypes.Float32], 'Immutable'),
    returnType: ([type]) => floatTypeOf(type),
    invoke: (call) => mapFloats(call, fn),
    ...(ordering === undefined ? {} : { outputOrdering: ordering }),
    documentation: doc(Sections.math, description, `${name}(numeric_expression)`, `SELECT ${name}(1)`, [
      ['numeric_expression', 'A number.'],
    ]),
  };
}
