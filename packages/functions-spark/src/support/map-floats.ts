/** Functions of one double, computed on the bare array. */
import { DataTypes } from '@datafusion-ts/common';
import { flatVector, flatten, mapDictionary, mem, nullVector, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '@datafusion-ts/functions';

/** Applies a function to every value of a Float64 column; NULL stays. */
export function mapFloats(
  { args: [input], arena, rowCount }: ScalarFunctionArgs,
  fn: (x: number) => number,
): ColumnVector {
  if (input!.type.kind === 'Null') return nullVector(DataTypes.Float64, rowCount);
  return mapDictionary(input!, arena, (column, own) => {
    const { type, length, values, validity, nullCount } = flatten(column, own);
    const target = own.alloc(length * 8);
    const { f64 } = mem;
    const [from, to] = [values >>> 3, target >>> 3];
    for (let row = 0; row < length; row++) f64[to + row] = fn(f64[from + row]!);
    return flatVector(type, length, { values: target, width: 8, validity, nullCount });
  });
}

/** A function from double to double. */
export const floatFunction = (
  name: string,
  fn: (x: number) => number,
  description: string,
  sqlExample: string,
  argument: string,
): ScalarUDF => ({
  name,
  signature: Signature.exact([DataTypes.Float64], 'Immutable'),
  returnType: () => DataTypes.Float64,
  invoke: (call) => mapFloats(call, fn),
  documentation: doc(Sections.math, description, `${name}(expr)`, sqlExample, [['expr', argument]]),
});
