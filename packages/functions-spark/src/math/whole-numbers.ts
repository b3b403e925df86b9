/** What Spark's `ceil` and `floor` share: integers and floats become Int64, decimals lose their scale. */
import { DataTypes, displayType, ExecutionError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { cast, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { isDecimal, isFloating, isUnsignedInteger, Signature, type DecimalType } from '@datafusion-ts/expr-common';
import { bigintRows, doc, numberReader, scalarReader, scalarRows, Sections } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

/** A whole double as a 64-bit integer: NaN is 0, what is too large is the nearest there is. */
function saturate(x: number): bigint {
  if (Number.isNaN(x)) return 0n;
  if (x >= 2 ** 63) return MOST;
  return x <= -(2 ** 63) ? LEAST : BigInt(x);
}

/** Decimals with places keep the digits before the point, and one more because rounding may carry. */
function resultType(type: DataType): DataType {
  if (!isDecimal(type)) return DataTypes.Int64;
  return type.scale > 0 ? { ...type, precision: Math.max(type.precision - type.scale + 1, 1), scale: 0 } : type;
}

function decimals(call: ScalarFunctionArgs, from: DecimalType, up: boolean): ColumnVector {
  if (from.scale <= 0) return call.args[0]!;
  const unit = 10n ** BigInt(from.scale);
  const to = call.returnField.dataType;
  return scalarRows(call, ([column]) => {
    const read = scalarReader(column!);
    return (row) => {
      const value = read(row)?.value;
      if (typeof value !== 'bigint') return null;
      const [quotient, rest] = [value / unit, value % unit];
      const step = rest === 0n ? 0n : up && rest > 0n ? 1n : !up && rest < 0n ? -1n : 0n;
      return new ScalarValue(to, quotient + step);
    };
  });
}

/** The result type; like the twin, `floor` takes no unsigned integers, and both no half floats and few decimals. */
function typeRule(type: DataType, up: boolean): DataType {
  const isUnsupported = type.kind === 'Float16' || (isDecimal(type) && type.kind !== 'Decimal128');
  if (up && isUnsupported) throw new ExecutionError(`Unsupported data type ${displayType(type)} for function ceil`);
  if (!up && (isUnsupported || isUnsignedInteger(type)))
    throw new ExecutionError(`found unsupported return type ${displayType(type)}`);
  return resultType(type);
}

/** `ceil` or `floor`. */
export function wholeNumber(
  name: string,
  aliases: readonly string[],
  fn: (x: number) => number,
  up: boolean,
  description: string,
): ScalarUDF {
  const returnType = ([type]: readonly DataType[]): DataType => typeRule(type!, up);
  return {
    name,
    aliases,
    signature: Signature.numeric(1, 'Immutable'),
    // The twin says so of `floor` alone.
    ...(up ? { returnType } : { returnField: nullsOfArguments(name, returnType) }),
    invoke: (call) => {
      const [input] = call.args;
      const { type } = input!;
      if (isDecimal(type)) return decimals(call, type, up);
      if (!isFloating(type)) return cast(input!, DataTypes.Int64, { safe: false }, call.arena);
      return bigintRows(call, ([column], arena) => {
        const read = numberReader(column!, arena);
        return (row) => {
          const value = read(row);
          return value === null ? null : saturate(fn(value));
        };
      });
    },
    documentation: doc(Sections.math, description, `${name}(expr)`, `SELECT ${name}(-0.1), ${name}(5)`, [
      ['expr', 'A number.'],
    ]),
  };
}
