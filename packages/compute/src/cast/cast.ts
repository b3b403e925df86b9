/**
 * Casts between types, as DataFusion and Arrow do them. Constants are cast once, dictionary entries once each; this file picks
 * the implementation by the groups that the two types belong to. Values that do not convert are an error with Arrow's
 * text, or null when the cast is safe (`TRY_CAST`).
 */
import {
  ArrowError,
  displayType,
  NotImplementedError,
  sameType,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { flatten } from '../structural/flatten.js';
import { resultKey } from '../operand/result-key.js';
import { mapDictionary } from '../structural/map-dictionary.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { withType } from '../vector/flat-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { constantVector, getScalar, nullVector } from '../vector/scalar-access.js';
import { canCast, classOf } from './can-cast.js';
import { binaryToText, bytesToBinary, toFixedBinary } from './cast-binary.js';
import {
  decimalToFloats,
  decimalToIntegers,
  floatsToDecimal,
  integersToDecimal,
  rescaleDecimal,
  type DecimalType,
} from './cast-decimals.js';
import { castLists, castMaps, castStructs, unwrapLists, wrapInLists } from './cast-nested.js';
import { castNumbers, castToBoolean } from './cast-numbers.js';
import {
  castDates,
  castTimes,
  castTimestamps,
  convertUnits,
  durationsToIntervals,
  intervalsToDurations,
  widen,
  widenIntervals,
} from './cast-temporal.js';
import { castFromText, castToText } from './cast-text.js';
import { castValue } from './cast-value.js';
import type { CastOptions } from './row-cast.js';
import { unitsPerSecond } from '../temporal/units.js';

export type { CastOptions } from './row-cast.js';

/** `vector` as `toType`; throws ArrowError (`Cast error: …`) for values that do not convert unless `safe`. */
export function cast(vector: ColumnVector, toType: DataType, options: CastOptions, arena: Arena): ColumnVector {
  const from = vector.type;
  if (sameType(from, toType)) return retyped(vector, toType);
  if (from.kind === 'Null') return nullVector(toType, vector.length);
  if (vector.encoding === 'constant' && vector.length > 0) {
    const value = castValue(vector.value, toType);
    if (value !== undefined) return constantVector(value, vector.length);
  }
  if (!canCast(from, toType)) {
    throw new NotImplementedError(`Unsupported CAST from ${displayType(from)} to ${displayType(toType)}`);
  }
  checkRunEnds(from, toType);
  checkPackable(from, toType);
  if (vector.encoding === 'constant') return castConstant(vector.value, toType, vector.length, options, arena);
  const target = valueTypeOf(toType);
  const key =
    vector.encoding === 'dictionary' ? resultKey(`cast ${displayType(target)} ${String(options.safe)}`) : undefined;
  const result = mapDictionary(vector, arena, (flat, own) => castFlat(flat, target, options, own), key);
  return retyped(result, toType);
}

/** Runs end at integers. */
function checkRunEnds(from: DataType, to: DataType): void {
  if (to.kind !== 'RunEndEncoded' || RUN_ENDS.has(to.runEnds.dataType.kind)) return;
  throw new ArrowError(
    'Cast error',
    `Casting from type ${displayType(from)} to run end encoded type ${displayType(to)} not supported`,
  );
}

/** Arrow packs plain values into dictionaries only; a dictionary may take other values of what it has. */
function checkPackable(from: DataType, to: DataType): void {
  if (to.kind !== 'Dictionary' || from.kind === 'Dictionary') return;
  const values = to.valueType;
  const group = classOf(values);
  if (!UNPACKABLE.has(group)) return;
  throw new ArrowError('Cast error', `Unsupported output type for dictionary packing: ${displayType(values)}`);
}

const UNPACKABLE: ReadonlySet<string> = new Set([
  ...['boolean', 'duration', 'interval', 'list', 'struct', 'map', 'union'],
]);

const RUN_ENDS: ReadonlySet<string> = new Set(['Int16', 'Int32', 'Int64']);

/** The same values under a type of the same layout. */
function retyped(vector: ColumnVector, type: DataType): ColumnVector {
  if (vector.type === type) return vector;
  return vector.encoding === 'constant'
    ? constantVector(new ScalarValue(type, vector.value.value), vector.length)
    : withType(vector, type);
}

function castConstant(
  value: ScalarValue,
  to: DataType,
  length: number,
  options: CastOptions,
  arena: Arena,
): ColumnVector {
  if (value.isNull || length === 0) return nullVector(to, length);
  const one = flatten(constantVector(value, 1), arena);
  const cast = castFlat(one, valueTypeOf(to), options, arena);
  return constantVector(new ScalarValue(to, getScalar(cast, 0).value), length);
}

/** One value as `toType`. */
export function castScalar(value: ScalarValue, toType: DataType, options: CastOptions): ScalarValue {
  const arena = new Arena();
  try {
    return getScalar(cast(constantVector(value, 1), toType, options, arena), 0);
  } finally {
    arena.release();
  }
}

/** Casts plain values; the types are supported and neither is encoded on the target's side. */
function castFlat(input: FlatVector, to: DataType, options: CastOptions, arena: Arena): FlatVector {
  const from = valueTypeOf(input.type);
  const plain: FlatVector = from === input.type ? input : { ...input, type: from };
  if (sameType(from, to)) return { ...plain, type: to };
  const general = (vector: ColumnVector, type: DataType): FlatVector =>
    flatten(cast(vector, type, options, arena), arena);
  const result = dispatch(plain, from, to, options, arena, general);
  if (result !== undefined) return result;
  throw new NotImplementedError(`Unsupported CAST from ${displayType(from)} to ${displayType(to)}`);
}

type General = (vector: ColumnVector, type: DataType) => FlatVector;

function dispatch(
  input: FlatVector,
  from: DataType,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  general: General,
): FlatVector | undefined {
  const source = classOf(from);
  const target = classOf(to);
  if (source === 'list' && target === 'list') return castLists(input, to, options, arena, cast);
  if (from.kind === 'FixedSizeList' && from.size === 1) return unwrapLists(input, to, options, arena, cast);
  if (target === 'list') return wrapInLists(input, to, options, arena, cast);
  if (target === 'text') {
    if (source === 'text') return { ...input, type: to };
    return source === 'binary' ? binaryToText(input, to, options, arena) : castToText(input, to, arena);
  }
  switch (source) {
    case 'text':
      return target === 'binary' ? { ...input, type: to } : castFromText(input, to, options, arena);
    case 'boolean':
      return castNumbers(input, to, options, arena);
    case 'integer':
      return castIntegers(input, from, to, options, arena, general);
    case 'float':
      if (target === 'decimal') return floatsToDecimal(input, to as DecimalType, options, arena);
      if (target === 'boolean') return castToBoolean(input, to, arena);
      return target === 'timestamp' || target === 'duration'
        ? { ...castNumbers(input, INT64, options, arena), type: to }
        : castNumbers(input, to, options, arena);
    case 'decimal':
      return castDecimals(input, from as DecimalType, to, options, arena);
    case 'binary':
      if (to.kind === 'FixedSizeBinary') return toFixedBinary(input, to, options, arena);
      return { ...input, type: to };
    case 'fixedBinary':
      return bytesToBinary(input, to, arena);
    case 'struct':
      if (from.kind !== 'Struct' || to.kind !== 'Struct') return undefined;
      return castStructs(input, from, to, options, arena, cast);
    case 'map':
      return to.kind === 'Map' ? castMaps(input, to, options, arena, cast) : undefined;
    default:
      return castTemporal(input, from, to, options, arena, general);
  }
}

const INT64: DataType = { kind: 'Int64' };
const INT32: DataType = { kind: 'Int32' };
const DATE32: DataType = { kind: 'Date32' };

function castIntegers(
  input: FlatVector,
  from: DataType,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  general: General,
): FlatVector | undefined {
  switch (classOf(to)) {
    case 'boolean':
      return castToBoolean(input, to, arena);
    case 'decimal':
      return integersToDecimal(input, to as DecimalType, options, arena);
    case 'binary':
      return bytesToBinary(input, to, arena);
    case 'timestamp':
    case 'duration':
      return { ...general(input, INT64), type: to };
    case 'date':
      if (to.kind === 'Date64')
        return from.kind === 'Int64' ? { ...input, type: to } : general({ ...input, type: DATE32 }, to);
      return { ...general(input, INT32), type: to };
    case 'time':
    case 'interval':
      return { ...input, type: to };
    default:
      return castNumbers(input, to, options, arena);
  }
}

function castDecimals(
  input: FlatVector,
  from: DecimalType,
  to: DataType,
  options: CastOptions,
  arena: Arena,
): FlatVector | undefined {
  switch (classOf(to)) {
    case 'decimal':
      return rescaleDecimal(input, from, to as DecimalType, options, arena);
    case 'integer':
      return decimalToIntegers(input, from, to, options, arena);
    case 'float':
      return decimalToFloats(input, from, to, arena);
    case 'timestamp':
    case 'duration':
      return { ...decimalToIntegers(input, from, INT64, options, arena), type: to };
    default:
      return undefined;
  }
}

function castTemporal(
  input: FlatVector,
  from: DataType,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  general: General,
): FlatVector | undefined {
  switch (from.kind) {
    case 'Date32':
    case 'Time32':
      if (to.kind === 'Int32') return { ...input, type: to };
      if (to.kind === 'Int64') return widen(input, to, arena);
      break;
    case 'Date64':
      if (to.kind === 'Int64') return { ...input, type: to };
      if (to.kind === 'Int32') return castNumbers({ ...input, type: INT64 }, to, options, arena);
      break;
    case 'Time64':
      if (to.kind === 'Int64') return { ...input, type: to };
      break;
    case 'Timestamp':
      return castTimestamps(input, from, to, options, arena) ?? general({ ...input, type: INT64 }, to);
    case 'Duration':
      if (to.kind === 'Interval') return durationsToIntervals(input, from, to, options, arena);
      if (to.kind === 'Duration') {
        return convertUnits(input, unitsPerSecond(from.unit), unitsPerSecond(to.unit), to, options, arena);
      }
      return general({ ...input, type: INT64 }, to);
    case 'Interval':
      if (to.kind === 'Duration') return intervalsToDurations(input, to, options, arena);
      if (to.kind === 'Int64') {
        throw new ArrowError('Cast error', `Casting from ${displayType(from)} to ${displayType(to)} not supported`);
      }
      return widenIntervals(input, from, to, arena);
  }
  if (from.kind === 'Date32' || from.kind === 'Date64') return castDates(input, to, options, arena);
  if ((from.kind === 'Time32' || from.kind === 'Time64') && (to.kind === 'Time32' || to.kind === 'Time64')) {
    return castTimes(input, from, to, options, arena);
  }
  return undefined;
}
