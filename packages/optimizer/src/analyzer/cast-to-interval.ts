import { DataTypes, type DataType, type DFSchema } from '@datafusion-ts/common';
import { binaryExpr, cast, castTo, dataTypeOf, lit, type Expr } from '@datafusion-ts/expr';

const SECONDS_PER_DAY = 86_400n;
const INTEGERS = ['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64'];

/** Nanoseconds in a unit of a time of day. */
const NANOS = { Second: 1_000_000_000n, Millisecond: 1_000_000n, Microsecond: 1_000n, Nanosecond: 1n } as const;

/**
 * An operand of date and time arithmetic as the type wanted. An integer beside a date counts days, a time of day is the
 * time since midnight: both become intervals or durations by way of integers, which no plain cast does.
 */
export function castTemporalOperand(expr: Expr, target: DataType, other: DataType, schema: DFSchema): Expr {
  const from = dataTypeOf(expr, schema);
  if (
    target.kind === 'Interval' &&
    INTEGERS.includes(from.kind) &&
    (other.kind === 'Date32' || other.kind === 'Date64')
  ) {
    const seconds = binaryExpr(castTo(expr, DataTypes.Int64, schema), 'Multiply', lit(SECONDS_PER_DAY));
    return cast(cast(seconds, DataTypes.duration('Second')), target);
  }
  const isTime = from.kind === 'Time32' || from.kind === 'Time64';
  if (isTime && (target.kind === 'Interval' || target.kind === 'Duration')) {
    const count = timeAsInt64(expr, from);
    const duration = cast(count, DataTypes.duration('Nanosecond'));
    return target.kind === 'Duration' ? duration : cast(duration, target);
  }
  return castTo(expr, target, schema);
}

function timeAsInt64(expr: Expr, type: DataType & { readonly kind: 'Time32' | 'Time64' }): Expr {
  const narrow =
    type.kind === 'Time32' ? cast(cast(expr, DataTypes.Int32), DataTypes.Int64) : cast(expr, DataTypes.Int64);
  const factor = NANOS[type.unit];
  return factor === 1n ? narrow : binaryExpr(narrow, 'Multiply', lit(factor));
}
