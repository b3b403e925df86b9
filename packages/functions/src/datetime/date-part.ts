import {
  ArrowError,
  ExecutionError,
  ScalarValue,
  type DataType,
  daysFromCivil,
  isValidDate,
} from '@datafusion-ts/common';
import {
  datePart as partOf,
  datePartType,
  parseDatePart,
  timeZone,
  unitsPerSecond,
  type DatePart,
} from '@datafusion-ts/compute';
import { lit, type Expr, type Preimage, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { literalText, textOf, valueOfLiteral } from '../utils/literals.js';
import { TimeArgs } from './signatures.js';

const INPUTS = [TimeArgs.timestampOrText, TimeArgs.date, TimeArgs.time, TimeArgs.interval, TimeArgs.duration];

const UNKNOWN = 'date_part requires non-empty constant string';

/** The part without one pair of quotes around it. */
function partOfName(name: string): DatePart {
  const bare = unquoted(name);
  if (/^['"]/.test(bare)) throw new ExecutionError(`Date part '${name}' not supported`);
  try {
    return parseDatePart(bare);
  } catch (error) {
    throw error instanceof ExecutionError ? new ExecutionError(`Date part '${name}' not supported`) : error;
  }
}

const unquoted = (name: string): string => /^['"](.*)['"]$/.exec(name)?.[1] ?? name;

/** The year that is compared with, as a range of a date or timestamp column. */
function yearRange(
  [part, value]: readonly Expr[],
  literal: Expr,
  typeOf: (expr: Expr) => DataType,
): Preimage | undefined {
  const name = textOf(valueOfLiteral(part));
  const year = valueOfLiteral(literal);
  if (name === undefined || year?.dataType.kind !== 'Int32' || typeof year.value !== 'number') return undefined;
  if (!/^(years?|yrs?|y)$/i.test(unquoted(name))) return undefined;
  const type = typeOf(value!);
  const [lower, upper] = [startOfYear(year.value, type), startOfYear(year.value + 1, type)];
  return lower === undefined || upper === undefined
    ? undefined
    : { expr: value!, lower: lit(lower), upper: lit(upper) };
}

function startOfYear(year: number, type: DataType): ScalarValue | undefined {
  if (!isValidDate(year, 1, 1)) return undefined;
  const days = daysFromCivil(year, 1, 1);
  switch (type.kind) {
    case 'Date32':
      return new ScalarValue(type, days);
    case 'Date64':
      return new ScalarValue(type, BigInt(days) * 86_400_000n);
    case 'Timestamp': {
      const local = days * 86_400;
      const zone = type.timezone === undefined ? undefined : timeZone(type.timezone).fromLocal(local);
      if (zone !== undefined && zone.kind !== 'single') return undefined;
      const value = BigInt(local - (zone?.offset ?? 0)) * unitsPerSecond(type.unit);
      return BigInt.asIntN(64, value) === value ? new ScalarValue(type, value) : undefined;
    }
    default:
      return undefined;
  }
}

/** Parts that have a type of their own; all others, unknown ones too, are Int32 as far as planning goes. */
function typeOfPart(name: string): ReturnType<typeof datePartType> {
  const word = unquoted(name).toLowerCase();
  return word === 'epoch' ? datePartType('epoch') : datePartType(word.startsWith('nanosecond') ? 'nanosecond' : 'year');
}

/** `date_part('year', x)`: a field of a date, time, timestamp, duration or interval as a number; what EXTRACT means. */
export const datePart: ScalarUDF = {
  name: 'date_part',
  aliases: ['datepart'],
  signature: Signature.oneOf(
    INPUTS.map((input) => ({ kind: 'Coercible', coercions: [Args.string, input] })),
    'Immutable',
  ),
  returnField: (args) => {
    const part = literalText(args, 0);
    if (part === undefined || part === '') throw new ExecutionError(UNKNOWN);
    return { name: 'date_part', dataType: typeOfPart(part), nullable: args.argFields[1]!.nullable };
  },
  invoke: ({ args: [part, value], arena }) => {
    const name = part!.encoding === 'constant' ? textOf(part!.value) : undefined;
    if (name === undefined || name === '')
      throw new ExecutionError('First argument of `DATE_PART` must be non-null scalar Utf8');
    if (value!.type.kind === 'Null')
      throw new ArrowError('Compute error', `${name[0]!.toUpperCase()}${name.slice(1)} does not support: Null`);
    return partOf(partOfName(name), value!, arena);
  },
  preimage: (args, literal, context) => yearRange(args, literal, (expr) => context.dataTypeOf(expr)),
  documentation: doc(
    Sections.time,
    'Gives a part of a date, time, timestamp, duration or interval as a number.',
    'date_part(part, expression)',
    "SELECT date_part('month', '2024-11-15T23:30:00')",
    [
      [
        'part',
        'One of year, isoyear, quarter, month, week, day, hour, minute, second, millisecond, microsecond, nanosecond, dow, doy, isodow, epoch.',
      ],
      ['expression', 'Value to look at.'],
    ],
    ['date_trunc'],
  ),
};
