import { ArrowError, DataTypes, ExecutionError, type DataType, type TimeUnit } from '@datafusion-ts/common';
import {
  FormatPatternError,
  flatten,
  formatDuration,
  isNull,
  nullVector,
  strftime,
  stringReader,
  timeZone,
  toLocal,
  unitsPerSecond,
  type Moment,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature, TIMEZONE_WILDCARD } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { textRows } from '../utils/rows.js';

const UNITS: readonly TimeUnit[] = ['Nanosecond', 'Microsecond', 'Millisecond', 'Second'];

const TYPES: readonly DataType[] = [
  DataTypes.Date32,
  DataTypes.Date64,
  DataTypes.time64('Nanosecond'),
  DataTypes.time64('Microsecond'),
  DataTypes.time32('Millisecond'),
  DataTypes.time32('Second'),
  ...UNITS.flatMap((unit) => [DataTypes.timestamp(unit, TIMEZONE_WILDCARD), DataTypes.timestamp(unit)]),
  ...UNITS.map((unit) => DataTypes.duration(unit)),
];

/** A value seen as date, clock and zone. */
type ToMoment = (value: bigint) => Moment;

const floorDiv = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

/** How values of a type are printed with a pattern. */
function momentsOf(type: DataType): ToMoment {
  switch (type.kind) {
    case 'Date32':
      return (value) => ({ days: Number(value), second: 0, nanos: 0 });
    case 'Date64':
      return split(1000n, undefined);
    case 'Time32':
    case 'Time64':
      return clock(unitsPerSecond(type.unit));
    case 'Timestamp':
      return split(unitsPerSecond(type.unit), type.timezone);
    default:
      throw new ExecutionError(`to_char does not support ${type.kind}`);
  }
}

const clock =
  (per: bigint): ToMoment =>
  (value) => ({
    days: undefined,
    second: Number(value / per),
    nanos: Number((value % per) * (1_000_000_000n / per)),
  });

function split(per: bigint, zoneName: string | undefined): ToMoment {
  const zone = zoneName === undefined ? undefined : timeZone(zoneName);
  return (value) => {
    const utc = floorDiv(value, per);
    const nanos = Number((value - utc * per) * (1_000_000_000n / per));
    const seconds = Number(utc);
    const local = zone === undefined ? seconds : toLocal(zone, seconds);
    const days = Math.floor(local / 86_400);
    const moment = { days, second: local - days * 86_400, nanos };
    return zone === undefined ? moment : { ...moment, offset: local - seconds, zoneName: zone.name };
  };
}

function format(pattern: string, moment: Moment): string {
  try {
    return strftime(pattern, moment);
  } catch (error) {
    if (error instanceof FormatPatternError) throw new ArrowError('Cast error', 'Format error');
    throw error;
  }
}

/** `to_char(x, '%Y-%m')`: dates, times and timestamps by chrono's patterns; durations as `pretty` or `ISO8601`. */
export const toChar: ScalarUDF = {
  name: 'to_char',
  aliases: ['date_format'],
  signature: Signature.oneOf(
    TYPES.map((type) => ({ kind: 'Exact', types: [type, DataTypes.Utf8] })),
    'Immutable',
  ),
  returnType: () => DataTypes.Utf8,
  invoke: (call) => {
    const { type } = call.args[0]!;
    if (type.kind === 'Null') return nullVector(DataTypes.Utf8, call.rowCount);
    return textRows(call, ([value, pattern], arena) => {
      const flat = flatten(value!, arena);
      const read = bigintReader(flat, arena);
      const readPattern = stringReader(pattern!);
      if (type.kind === 'Duration') {
        return (row) => {
          const text = readPattern(row);
          if (text === null || isNull(flat, row)) return null;
          const style = text.toLowerCase() === 'iso8601' ? 'iso8601' : 'pretty';
          return formatDuration(read(row)!, type.unit, style);
        };
      }
      const toMoment = momentsOf(type);
      return (row) => {
        const [data, text] = [read(row), readPattern(row)];
        return data === null || text === null ? null : format(text, toMoment(data));
      };
    });
  },
  documentation: doc(
    Sections.time,
    'Prints a date, time, timestamp or duration by a pattern.',
    'to_char(expression, format)',
    "SELECT to_char('2023-03-01'::date, '%d-%m-%Y')",
    [
      ['expression', 'Value to print.'],
      ['format', 'Pattern of chrono, such as %Y-%m-%d.'],
    ],
  ),
};
