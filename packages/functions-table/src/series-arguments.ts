/** Checks the arguments of `generate_series` and `range` and brings them to one form. */
import {
  DataTypes,
  debugScalar,
  displayType,
  PlanError,
  type DataType,
  type MonthDayNanoInterval,
  type ScalarValue,
} from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';
import type { Expr } from '@datafusion-ts/expr';

/** What to generate. */
export type SeriesArguments =
  | { readonly kind: 'Empty'; readonly type: DataType }
  | {
      readonly kind: 'Int64';
      readonly start: bigint;
      readonly end: bigint;
      readonly step: bigint;
      readonly includeEnd: boolean;
    }
  | {
      readonly kind: 'Timestamp';
      /** Nanoseconds since 1970. */
      readonly start: bigint;
      readonly end: bigint;
      readonly step: MonthDayNanoInterval;
      readonly timezone: string | undefined;
      readonly includeEnd: boolean;
    };

/** Reads the arguments; throws a PlanError for wrong ones. */
export function readArguments(name: string, args: readonly Expr[], includeEnd: boolean): SeriesArguments {
  if (args.length === 0 || args.length > 3) throw new PlanError(`${name} function requires 1 to 3 arguments`);
  const first = literalOf(args[0]!, 1);
  switch (first.dataType.kind) {
    case 'Timestamp':
      return readTimestamps(name, args, includeEnd);
    case 'Date32':
      return readDates(name, args, includeEnd);
    default:
      if (!isInteger(first) && !(first.isNull && first.dataType.kind === 'Null')) {
        throw new PlanError(
          `Argument #1 must be an INTEGER, TIMESTAMP, DATE or NULL, got ${displayType(first.dataType)}`,
        );
      }
      return readIntegers(args, includeEnd);
  }
}

function literalOf(expr: Expr, position: number): ScalarValue {
  if (expr.kind === 'Literal') return expr.value;
  throw new PlanError(`Argument #${position} must be an INTEGER, TIMESTAMP, DATE or NULL, got ${expr.toString()}`);
}

const isInteger = (value: ScalarValue): boolean => /^U?Int(8|16|32|64)$/.test(value.dataType.kind);

function readIntegers(args: readonly Expr[], includeEnd: boolean): SeriesArguments {
  const values = args.map((arg, i): bigint | undefined => {
    if (arg.kind === 'Literal' && arg.value.isNull) return undefined;
    if (arg.kind === 'Literal' && isInteger(arg.value)) return BigInt(arg.value.value as bigint | number);
    throw new PlanError(`Argument #${i + 1} must be an INTEGER or NULL, got ${describe(arg)}`);
  });
  if (values.includes(undefined)) return { kind: 'Empty', type: DataTypes.Int64 };
  const [a, b, c] = values as bigint[];
  const step = c ?? 1n;
  if (step === 0n) throw new PlanError('Step cannot be zero');
  return { kind: 'Int64', start: b === undefined ? 0n : a!, end: b ?? a!, step, includeEnd };
}

const describe = (expr: Expr): string =>
  expr.kind === 'Literal' ? `Literal(${debugScalar(expr.value)}, None)` : expr.toString();

function readTimestamps(name: string, args: readonly Expr[], includeEnd: boolean): SeriesArguments {
  if (args.length !== 3) throw new PlanError(`${name} function with timestamps requires exactly 3 arguments`);
  const [start, end] = args.slice(0, 2).map((arg, i) => timestampOf(arg, i + 1));
  const timezone = start!.dataType.kind === 'Timestamp' ? start!.dataType.timezone : undefined;
  return between(start!, end!, intervalOf(args[2]!), timezone, includeEnd);
}

function readDates(name: string, args: readonly Expr[], includeEnd: boolean): SeriesArguments {
  if (args.length !== 3) throw new PlanError(`${name} function with dates requires exactly 3 arguments`);
  const [start, end] = args.slice(0, 2).map((arg, i) => {
    if (arg.kind !== 'Literal' || (arg.value.dataType.kind !== 'Date32' && !arg.value.isNull)) {
      throw new PlanError(`Argument #${i + 1} must be a DATE or NULL, got ${describe(arg)}`);
    }
    return castScalar(arg.value, DataTypes.timestamp('Nanosecond'), { safe: false });
  });
  return between(start!, end!, intervalOf(args[2]!), undefined, includeEnd);
}

function timestampOf(arg: Expr, position: number): ScalarValue {
  if (arg.kind === 'Literal' && (arg.value.dataType.kind === 'Timestamp' || arg.value.isNull)) {
    const timezone = arg.value.dataType.kind === 'Timestamp' ? arg.value.dataType.timezone : undefined;
    return castScalar(arg.value, DataTypes.timestamp('Nanosecond', timezone), { safe: false });
  }
  throw new PlanError(`Argument #${position} must be a TIMESTAMP or NULL, got ${describe(arg)}`);
}

function intervalOf(arg: Expr): ScalarValue {
  if (arg.kind === 'Literal' && (arg.value.isNull || arg.value.dataType.kind === 'Interval')) {
    return castScalar(arg.value, DataTypes.interval('MonthDayNano'), { safe: false });
  }
  throw new PlanError(`Argument #3 must be an INTERVAL or NULL, got ${describe(arg)}`);
}

function between(
  start: ScalarValue,
  end: ScalarValue,
  step: ScalarValue,
  timezone: string | undefined,
  includeEnd: boolean,
): SeriesArguments {
  if (start.isNull || end.isNull || step.isNull)
    return { kind: 'Empty', type: DataTypes.timestamp('Nanosecond', timezone) };
  const interval = step.value as MonthDayNanoInterval;
  if (interval.months === 0 && interval.days === 0 && interval.nanoseconds === 0n) {
    throw new PlanError('Step interval cannot be zero');
  }
  return {
    kind: 'Timestamp',
    start: start.value as bigint,
    end: end.value as bigint,
    step: interval,
    timezone,
    includeEnd,
  };
}
