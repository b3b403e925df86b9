import { ExecutionError, ScalarValue, type DataType } from '@datafusion-ts/common';
import type { ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses, type Coercion } from '@datafusion-ts/expr-common';
import { flatten, kernels, mem, type ColumnVector } from '@datafusion-ts/compute';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { risingIn } from '../utils/ordering.js';
import { numberReader, scalarReader } from '../utils/readers.js';
import { numberRows, scalarRows } from '../utils/rows.js';
import { floatTypeOf } from './float-function.js';

const INT32 = coerceImplicit(TypeClasses.native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);
const FLOAT32: Coercion = coerceImplicit(TypeClasses.native(NativeTypes.Float32), [], NativeTypes.Float32);

/** The nearest whole number, halves away from zero. */
const roundHalfAway = (x: number): number => {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52) return x;
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
};

function roundFloat(x: number, places: number): number {
  if (places === 0) return roundHalfAway(x);
  const factor = 10 ** places;
  return roundHalfAway(x * factor) / factor;
}

function roundFloat32(x: number, places: number): number {
  const factor = Math.fround(10 ** places);
  return Math.fround(roundHalfAway(Math.fround(x * factor)) / factor);
}

type DecimalType = Extract<DataType, { readonly precision: number }>;
const isDecimal = (type: DataType): type is DecimalType => 'precision' in type;

const MAX_PRECISION: Readonly<Record<DecimalType['kind'], number>> = {
  Decimal32: 9,
  Decimal64: 18,
  Decimal128: 38,
  Decimal256: 76,
};

/** Known places drop digits from the type; unknown or negative ones may carry into one more digit. */
function decimalResult(args: ReturnFieldArgs, type: DecimalType): DataType {
  const places = args.argFields.length === 1 ? 0 : placesOf(args.scalarArguments[1]);
  const most = MAX_PRECISION[type.kind];
  if (places === undefined) return { ...type, precision: Math.min(type.precision + 1, most) };
  const scale = Math.min(Math.max(places, 0), Math.max(type.scale, 0));
  const carries = places < type.scale && type.scale - scale < 1;
  return { ...type, precision: Math.min(type.precision + (carries ? 1 : 0), most), scale };
}

/** Places count as 32-bit integers: other known ones are an error before the cast that would say so less clearly. */
function checkPlaces(value: ScalarValue | undefined): void {
  const data = value?.value;
  if (typeof data !== 'bigint' || BigInt.asIntN(32, data) === data) return;
  throw new ExecutionError(`round decimal_places ${data} is out of supported i32 range`);
}

function placesOf(value: ScalarValue | undefined): number | undefined {
  const data = value?.value;
  if (data === null) return 0;
  return typeof data === 'number' || typeof data === 'bigint' ? Number(data) : undefined;
}

/** All values at once, where it is known how many digits go; undefined otherwise. */
function roundAll(call: ScalarFunctionArgs, from: DecimalType, to: DecimalType): ColumnVector | undefined {
  const [input, places] = call.args;
  const digits = from.scale - to.scale;
  const isKnown = places === undefined ? to.scale === 0 : isPlaces(places, to.scale);
  if (!isKnown || digits <= 0 || digits > 38 || input!.encoding === 'constant') return undefined;
  const flat = flatten(input!, call.arena);
  const { values, length, width } = flat;
  if (width > 16 || (width === 8 && digits > 18)) return undefined;
  const rounded = call.arena.alloc(length * width);
  const unit = 10n ** BigInt(digits);
  if (width === 8) kernels().rescaleDownI64(values, length, unit, rounded);
  else {
    const divisor = call.arena.alloc(16);
    mem.i64.set([BigInt.asIntN(64, unit), unit >> 64n], divisor >>> 3);
    kernels().rescaleDownI128(values, length, divisor, rounded);
  }
  return { ...flat, type: to, values: rounded };
}

const isPlaces = (places: ColumnVector, count: number): boolean =>
  places.encoding === 'constant' && places.value.value !== null && Number(places.value.value) === count;

function roundDecimals(call: ScalarFunctionArgs, from: DecimalType, to: DecimalType): ColumnVector {
  const all = roundAll(call, from, to);
  if (all !== undefined) return all;
  return scalarRows(call, ([column, places], arena) => {
    const read = scalarReader(column!);
    const readPlaces = places === undefined ? () => 0 : numberReader(places, arena);
    return (row) => {
      const [data, n] = [read(row)?.value, readPlaces(row)];
      if (typeof data !== 'bigint' || n === null) return null;
      return new ScalarValue(to, roundUnscaled(data, from.scale, n, to.scale));
    };
  });
}

function roundUnscaled(value: bigint, scale: number, places: number, toScale: number): bigint {
  let rounded = value;
  if (places < scale) {
    const unit = 10n ** BigInt(Math.min(scale - places, 100));
    const half = unit / 2n;
    rounded = ((value < 0n ? value - half : value + half) / unit) * unit;
  }
  return toScale >= scale ? rounded * 10n ** BigInt(toScale - scale) : rounded / 10n ** BigInt(scale - toScale);
}

const PAIRS: readonly (readonly Coercion[])[] = [
  [Args.decimal, INT32],
  [Args.decimal],
  [FLOAT32, INT32],
  [FLOAT32],
  [Args.float64, INT32],
  [Args.float64],
];

/** `round(1.255, 2)`: the nearest number with so many places behind the point, halves away from zero. */
export const round: ScalarUDF = {
  name: 'round',
  signature: Signature.oneOf(
    PAIRS.map((coercions) => ({ kind: 'Coercible', coercions })),
    'Immutable',
  ),
  returnField: (args) => {
    const [input] = args.argFields;
    const type = input!.dataType;
    checkPlaces(args.scalarArguments[1]);
    const dataType = isDecimal(type) ? decimalResult(args, type) : floatTypeOf(type);
    return { name: 'round', dataType, nullable: args.argFields.some((f) => f.nullable) };
  },
  invoke: (call) => {
    const from = call.args[0]!.type;
    const to = call.returnField.dataType;
    if (isDecimal(from) && isDecimal(to)) return roundDecimals(call, from, to);
    const fn = to.kind === 'Float32' ? roundFloat32 : roundFloat;
    return numberRows(call, ([column, places], arena) => {
      const read = numberReader(column!, arena);
      const readPlaces = places === undefined ? () => 0 : numberReader(places, arena);
      return (row) => {
        const [x, n] = [read(row), readPlaces(row)];
        return x === null || n === null ? null : fn(x, n);
      };
    });
  },
  outputOrdering: risingIn(0),
  documentation: doc(
    Sections.math,
    'Rounds a number to so many decimal places, 0 when not given.',
    'round(numeric_expression[, decimal_places])',
    'SELECT round(3.14159, 2)',
    [
      ['numeric_expression', 'Number to round.'],
      ['decimal_places', 'Places behind the point; negative ones round before it.'],
    ],
  ),
};
