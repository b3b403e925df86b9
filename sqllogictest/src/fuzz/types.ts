/** The types of columns and expressions that the fuzzer knows, with literals of each. */
import type { Random } from './random.js';

/** A type: its kind (what expressions are chosen by) and how SQL makes a value of exactly it. */
export interface FuzzType {
  readonly name: string;
  /** What `arrow_cast` takes; undefined when the literal has the type already. */
  readonly arrow?: string;
  readonly family:
    | 'int'
    | 'float'
    | 'decimal'
    | 'bool'
    | 'text'
    | 'date'
    | 'timestamp'
    | 'time'
    | 'interval'
    | 'binary'
    | 'list'
    | 'struct';
  /** A literal without its cast. */
  literal(random: Random): string;
}

const integer =
  (low: bigint, high: bigint) =>
  (random: Random): string => {
    const edge = random.below(12);
    if (edge === 0) return String(low);
    if (edge === 1) return String(high);
    const small = BigInt(random.below(41) - 20);
    return String(small < low ? -small : small);
  };
const words = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'Abc',
  ' a ',
  'a%b',
  'a_b',
  'ä',
  'Zürich',
  '日本語',
  '😀 x',
  '12',
  '-3.5',
  'true',
  '2024-02-29',
  'a long text, longer than twelve bytes',
  "it's",
];
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const text = (random: Random): string => quote(random.pick(words));
/** Multiples of 1/8, so that sums do not depend on their order. */
const dyadic = (random: Random): string => {
  const value = (random.below(2001) - 1000) / 8;
  return Number.isInteger(value) ? `${value}.0` : String(value);
};
const dates = [
  '1970-01-01',
  '2024-02-29',
  '1999-12-31',
  '2000-01-01',
  '1900-03-01',
  '2038-01-19',
  '1700-10-15',
  '2023-06-15',
];
const times = ['00:00:00', '23:59:59.999', '12:34:56', '06:00:00.5', '01:02:03.123456'];
const instant = (random: Random): string => quote(`${random.pick(dates)}T${random.pick(times)}`);
const decimal =
  (digits: number, scale: number) =>
  (random: Random): string => {
    const units = random.chance(0.1) ? 10 ** Math.min(digits, 15) - 1 : random.below(10 ** Math.min(5, digits));
    const value = (random.chance(0.4) ? -units : units) / 10 ** scale;
    return value.toFixed(scale);
  };

const number = (name: string, bits: bigint, signed: boolean): FuzzType => ({
  name,
  arrow: name,
  family: 'int',
  literal: signed ? integer(-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n) : integer(0n, (1n << bits) - 1n),
});

/** Types of table columns. */
export const TYPES: readonly FuzzType[] = [
  number('Int8', 8n, true),
  number('Int16', 16n, true),
  number('Int32', 32n, true),
  number('Int64', 64n, true),
  number('UInt8', 8n, false),
  number('UInt16', 16n, false),
  number('UInt32', 32n, false),
  number('UInt64', 64n, false),
  { name: 'Float32', arrow: 'Float32', family: 'float', literal: dyadic },
  { name: 'Float64', arrow: 'Float64', family: 'float', literal: dyadic },
  { name: 'Decimal(10, 2)', arrow: 'Decimal128(10, 2)', family: 'decimal', literal: decimal(10, 2) },
  { name: 'Decimal(30, 5)', arrow: 'Decimal128(30, 5)', family: 'decimal', literal: decimal(12, 5) },
  { name: 'Boolean', family: 'bool', literal: (random) => random.pick(['true', 'false']) },
  { name: 'Utf8', arrow: 'Utf8', family: 'text', literal: text },
  { name: 'Utf8View', arrow: 'Utf8View', family: 'text', literal: text },
  { name: 'LargeUtf8', arrow: 'LargeUtf8', family: 'text', literal: text },
  { name: 'Dictionary', arrow: 'Dictionary(Int32, Utf8)', family: 'text', literal: text },
  { name: 'Date32', arrow: 'Date32', family: 'date', literal: (random) => quote(random.pick(dates)) },
  { name: 'Timestamp(s)', arrow: 'Timestamp(Second, None)', family: 'timestamp', literal: instant },
  { name: 'Timestamp(ns)', arrow: 'Timestamp(Nanosecond, None)', family: 'timestamp', literal: instant },
  { name: 'Time64', arrow: 'Time64(Nanosecond)', family: 'time', literal: (random) => quote(random.pick(times)) },
  {
    name: 'Interval',
    family: 'interval',
    literal: (random) => `interval '${random.below(20) - 5} ${random.pick(['day', 'month', 'hour', 'second'])}'`,
  },
  { name: 'Binary', arrow: 'Binary', family: 'binary', literal: text },
  {
    name: 'List(Int64)',
    family: 'list',
    literal: (random) =>
      `[${random.times(random.below(4), () => (random.chance(0.15) ? 'NULL' : String(random.below(9)))).join(', ')}]`,
  },
  {
    name: 'Struct',
    family: 'struct',
    literal: (random) => `named_struct('x', ${random.below(5)}, 'y', ${text(random)})`,
  },
];

/** Types that tables have besides with `--types all`; expressions of their families take them as they come. */
export const RARE_TYPES: readonly FuzzType[] = [
  { name: 'Float16', arrow: 'Float16', family: 'float', literal: (random) => String((random.below(65) - 32) / 2) },
  { name: 'Decimal(50, 10)', arrow: 'Decimal256(50, 10)', family: 'decimal', literal: decimal(12, 5) },
  { name: 'Dictionary(Int64)', arrow: 'Dictionary(Int8, Int64)', family: 'int', literal: integer(-20n, 20n) },
  { name: 'Timestamp(UTC)', arrow: 'Timestamp(Millisecond, Some("UTC"))', family: 'timestamp', literal: instant },
  { name: 'Timestamp(zone)', arrow: 'Timestamp(ns, "America/New_York")', family: 'timestamp', literal: instant },
  { name: 'Date64', arrow: 'Date64', family: 'date', literal: (random) => quote(random.pick(dates)) },
  { name: 'Time32', arrow: 'Time32(Millisecond)', family: 'time', literal: (random) => quote(random.pick(times)) },
  { name: 'LargeBinary', arrow: 'LargeBinary', family: 'binary', literal: text },
];

/** The type of a family that expressions of that family have unless a column says otherwise. */
export const typesOf = (family: FuzzType['family']): readonly FuzzType[] =>
  TYPES.filter((type) => type.family === family);

/** SQL of one value of exactly the type. */
export function valueSql(type: FuzzType, random: Random, nulls = 0.12): string {
  const literal = random.chance(nulls) ? 'NULL' : type.literal(random);
  if (type.family === 'list')
    return literal === 'NULL' || literal === '[]'
      ? `arrow_cast(${literal === 'NULL' ? 'NULL' : 'make_array()'}, 'List(Int64)')`
      : `arrow_cast(${literal}, 'List(Int64)')`;
  if (type.family === 'struct')
    return literal === 'NULL' ? `CASE WHEN false THEN named_struct('x', 1, 'y', 'a') END` : literal;
  if (type.family === 'interval') return literal === 'NULL' ? 'CAST(NULL AS INTERVAL)' : literal;
  if (type.arrow === undefined) return literal === 'NULL' ? `CAST(NULL AS ${type.name.toUpperCase()})` : literal;
  return `arrow_cast(${literal}, '${type.arrow}')`;
}
