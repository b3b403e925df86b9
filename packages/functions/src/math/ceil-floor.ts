import { DataTypes, ArrowError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { lit, type ScalarFunctionArgs, type ScalarUDF } from '@datafusion-ts/expr';
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
/** `floor(1.8)` is 1. `floor(x) = 1` holds where `x >= 1 AND x < 2`, which needs no function and prunes files. */
export const floor: ScalarUDF = {
  ...wholeNumber('floor', Math.floor, false, 'Gives the next whole number below or equal.'),
  preimage: ([expr], literal) => {
    if (literal.kind !== 'Literal') return undefined;
    const next = nextWhole(literal.value);
    return next === undefined ? undefined : { expr: expr!, lower: literal, upper: lit(next) };
  },
};

const DECIMAL_BITS = { Decimal32: 32, Decimal64: 64, Decimal128: 128, Decimal256: 256 } as const;

/** The whole number after a whole number; undefined when it is none, or the next one is no value of the type. */
function nextWhole({ dataType, value }: ScalarValue): ScalarValue | undefined {
  if (typeof value === 'number' && (dataType.kind === 'Float64' || dataType.kind === 'Float32')) {
    const next = dataType.kind === 'Float32' ? Math.fround(value + 1) : value + 1;
    return Number.isInteger(value) && next > value ? new ScalarValue(dataType, next) : undefined;
  }
  if (typeof value !== 'bigint' || !isDecimal(dataType) || dataType.scale < 0) return undefined;
  const unit = 10n ** BigInt(dataType.scale);
  const next = value + unit;
  if (value % unit !== 0n || unit >= 10n ** BigInt(dataType.precision)) return undefined;
  return next < 1n << BigInt(DECIMAL_BITS[dataType.kind] - 1) ? new ScalarValue(dataType, next) : undefined;
}
