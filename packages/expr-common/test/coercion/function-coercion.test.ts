/**
 * Coercion of function arguments against the real engine: functions of every kind of signature called with a column of
 * each of 56 types. The fixture holds the type the column was cast to (`=` for none) or the error, up to the candidates.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFusionError, DataTypes, displayType, parseDataType, sameType, type DataType } from '@datafusion-ts/common';
import {
  coerceArguments,
  coerceExact,
  coerceImplicit,
  NativeTypes,
  Signature,
  TIMEZONE_WILDCARD,
  TypeClasses,
  type TypeSignature,
} from '@datafusion-ts/expr-common';

interface Fixture {
  readonly types: readonly string[];
  readonly cases: Readonly<Record<string, readonly string[]>>;
  readonly candidates: Readonly<Record<string, string>>;
}

const fixture = JSON.parse(readFileSync(join(__dirname, '../fixtures/function-coercion.json'), 'utf8')) as Fixture;
const types = fixture.types.map(parseDataType);

const { Int64, Float32, Float64, Utf8, LargeUtf8, Utf8View, Binary, Boolean } = DataTypes;
const string = coerceExact(TypeClasses.native(NativeTypes.String));
const binary = coerceExact(TypeClasses.native(NativeTypes.Binary));
const decimal = coerceExact(TypeClasses.decimal);
const duration = coerceExact(TypeClasses.duration);
const int64 = coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64);
const uint64 = coerceImplicit(
  TypeClasses.native(NativeTypes.UInt64),
  [NativeTypes.UInt8, NativeTypes.UInt16, NativeTypes.UInt32].map(TypeClasses.native),
  NativeTypes.UInt64,
);
const sumInt64 = coerceImplicit(
  TypeClasses.native(NativeTypes.Int64),
  [NativeTypes.Int8, NativeTypes.Int16, NativeTypes.Int32].map(TypeClasses.native),
  NativeTypes.Int64,
);
const float64 = coerceImplicit(TypeClasses.native(NativeTypes.Float64), [TypeClasses.float], NativeTypes.Float64);
const avgFloat64 = coerceImplicit(
  TypeClasses.native(NativeTypes.Float64),
  [TypeClasses.integer, TypeClasses.float],
  NativeTypes.Float64,
);
const exactly = (...list: readonly DataType[]): TypeSignature => ({ kind: 'Exact', types: list });
const coercible = (coercion: typeof string): TypeSignature => ({ kind: 'Coercible', coercions: [coercion] });

const floats = Signature.uniform(1, [Float64, Float32], 'Immutable');
const anyZone = DataTypes.timestamp('Nanosecond', TIMEZONE_WILDCARD);
const [interval, instant] = [DataTypes.interval('MonthDayNano'), DataTypes.timestamp('Nanosecond')];

/** Signatures as the candidate lists of the real engine show them. */
const SIGNATURES: Readonly<Record<string, Signature>> = {
  upper: Signature.coercible([string], 'Immutable'),
  to_hex: Signature.coercible([coerceExact(TypeClasses.integer)], 'Immutable'),
  isnan: Signature.coercible([coerceExact(TypeClasses.numeric)], 'Immutable'),
  repeat: Signature.coercible([string, int64], 'Immutable'),
  sum: Signature.oneOf([decimal, uint64, sumInt64, float64, duration].map(coercible), 'Immutable'),
  avg: Signature.oneOf([decimal, duration, avgFloat64].map(coercible), 'Immutable'),
  abs: Signature.numeric(1, 'Immutable'),
  concat: Signature.variadic([Utf8View, Utf8, LargeUtf8, Binary], 'Immutable'),
  sin: floats,
  md5: Signature.oneOf([string, binary].map(coercible), 'Immutable'),
  stddev: Signature.exact([Float64], 'Immutable'),
  chr: Signature.uniform(1, [Int64], 'Immutable'),
  array_length: Signature.oneOf(
    [Signature.array('Immutable').typeSignature, Signature.arrayAndIndex('Immutable').typeSignature],
    'Immutable',
  ),
  array_has: Signature.arrayAndElement('Immutable'),
  map_keys: new Signature({ kind: 'ArraySignature', signature: { kind: 'MapArray' } }, 'Immutable'),
  bool_and: Signature.exact([Boolean], 'Immutable'),
  corr: Signature.exact([Float64, Float64], 'Immutable').withParameterNames(['y', 'x']),
  reverse: Signature.uniform(1, [Utf8View, Utf8, LargeUtf8], 'Immutable'),
  left: Signature.oneOf([exactly(Utf8View, Int64), exactly(Utf8, Int64), exactly(LargeUtf8, Int64)], 'Immutable'),
};

/** Arguments of a call such as `left(l,2)` for a column of type `l`. */
function argumentTypes(call: string, l: DataType): readonly DataType[] {
  const args = call.slice(call.indexOf('(') + 1, -1).split(',');
  return args.map((arg) => (arg === 'l' ? l : arg.startsWith("'") ? Utf8 : Int64));
}

const head = (message: string): string => message.split('. No function matches')[0]!;

describe('function arguments coerce as the real engine does', () => {
  it.each(Object.keys(SIGNATURES))('%s', (name) => {
    const call = Object.keys(fixture.cases).find((key) => key.startsWith(`${name}(`))!;
    const found = types.map((type, i) => {
      const wanted = fixture.cases[call]![i]!;
      if (wanted === '?') return wanted;
      const given = argumentTypes(call, type);
      const column = given.indexOf(type);
      try {
        const to = coerceArguments({ name, signature: SIGNATURES[name]! }, given)[column]!;
        return sameType(to, type) ? '=' : displayType(to);
      } catch (error) {
        if (!(error instanceof DataFusionError)) throw error;
        return `E:${head(error.message).replaceAll(fixture.types[i]!, '{t}')}`;
      }
    });
    const different = found.flatMap((got, i) =>
      got === fixture.cases[call]![i] ? [] : [`${fixture.types[i]}: got ${got}, wanted ${fixture.cases[call]![i]}`],
    );
    expect(different).toEqual([]);
  });

  it.each(Object.keys(SIGNATURES))('%s lists its candidates', (name) => {
    const wanted = fixture.candidates[name];
    if (wanted === undefined) return;
    const call = (): unknown =>
      coerceArguments(
        { name, signature: SIGNATURES[name]! },
        Array.from({ length: 9 }, () => DataTypes.Date64),
      );
    expect(call).toThrow(`Candidate functions:\n${wanted.trimEnd()}`);
  });

  it('fills in the time zone of a wildcard', () => {
    const signature = Signature.oneOf([exactly(interval, instant), exactly(interval, anyZone)], 'Immutable');
    const zoned = DataTypes.timestamp('Microsecond', '+02:00');
    const [, to] = coerceArguments({ name: 'date_bin', signature }, [interval, zoned]);
    expect(displayType(to!)).toBe('Timestamp(ns, "+02:00")');
  });

  it('refuses calls without arguments', () => {
    expect(() => coerceArguments({ name: 'nvl', signature: floats }, [])).toThrow(
      "'nvl' does not support zero arguments. No function matches the given name and argument types 'nvl()'.",
    );
  });

  it('wraps the error of a function that coerces by itself', () => {
    const func = {
      name: 'coalesce',
      signature: Signature.userDefined('Immutable'),
      coerceTypes: (): readonly DataType[] => {
        throw new DataFusionError('Execution', 'coalesce must have at least one argument');
      },
    };
    expect(() => coerceArguments(func, [])).toThrow(
      "Execution error: Function 'coalesce' user-defined coercion failed with: Execution error: coalesce must have at least one argument. No function matches the given name and argument types 'coalesce()'. You might need to add explicit type casts.\n\tCandidate functions:\n\tcoalesce(UserDefined)",
    );
  });
});
