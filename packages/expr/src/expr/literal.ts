import { DataTypes, PlanError, ScalarValue } from '@datafusion-ts/common';

/** Plain values that become literals. */
export type LiteralLike = ScalarValue | number | bigint | string | boolean | Date | null;

/**
 * The scalar a plain value stands for: integral numbers and bigints Int64 (UInt64 from 2^63 on, as in SQL), other numbers
 * Float64, strings Utf8, booleans Boolean, Dates Timestamp(ms) in UTC, null an untyped NULL. Numbers beyond 2^53 are taken as
 * Float64, because they may have lost digits already. Anything else (an array, undefined, an invalid Date) is a Plan error.
 */
export function scalarOf(value: LiteralLike): ScalarValue {
  if (value instanceof ScalarValue) return value;
  if (value === null) return ScalarValue.null();
  switch (typeof value) {
    case 'boolean':
      return ScalarValue.boolean(value);
    case 'bigint':
      return scalarOfBigint(value);
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? ScalarValue.int64(BigInt(value))
        : ScalarValue.float64(value);
    case 'string':
      return ScalarValue.utf8(value);
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime()))
        return new ScalarValue(DataTypes.timestamp('Millisecond'), BigInt(value.getTime()));
      throw new PlanError(
        `Not a literal: ${Object.prototype.toString.call(value).slice(8, -1)}. ` +
          'Literals are numbers, bigints, strings, booleans, valid Dates, null and ScalarValues of any type',
      );
  }
}

/** Throws a Plan error for what 64 bits do not hold: such a literal would lose its upper digits later. */
function scalarOfBigint(value: bigint): ScalarValue {
  if (BigInt.asIntN(64, value) === value) return ScalarValue.int64(value);
  if (BigInt.asUintN(64, value) === value) return ScalarValue.uint64(value);
  throw new PlanError(`Not a literal: ${value} has more than 64 bits. A ScalarValue of a decimal type may hold it`);
}
