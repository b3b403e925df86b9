/** The values of `range` and `generate_series`, which differ only in whether the end is one of them. */
import {
  DataTypes,
  ExecutionError,
  listItem,
  ScalarValue,
  type DataType,
  type MonthDayNanoInterval,
  addMonthsToDays,
} from '@datafusion-ts/common';
import type { BigIntBuilder, NumberBuilder } from '@datafusion-ts/compute';
import {
  Arena,
  arithmetic,
  cast,
  type ColumnVector,
  constantVector,
  floorDiv,
  getScalar,
  ListBuilder,
  nullVector,
} from '@datafusion-ts/compute';
import {
  coerceExact,
  coerceImplicit,
  NativeTypes,
  Signature,
  TypeClasses,
  type Coercion,
} from '@datafusion-ts/expr-common';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';

const NANOS_PER_DAY = 86_400_000_000_000n;

const INTEGER = coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64);
const DATE = coerceImplicit(
  TypeClasses.native(NativeTypes.Date),
  [TypeClasses.native(NativeTypes.String)],
  NativeTypes.Date,
);
const TIMESTAMP = coerceExact(TypeClasses.timestamp);
const MONTH_DAY_NANO = { kind: 'Interval', unit: 'MonthDayNano' } as const;
const INTERVAL = coerceImplicit(TypeClasses.native(MONTH_DAY_NANO), [TypeClasses.interval], MONTH_DAY_NANO);

const coercible = (
  ...coercions: readonly Coercion[]
): { readonly kind: 'Coercible'; readonly coercions: typeof coercions } => ({
  kind: 'Coercible',
  coercions,
});

/** Arguments of both functions. */
export const seriesSignature = (): Signature =>
  Signature.oneOf(
    [
      coercible(INTEGER),
      coercible(INTEGER, INTEGER),
      coercible(INTEGER, INTEGER, INTEGER),
      coercible(DATE, DATE, INTERVAL),
      coercible(TIMESTAMP, TIMESTAMP, INTERVAL),
    ],
    'Immutable',
  );

/** A list of integers, dates, or timestamps in nanoseconds; NULL when a limit of timestamps is an untyped NULL. */
export function seriesType(types: readonly DataType[]): DataType {
  if (types.some((type) => type.kind === 'Null')) return DataTypes.Null;
  const [first, end] = types;
  if (first!.kind === 'Date64' || end?.kind === 'Date64') return DataTypes.list(listItem(DataTypes.Date32));
  const item = first!.kind === 'Timestamp' ? DataTypes.timestamp('Nanosecond', first!.timezone) : first!;
  return DataTypes.list(listItem(item));
}

/** The series of each row. */
export function makeSeries(name: string, call: ScalarFunctionArgs, includesEnd: boolean): ColumnVector {
  const { returnField, rowCount } = call;
  const type = returnField.dataType;
  if (type.kind !== 'List') return nullVector(type, rowCount);
  switch (type.field.dataType.kind) {
    case 'Date32':
      return dates(name, call, includesEnd);
    case 'Timestamp':
      return timestamps(name, call, type.field.dataType, includesEnd);
    default:
      return integers(name, call, includesEnd);
  }
}

const bigintAt = (vector: ColumnVector, row: number): bigint | null => getScalar(vector, row).value as bigint | null;

/** Elements of 8 bytes that the engine's memory of 4 GiB can hold. */
const LONGEST = 0x1fff_ffffn;
/** Elements that no memory could hold: the error then has another reason. */
const UNTHINKABLE = 0x7fff_ffff_ffff_ffffn / 8n;

/** Throws before a series is made that does not fit. */
function checkCount(count: bigint, before: number): void {
  if (count + BigInt(before) <= LONGEST) return;
  const reason =
    count > UNTHINKABLE
      ? "the computed capacity exceeded the collection's maximum"
      : 'the memory allocator returned an error';
  throw new ExecutionError(
    `Range too large to materialize: failed to allocate ${count} elements: memory allocation failed because ${reason}`,
  );
}
/** Days that dates can have: 262,142 years. */
const LAST_DAY = 95_700_000;

function integers(
  name: string,
  { args, rowCount, returnField, arena }: ScalarFunctionArgs,
  includesEnd: boolean,
): ColumnVector {
  const result = new ListBuilder(returnField.dataType, arena, rowCount);
  const elements = result.elements as BigIntBuilder;
  const [first, second, third] = args;
  for (let row = 0; row < rowCount; row++) {
    const start = second === undefined ? 0n : bigintAt(first!, row);
    const end = bigintAt(second ?? first!, row);
    const step = third === undefined ? 1n : bigintAt(third, row);
    if (start === null || end === null || step === null) {
      result.appendNull();
      continue;
    }
    if (step === 0n) throw new ExecutionError(`step can't be 0 for function ${name}(start [, stop, step])`);
    const distance = step > 0n ? end - start : start - end;
    const size = step > 0n ? step : -step;
    const count = distance < 0n ? 0n : includesEnd ? distance / size + 1n : (distance + size - 1n) / size;
    checkCount(count, elements.length);
    for (let i = 0n, value = start; i < count; i++, value += step) elements.appendBigInt(value);
    result.closeList();
  }
  return result.finish();
}

const intervalAt = (vector: ColumnVector, row: number): MonthDayNanoInterval | null =>
  getScalar(vector, row).value as MonthDayNanoInterval | null;

/** The values from `start` by steps; `after(i)` is the value of the i-th step. */
function* walk<T extends number | bigint>(
  start: T,
  end: T,
  next: (value: T) => T,
  forward: boolean,
  includesEnd: boolean,
): Generator<T> {
  for (let value = start; ; value = next(value)) {
    const inside = value === end ? includesEnd : forward ? value < end : value > end;
    if (!inside) return;
    yield value;
  }
}

function dates(
  name: string,
  { args, rowCount, returnField, arena }: ScalarFunctionArgs,
  includesEnd: boolean,
): ColumnVector {
  const [first, second] = args.slice(0, 2).map((arg) => cast(arg, DataTypes.Date32, { safe: false }, arena));
  const result = new ListBuilder(returnField.dataType, arena, rowCount);
  const elements = result.elements as NumberBuilder;
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = [getScalar(first!, row).value, getScalar(second!, row).value] as (number | null)[];
    const step = intervalAt(args[2]!, row);
    if (start == null || end == null || step === null) {
      result.appendNull();
      continue;
    }
    if (step.months === 0 && step.days === 0) throw new ExecutionError('Cannot generate date range less than 1 day.');
    const forward = step.months >= 0 && step.days >= 0;
    const next = (day: number): number => addMonthsToDays(day, step.months) + step.days;
    // Without the end: as far as one step before it.
    const last = includesEnd ? end : addMonthsToDays(end, -step.months) - step.days;
    for (const day of walk(start, last, next, forward, true)) {
      if (day > LAST_DAY || day < -LAST_DAY) throw new ExecutionError('date value out of range');
      elements.appendNumber(day);
    }
    result.closeList();
  }
  return result.finish();
}

function timestamps(
  name: string,
  { args, rowCount, returnField, arena }: ScalarFunctionArgs,
  type: Extract<DataType, { kind: 'Timestamp' }>,
  includesEnd: boolean,
): ColumnVector {
  const first = cast(args[0]!, type, { safe: false }, arena);
  const last = cast(args[1]!, DataTypes.timestamp('Nanosecond', type.timezone), { safe: false }, arena);
  const result = new ListBuilder(returnField.dataType, arena, rowCount);
  const elements = result.elements as BigIntBuilder;
  for (let row = 0; row < rowCount; row++) {
    const [start, end, step] = [bigintAt(first, row), bigintAt(last, row), intervalAt(args[2]!, row)];
    if (start === null || end === null || step === null) {
      result.appendNull();
      continue;
    }
    if (step.months === 0 && step.days === 0 && step.nanoseconds === 0n)
      throw new ExecutionError(`Interval argument to ${name} must not be 0`);
    const forward = addStep(start, step, type) > start;
    const nanos = BigInt(step.days) * NANOS_PER_DAY + step.nanoseconds;
    if (step.months === 0 && nanos !== 0n) checkCount((end - start) / nanos, elements.length);
    const next = (value: bigint): bigint => addStep(value, step, type);
    for (const value of walk(start, end, next, forward, includesEnd)) elements.appendBigInt(value);
    result.closeList();
  }
  return result.finish();
}

/** A timestamp moved by an interval, months and days by the calendar of its time zone. */
function addStep(value: bigint, step: MonthDayNanoInterval, type: Extract<DataType, { kind: 'Timestamp' }>): bigint {
  if (step.months === 0 && step.days === 0) return value + step.nanoseconds;
  if (type.timezone !== undefined) return addZoned(value, step, type);
  const day = floorDiv(value, NANOS_PER_DAY);
  const moved = BigInt(addMonthsToDays(Number(day), step.months) + step.days);
  return moved * NANOS_PER_DAY + (value - day * NANOS_PER_DAY) + step.nanoseconds;
}

function addZoned(value: bigint, step: MonthDayNanoInterval, type: DataType): bigint {
  const arena = new Arena();
  try {
    const left = constantVector(new ScalarValue(type, value), 1);
    const right = constantVector(new ScalarValue(DataTypes.interval('MonthDayNano'), step), 1);
    return getScalar(arithmetic('add', left, right, type, arena), 0).value as bigint;
  } finally {
    arena.release();
  }
}
