/**
 * Spark's `substring` of text (by characters) and of binaries (by bytes). A negative place counts from the end, and the
 * length counts from there even where that lies before the start: `substring('abc', -5, 3)` is `a`. 0 is taken for 1.
 */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import { cast, isText, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import {
  Args,
  doc,
  numberReader,
  Sections,
  skipChars,
  sliceRows,
  type Narrow,
  type TextSlice,
} from '@datafusion-ts/functions';
import { countCharacters } from '../support/characters.js';

const INTEGER = coerceImplicit(
  TypeClasses.native(NativeTypes.Int64),
  [TypeClasses.native(NativeTypes.Int32)],
  NativeTypes.Int64,
);

/** How units of a value are counted and passed over: characters or bytes. */
interface Units {
  count(slice: TextSlice): number;
  skip(at: number, end: number, count: number): number;
}

const CHARACTERS: Units = { count: ({ start, end }) => countCharacters(start, end), skip: skipChars };
const BYTES: Units = {
  count: ({ start, end }) => end - start,
  skip: (at, end, count) => Math.min(at + count, end),
};

function narrow(units: Units, slice: TextSlice, place: number, length: number): void {
  const from = place > 0 ? place - 1 : place < 0 ? units.count(slice) + place : 0;
  const kept = Math.max(from + Math.max(length, 0) - Math.max(from, 0), 0);
  slice.start = units.skip(slice.start, slice.end, Math.max(from, 0));
  if (kept !== Number.POSITIVE_INFINITY) slice.end = units.skip(slice.start, slice.end, kept);
}

function narrowing(units: Units, [place, length]: readonly ColumnVector[], arena: Arena): Narrow {
  const readPlace = numberReader(place!, arena);
  const readLength = length === undefined ? () => Number.POSITIVE_INFINITY : numberReader(length, arena);
  return (slice, row) => {
    const [at, count] = [readPlace(row), readLength(row)];
    if (at === null || count === null) return false;
    narrow(units, slice, at, count);
    return true;
  };
}

const valueType = (type: DataType): DataType => (type.kind === 'Dictionary' ? type.valueType : type);

/** `substring('Spark SQL', -3)` is `SQL`. */
export const substring: ScalarUDF = {
  name: 'substring',
  aliases: ['substr'],
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.string, INTEGER] },
      { kind: 'Coercible', coercions: [Args.string, INTEGER, INTEGER] },
      { kind: 'Coercible', coercions: [Args.binary, INTEGER] },
      { kind: 'Coercible', coercions: [Args.binary, INTEGER, INTEGER] },
    ],
    'Immutable',
  ).withParameterNames(['str', 'pos', 'length']),
  returnType: ([type]) => {
    const value = valueType(type!);
    if (value.kind === 'Null') return DataTypes.Utf8;
    return value.kind === 'FixedSizeBinary' ? DataTypes.Binary : value;
  },
  invoke: (call) => {
    const type = call.returnField.dataType;
    const units = isText(type) ? CHARACTERS : BYTES;
    const [value, ...others] = call.args;
    const whole =
      valueType(value!.type).kind === 'FixedSizeBinary' ? cast(value!, type, { safe: false }, call.arena) : value!;
    return sliceRows({ ...call, args: [whole, ...others] }, (parts, arena) => narrowing(units, parts, arena));
  },
  documentation: doc(
    Sections.string,
    'Gives a part of a text or of bytes from a place on; negative places count from the end.',
    'substring(str, pos[, length])',
    `SELECT "substring"('Spark SQL', -3)`,
    [
      ['str', 'Text or bytes.'],
      ['pos', 'First character or byte, from 1, or from the end when negative.'],
      ['length', 'How many; default all to the end.'],
    ],
  ),
};
