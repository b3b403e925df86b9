import { ArrowError, DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import { flatten, kernels, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature, UNORDERED } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { scalarReader } from '../utils/readers.js';
import { scalarRows } from '../utils/rows.js';
import { mapFloats } from './float-function.js';

const LOWEST: Readonly<Record<string, bigint>> = {
  Int8: -(2n ** 7n),
  Int16: -(2n ** 15n),
  Int32: -(2n ** 31n),
  Int64: -(2n ** 63n),
};

/** The value without its sign; the lowest integer has none. */
function absolute(value: ScalarValue, type: DataType): ScalarValue {
  const data = value.value;
  if (typeof data !== 'number' && typeof data !== 'bigint') return value;
  if (data >= 0 && !Object.is(data, -0)) return value;
  if (LOWEST[type.kind] !== undefined && BigInt(data) === LOWEST[type.kind])
    throw new ArrowError('Compute error', `${type.kind}Array overflow on abs(${data})`);
  return new ScalarValue(type, -data);
}

/** Integers and decimals of 8 or 16 bytes a value at once; undefined for others, and where a value has no opposite. */
function wideAbsolute({ args: [input], arena }: ScalarFunctionArgs): ColumnVector | undefined {
  if (input!.encoding === 'constant') return undefined;
  const { kind } = input!.type;
  if (kind !== 'Int64' && kind !== 'Decimal64' && kind !== 'Decimal128') return undefined;
  const flat = flatten(input!, arena);
  const { values, length, validity, width } = flat;
  const to = arena.alloc(length * width);
  const kernel = width === 8 ? kernels().absI64 : kernels().absI128;
  return kernel(values, length, validity, to) < length ? undefined : { ...flat, values: to };
}

const UNSIGNED = new Set(['UInt8', 'UInt16', 'UInt32', 'UInt64', 'Null']);

/** `abs(-1)` is 1; the type stays. */
export const abs: ScalarUDF = {
  name: 'abs',
  signature: Signature.numeric(1, 'Immutable'),
  returnType: ([type]) => type ?? DataTypes.Float64,
  invoke: (call): ColumnVector => {
    const [input] = call.args;
    const type = input!.type;
    if (UNSIGNED.has(type.kind)) return input!;
    if (type.kind === 'Float32' || type.kind === 'Float64') return mapFloats(call, Math.abs);
    const wide = wideAbsolute(call);
    if (wide !== undefined) return wide;
    return scalarRows(call, ([column]) => {
      const read = scalarReader(column!);
      return (row) => {
        const value = read(row);
        return value === null ? null : absolute(value, type);
      };
    });
  },
  // Numbers that have no sign stay in their order.
  outputOrdering: ([order], [type]) => (UNSIGNED.has(type!.kind) ? order! : UNORDERED),
  documentation: doc(Sections.math, 'Gives a number without its sign.', 'abs(numeric_expression)', 'SELECT abs(-5)', [
    ['numeric_expression', 'A number.'],
  ]),
};
