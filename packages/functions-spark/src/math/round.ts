/**
 * `round(x[, places])`: the nearest number with so many places, halves away from zero. Unlike the default function the
 * result always has the type of the argument: integers stay integers (negative places round to tens, hundreds, …), and
 * decimals keep precision and scale.
 */
import { ExecutionError, ScalarValue } from '@datafusion-ts/common';
import { halfToNumber, numberToHalf, valueTypeOf, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import {
  coerceExact,
  coerceImplicit,
  isDecimal,
  isFloating,
  isUnsignedInteger,
  NativeTypes,
  Signature,
  TypeClasses,
  type Coercion,
  type DecimalType,
} from '@datafusion-ts/expr-common';
import {
  Args,
  bigintReader,
  doc,
  numberReader,
  numberRows,
  scalarReader,
  scalarRows,
  Sections,
  type Row,
} from '@datafusion-ts/functions';

const PLACES = coerceImplicit(TypeClasses.native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);
const VALUES: readonly Coercion[] = [
  Args.decimal,
  coerceExact(TypeClasses.integer),
  coerceExact(TypeClasses.native(NativeTypes.Float32)),
  coerceImplicit(TypeClasses.native(NativeTypes.Float64), [TypeClasses.float], NativeTypes.Float64),
];

const placesReader = (column: ColumnVector | undefined, arena: Arena): Row<number> =>
  column === undefined ? () => 0 : numberReader(column, arena);

/** The nearest whole number, halves away from zero. */
function halfAway(x: number): number {
  if (!(Math.abs(x) < 2 ** 52)) return x;
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** Places beyond what the type can scale by change nothing, or leave nothing. */
function roundFloat(x: number, places: number, fit: (x: number) => number): number {
  const factor = fit(10 ** Math.abs(places));
  if (!Number.isFinite(x)) return x;
  if (places >= 0) return factor === Infinity ? x : fit(halfAway(fit(x * factor)) / factor);
  return factor === Infinity ? 0 : fit(halfAway(fit(x / factor)) * factor);
}

function floats(call: ScalarFunctionArgs): ColumnVector {
  const { kind } = call.returnField.dataType;
  const fit =
    kind === 'Float32'
      ? Math.fround
      : kind === 'Float16'
        ? (x: number) => halfToNumber(numberToHalf(x))
        : (x: number) => x;
  return numberRows(call, ([column, places], arena) => {
    const [read, readPlaces] = [numberReader(column!, arena), placesReader(places, arena)];
    return (row) => {
      const [x, n] = [read(row), readPlaces(row)];
      return x === null || n === null ? null : roundFloat(x, n, fit);
    };
  });
}

/** Rounds to a multiple of a unit, halves away from zero. */
function toMultiple(value: bigint, unit: bigint): bigint {
  const half = unit / 2n;
  return ((value < 0n ? value - half : value + half) / unit) * unit;
}

/** Powers of ten beyond 64 bits leave nothing of an integer. */
const MOST_DIGITS = 18;
/** Integers are rounded as signed 64-bit ones. */
const LARGEST = 2n ** 63n - 1n;

function integers(call: ScalarFunctionArgs): ColumnVector {
  const type = call.returnField.dataType;
  const unsigned = isUnsignedInteger(type);
  const bits = Number(/\d+$/.exec(type.kind)?.[0] ?? 64);
  const wrap = (value: bigint): bigint => (unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value));
  const valueOf = (value: bigint): ScalarValue => new ScalarValue(type, bits === 64 ? value : Number(value));
  const ansi = call.config.execution.enableAnsiMode;
  return scalarRows(call, ([column, places], arena) => {
    const [read, readPlaces] = [bigintReader(column!, arena), placesReader(places, arena)];
    return (row) => {
      const [value, n] = [read(row), readPlaces(row)];
      if (value === null || n === null) return null;
      if (value > LARGEST) {
        throw new ExecutionError(`round: UInt64 value ${value} exceeds i64::MAX and cannot be rounded`);
      }
      if (n < -MOST_DIGITS) return valueOf(0n);
      const rounded = n >= 0 ? value : toMultiple(value, 10n ** BigInt(-n));
      const stored = wrap(rounded);
      if (ansi && stored !== rounded) throw new ExecutionError(`${type.kind} overflow on round(${value}, ${n})`);
      return valueOf(stored);
    };
  });
}

function decimals(call: ScalarFunctionArgs, type: DecimalType): ColumnVector {
  return scalarRows(call, ([column, places], arena) => {
    const [read, readPlaces] = [scalarReader(column!), placesReader(places, arena)];
    return (row) => {
      const [value, n] = [read(row)?.value, readPlaces(row)];
      if (typeof value !== 'bigint' || n === null) return null;
      const drop = type.scale - n;
      if (drop <= 0) return new ScalarValue(type, value);
      return new ScalarValue(type, drop > type.precision ? 0n : toMultiple(value, 10n ** BigInt(drop)));
    };
  });
}

/** Rounding, halves away from zero. */
export const round: ScalarUDF = {
  name: 'round',
  signature: Signature.oneOf(
    VALUES.flatMap((value) => [
      { kind: 'Coercible', coercions: [value, PLACES] },
      { kind: 'Coercible', coercions: [value] },
    ]),
    'Immutable',
  ),
  returnType: ([type]) => valueTypeOf(type!),
  invoke: (call) => {
    const type = call.returnField.dataType;
    if (isDecimal(type)) return decimals(call, type);
    return isFloating(type) ? floats(call) : integers(call);
  },
  documentation: doc(
    Sections.math,
    'Rounds a number to so many decimal places, 0 when not given; halves go away from zero. The type stays.',
    'round(expr[, places])',
    'SELECT round(2.5), round(25, -1)',
    [
      ['expr', 'Number to round.'],
      ['places', 'Places behind the point; negative ones round before it.'],
    ],
  ),
};
