/** Results copied from the real engine, and what it takes to run the same here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFusionError, DataTypes, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';

/** The rows of a golden file. */
export const golden = <T>(name: string): readonly T[] =>
  JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as readonly T[];

const UNITS = { s: 'Second', ms: 'Millisecond', µs: 'Microsecond', ns: 'Nanosecond' } as const;
type Short = keyof typeof UNITS;
type Unit = (typeof UNITS)[Short];
const unitOf = (text: string): Unit => (text in UNITS ? UNITS[text as Short] : (text as Unit));

/** The type of a name, in the spelling of `arrow_cast` or `arrow_typeof`. */
export function typeNamed(name: string): DataType {
  const match = /^(\w+)\((.*)\)$/.exec(name);
  if (match === null) return DataTypes[name as 'Int8'];
  const args = match[2]!.split(/,\s*/);
  switch (match[1]) {
    case 'Timestamp': {
      const zone = /"(.*)"/.exec(match[2]!)?.[1];
      return DataTypes.timestamp(unitOf(args[0]!), zone);
    }
    case 'Duration':
      return DataTypes.duration(unitOf(args[0]!));
    case 'Time32':
      return DataTypes.time32(unitOf(args[0]!) as 'Second');
    case 'Time64':
      return DataTypes.time64(unitOf(args[0]!) as 'Nanosecond');
    case 'Interval':
      return DataTypes.interval(args[0] as 'MonthDayNano');
    case 'Dictionary':
      return DataTypes.dictionary(typeNamed(args[0]!), typeNamed(args[1]!));
    case 'List':
      return DataTypes.list(field('item', typeNamed(args[0]!)));
    case 'FixedSizeList':
      return DataTypes.fixedSizeList(field('item', typeNamed(args[1]!)), Number(args[0]));
    case 'FixedSizeBinary':
      return DataTypes.fixedSizeBinary(Number(args[0]));
    default:
      return { kind: match[1] as 'Decimal128', precision: Number(args[0]), scale: Number(args[1]) };
  }
}

/** A literal of one of the kinds that SQL has. */
export function literal(kind: string, text: string): ScalarValue {
  switch (kind) {
    case 'Int64':
      return ScalarValue.int64(BigInt(text));
    case 'Float64':
      return ScalarValue.float64(Number(text));
    case 'Boolean':
      return ScalarValue.boolean(text === 'true');
    default:
      return ScalarValue.utf8(text);
  }
}

/** A text cast to a type; fixed-size binaries by way of Binary. */
export function textAs(text: string | null, name: string): ScalarValue {
  const type = typeNamed(name);
  if (text === null) return ScalarValue.null(type);
  const start =
    type.kind === 'FixedSizeBinary'
      ? castScalar(ScalarValue.utf8(text), DataTypes.Binary, { safe: false })
      : ScalarValue.utf8(text);
  return castScalar(start, type, { safe: false });
}

/** What a computation gives, or `E:` and the text of its error. */
export function outcome<T>(compute: () => T): T | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DataFusionError) return `E:${error.toString()}`;
    throw error;
  }
}
