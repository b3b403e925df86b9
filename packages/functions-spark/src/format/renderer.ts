import { displayScalar, ExecutionError, InternalError, type DataType } from '@datafusion-ts/common';
import {
  formatFloat32,
  getScalar,
  isNull,
  isText,
  stringReader,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { bigintReader, numberReader } from '@datafusion-ts/functions';
import type { Directive } from './directive.js';
import { momentOf, momentText } from './moment-text.js';
import { decimalText, floatText, integerText, plainFloat } from './number-text.js';
import { asciiUpper, paddedText, spaced } from './padding.js';

/** The text of a row's argument. */
export type Renderer = (row: number) => string;

/** Names of conversions in errors. */
const CONVERSION_NAMES: Readonly<Record<string, string>> = {
  h: 'HexHash',
  e: 'SciFloat',
  f: 'DecFloat',
  g: 'CompactFloat',
  a: 'HexFloat',
};

const NANOS: Readonly<Record<string, bigint>> = {
  Second: 1_000_000_000n,
  Millisecond: 1_000_000n,
  Microsecond: 1000n,
  Nanosecond: 1n,
};
const DAY = 86_400_000_000_000n;

/** Writes an argument as its directive says. Types that cannot be written are an ExecutionError with the value. */
export function rendererOf(vector: ColumnVector, directive: Directive, arena: Arena): Renderer {
  const { width, precision, flags, upper, conversion } = directive;
  const whenNull = paddedText(conversion === 'b' ? 'false' : 'null', width, precision, flags.left);
  const render = typedRenderer(vector, directive, arena);
  return (row) => {
    const text = isNull(vector, row) ? whenNull : render(row);
    return upper ? asciiUpper(text) : text;
  };
}

function typedRenderer(vector: ColumnVector, directive: Directive, arena: Arena): Renderer {
  const { type } = vector;
  const asText = (read: (row: number) => string): Renderer => textRenderer(read, directive, type);
  if (isText(type)) return asText(textOf(stringReader(vector)));
  switch (type.kind) {
    case 'Null':
      return () => '';
    case 'Boolean':
      return asText((row) => String(getScalar(vector, row).value));
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return integerRenderer(vector, directive, arena);
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return floatRenderer(vector, directive, arena);
    case 'Decimal128':
    case 'Decimal256':
      return decimalRenderer(vector, directive, type.scale);
    case 'Timestamp':
    case 'Date32':
    case 'Date64':
    case 'Time32':
    case 'Time64':
      return momentRenderer(vector, directive, arena);
    default:
      return (row) => {
        throw new ExecutionError(`Invalid scalar value: ${displayScalar(getScalar(vector, row))}`);
      };
  }
}

/** The reader's text; rows that are NULL are not asked for. */
const textOf =
  <T extends { toString(): string }>(read: (row: number) => T | null): ((row: number) => string) =>
  (row) =>
    read(row)?.toString() ?? '';

function unsupported({ conversion, upper }: Directive, type: DataType): ExecutionError {
  const name = CONVERSION_NAMES[conversion];
  if (name === undefined) throw new InternalError(`Conversion ${conversion} of ${type.kind}`);
  return new ExecutionError(`Invalid conversion type: ${name}${upper ? 'Upper' : 'Lower'} for ${type.kind}`);
}

/** `%s`, and `%b` of booleans. */
function textRenderer(read: (row: number) => string, directive: Directive, type: DataType): Renderer {
  const { conversion, width, precision, flags } = directive;
  if (conversion !== 's' && conversion !== 'b') throw unsupported(directive, type);
  return (row) => paddedText(read(row), width, precision, flags.left);
}

function integerRenderer(vector: ColumnVector, directive: Directive, arena: Arena): Renderer {
  const { type } = vector;
  const read = bigintReader(vector, arena);
  const bits = Number(/\d+/.exec(type.kind)![0]);
  switch (directive.conversion) {
    case 'd':
    case 'x':
    case 'o':
      return (row) => integerText(read(row)!, bits, directive);
    case 'c':
      return (row) => spaced(characterOf(read(row)!), directive.width, directive.flags.left);
    default:
      return textRenderer(textOf(read), directive, type);
  }
}

function characterOf(code: bigint): string {
  if (code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn)) return String.fromCodePoint(Number(code));
  throw new ExecutionError(`invalid Unicode scalar value for %c: ${code < 0n ? code : `0x${code.toString(16)}`}`);
}

function floatRenderer(vector: ColumnVector, directive: Directive, arena: Arena): Renderer {
  const read = numberReader(vector, arena);
  if (directive.conversion !== 's' && directive.conversion !== 'h') return (row) => floatText(read(row)!, directive);
  const single = vector.type.kind === 'Float32';
  const shortest = (value: number): string =>
    !Number.isFinite(value) || !single ? (Object.is(value, -0) ? '-0' : String(value)) : formatFloat32(value);
  return textRenderer((row) => plainFloat(shortest(read(row)!)), directive, vector.type);
}

function decimalRenderer(vector: ColumnVector, directive: Directive, scale: number): Renderer {
  const read = (row: number): bigint => BigInt(getScalar(vector, row).value as bigint);
  switch (directive.conversion) {
    case 'e':
    case 'f':
    case 'g':
      return (row) => decimalText(read(row), scale, directive);
    default:
      // DataFusion shows the unscaled digits.
      return textRenderer(textOf(read), directive, vector.type);
  }
}

/**
 * Dates and times: the fields of `%t` (which no width applies to), else their bare number. DataFusion takes the number of a
 * Date64 for days; real ones, in milliseconds, would be outside all timestamps by that, and are taken for what they are.
 */
function momentRenderer(vector: ColumnVector, directive: Directive, arena: Arena): Renderer {
  const { type } = vector;
  const read = bigintReader(vector, arena);
  if (directive.conversion !== 't') return textRenderer(textOf(read), directive, type);
  const nanos = nanosecondsOf(type);
  return (row) => momentText(momentOf(nanos(read(row)!)), directive.timeField);
}

function nanosecondsOf(type: DataType): (value: bigint) => bigint {
  switch (type.kind) {
    case 'Date32':
      return (days) => days * DAY;
    case 'Date64':
      return (value) => (BigInt.asIntN(64, value * DAY) === value * DAY ? value * DAY : value * NANOS.Millisecond!);
    case 'Timestamp':
    case 'Time32':
    case 'Time64': {
      const unit = NANOS[type.unit]!;
      return (value) => value * unit;
    }
    default:
      throw new InternalError(`A moment was expected, not ${type.kind}`);
  }
}
