import {
  ArrowError,
  DataTypes,
  ScalarValue,
  type ConfigOptions,
  type DataType,
  type TimeUnit,
  nanosPerUnit,
} from '@datafusion-ts/common';
import {
  cast,
  constantVector,
  nullVector,
  stringReader,
  timeZone,
  withType,
  type ColumnVector,
  type TimeZone,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader, scalarReader } from '../utils/readers.js';
import { bigintRows } from '../utils/rows.js';
import { checkFormats, isText, momentOfFormats, momentOfText, unsupportedType } from './parse-moment.js';

/**
 * `to_timestamp` and its variants by unit: numbers, text (in Arrow's form or by patterns), decimals and other timestamps as
 * timestamps in the session's time zone. `to_timestamp` reads integers as seconds, the others as their own unit.
 */

const INTEGERS = new Set(['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64']);
const FLOATS = new Set(['Float16', 'Float32', 'Float64']);

/** The session's time zone, when one is set. */
export function sessionZone(config: ConfigOptions): string | undefined {
  const name = config.execution.timeZone;
  return name === undefined || name === '' ? undefined : name;
}

/** Texts as moments, cut to the unit (towards 1970, as DataFusion does). */
export function textMoments(
  args: readonly ColumnVector[],
  zone: TimeZone | undefined,
  nanosPer: bigint,
): (row: number) => bigint | null {
  const [read, ...formats] = args.map(stringReader);
  return (row) => {
    const text = read!(row);
    if (text === null) return null;
    if (formats.length === 0) return momentOfText(text, zone) / nanosPer;
    const patterns = formats.flatMap((format) => format(row) ?? []);
    return patterns.length === 0 ? null : momentOfFormats(text, patterns, zone) / nanosPer;
  };
}

function convert(call: ScalarFunctionArgs, name: string, unit: TimeUnit, integers: TimeUnit): ColumnVector {
  const { args, arena, config } = call;
  const [input] = args;
  const { type } = input!;
  checkFormats(
    'to_timestamp',
    args.map((arg) => arg.type),
  );
  const to = call.returnField.dataType;
  const safe = { safe: false };
  if (type.kind === 'Null') return nullVector(to, call.rowCount);
  if (INTEGERS.has(type.kind)) {
    const read = cast(cast(input!, DataTypes.Int64, safe, arena), DataTypes.timestamp(integers), safe, arena);
    return relabel(cast(read, DataTypes.timestamp(unit), safe, arena), to);
  }
  if (FLOATS.has(type.kind)) return fromFloats(call, unit, integers);
  if ('scale' in type) return fromDecimals(call, type.scale, nanosPerUnit(integers) / nanosPerUnit(unit));
  if (type.kind === 'Timestamp')
    return relabel(cast(input!, DataTypes.timestamp(unit, type.timezone), safe, arena), to);
  if (!isText(type)) throw unsupportedType(type, name);
  const zoneName = sessionZone(config);
  const zone = zoneName === undefined ? undefined : timeZone(zoneName);
  return bigintRows(call, (columns) => textMoments(columns, zone, nanosPerUnit(unit)));
}

/** The same moments under another time zone. */
function relabel(vector: ColumnVector, type: DataType): ColumnVector {
  if (vector.encoding !== 'constant') return withType(vector, type);
  return constantVector(new ScalarValue(type, vector.value.value), vector.length);
}

/** Doubles in the unit of integers; digits beyond the result's unit are dropped. */
function fromFloats(call: ScalarFunctionArgs, unit: TimeUnit, integers: TimeUnit): ColumnVector {
  const factor = Number(nanosPerUnit(integers) / nanosPerUnit(unit));
  return bigintRows(call, ([column], arena) => {
    const read = numberReader(column!, arena);
    return (row) => {
      const value = read(row);
      return value === null ? null : saturated(value * factor);
    };
  });
}

/** A double as a 64-bit integer: cut off, out of range clamped, NaN as 0. */
function saturated(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(value));
}

function fromDecimals(call: ScalarFunctionArgs, scale: number, factor: bigint): ColumnVector {
  const unit = 10n ** BigInt(Math.max(scale, 0));
  return bigintRows(call, ([column]) => {
    const read = scalarReader(column!);
    return (row) => {
      const data = read(row)?.value;
      if (typeof data !== 'bigint') return null;
      const value = (data * factor) / unit;
      if (BigInt.asIntN(64, value) !== value)
        throw new ArrowError('Arithmetic overflow', `Overflow happened on: ${data} * ${factor}`);
      return value;
    };
  });
}

function toTimestampFunction(name: string, unit: TimeUnit, integers: TimeUnit, what: string): ScalarUDF {
  const make = (zone: string | undefined): ScalarUDF => ({
    name,
    signature: Signature.variadicAny('Immutable'),
    returnField: ({ argFields }) => ({
      name,
      dataType: DataTypes.timestamp(unit, zone),
      nullable: argFields.some((f) => f.nullable),
    }),
    invoke: (call) => convert(call, name, unit, integers),
    withConfig: (config) => make(sessionZone(config)),
    documentation: doc(
      Sections.time,
      `Turns a value into a timestamp in ${what}: text as in RFC 3339 or by patterns, or a number.`,
      `${name}(expression[, ..., format_n])`,
      `SELECT ${name}('2023-01-31T09:26:56.123456789-05:00')`,
      [
        ['expression', 'Text, number, or another timestamp.'],
        ['format_n', 'Patterns of chrono, tried in turn; the last failure is reported.'],
      ],
    ),
  });
  return make(undefined);
}

/** `to_timestamp`: nanoseconds; integers are seconds. */
export const toTimestamp: ScalarUDF = toTimestampFunction('to_timestamp', 'Nanosecond', 'Second', 'nanoseconds');
/** `to_timestamp_seconds`. */
export const toTimestampSeconds: ScalarUDF = toTimestampFunction('to_timestamp_seconds', 'Second', 'Second', 'seconds');
/** `to_timestamp_millis`. */
export const toTimestampMillis: ScalarUDF = toTimestampFunction(
  'to_timestamp_millis',
  'Millisecond',
  'Millisecond',
  'milliseconds',
);
/** `to_timestamp_micros`. */
export const toTimestampMicros: ScalarUDF = toTimestampFunction(
  'to_timestamp_micros',
  'Microsecond',
  'Microsecond',
  'microseconds',
);
/** `to_timestamp_nanos`. */
export const toTimestampNanos: ScalarUDF = toTimestampFunction(
  'to_timestamp_nanos',
  'Nanosecond',
  'Nanosecond',
  'nanoseconds',
);
