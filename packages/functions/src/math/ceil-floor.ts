import { DataTypes, ArrowError, ScalarValue, type DataType } from '@datafusion-ts/common';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { rising } from '../utils/ordering.js';
import { scalarReader } from '../utils/readers.js';
import { scalarRows } from '../utils/rows.js';
import { floatTypeOf, mapFloats } from './float-function.js';

/** `ceil` and `floor`: the next whole number above or below; decimals keep their type. */
function wholeNumber(name: string, fn: (x: number) => number, up: boolean, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.oneOf(
      [
        { kind: 'Coercible', coercions: [Args.decimal] },
        { kind: 'Uniform', count: 1, types: [DataTypes.Float64, DataTypes.Float32] },
      ],
      'Immutable',
    ),
    returnType: ([type]) => (isDecimal(type!) ? type! : floatTypeOf(type)),
    invoke: (call) => {
      const type = call.args[0]!.type;
      return isDecimal(type) ? decimals(call, type, name, up) : mapFloats(call, fn);
    },
    outputOrdering: rising,
    documentation: doc(Sections.math, description, `${name}(numeric_expression)`, `SELECT ${name}(3.14)`, [
      ['numeric_expression', 'A number.'],
    ]),
  };
}

type DecimalType = Extract<DataType, { readonly precision: number }>;
const isDecimal = (type: DataType): type is DecimalType => 'precision' in type;

function decimals(call: ScalarFunctionArgs, type: DecimalType, name: string, up: boolean): ColumnVector {
  if (type.scale <= 0) return call.args[0]!;
  const unit = 10n ** BigInt(type.scale);
  const limit = 10n ** BigInt(type.precision);
  return scalarRows(call, ([column]) => {
    const read = scalarReader(column!);
    return (row) => {
      const value = read(row)?.value;
      if (typeof value !== 'bigint') return null;
      const rest = ((value % unit) + unit) % unit;
      const whole = rest === 0n ? value : up ? value - rest + unit : value - rest;
      if (whole >= limit || whole <= -limit)
        throw new ArrowError('Compute error', `Decimal overflow while applying ${name}`);
      return new ScalarValue(type, whole);
    };
  });
}

/** `ceil(1.2)` is 2. */
export const ceil: ScalarUDF = wholeNumber('ceil', Math.ceil, true, 'Gives the next whole number above or equal.');
/** `floor(1.8)` is 1. */
export const floor: ScalarUDF = wholeNumber('floor', Math.floor, false, 'Gives the next whole number below or equal.');
