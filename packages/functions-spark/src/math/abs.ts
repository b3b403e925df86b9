import {
  ArrowError,
  DataTypes,
  displayScalar,
  displayType,
  InternalError,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import { flatVector, mapDictionary, mem, type Arena, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, scalarReader, scalarRows, Sections } from '@datafusion-ts/functions';
import { hasLowest, lowestOf } from '../support/lowest.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** Values without their sign; the lowest integer stays as it is, since storing its opposite wraps. */
function absolute({ type, length, width, values: from, validity, nullCount }: FlatVector, arena: Arena): FlatVector {
  const values = arena.alloc(length * width);
  const result = flatVector(type, length, { values, width, validity, nullCount });
  switch (type.kind) {
    case 'Int8':
      for (let i = 0; i < length; i++) mem.i8[values + i] = Math.abs(mem.i8[from + i]!);
      return result;
    case 'Int16':
      for (let i = 0; i < length; i++) mem.i16[(values >>> 1) + i] = Math.abs(mem.i16[(from >>> 1) + i]!);
      return result;
    case 'Int32':
      for (let i = 0; i < length; i++) mem.i32[(values >>> 2) + i] = Math.abs(mem.i32[(from >>> 2) + i]!);
      return result;
    case 'Float32':
      for (let i = 0; i < length; i++) mem.f32[(values >>> 2) + i] = Math.abs(mem.f32[(from >>> 2) + i]!);
      return result;
    case 'Float64':
      for (let i = 0; i < length; i++) mem.f64[(values >>> 3) + i] = Math.abs(mem.f64[(from >>> 3) + i]!);
      return result;
    default:
      absoluteWords(from, values, length);
      return result;
  }
}

/** 64-bit integers by halves: the opposite is the complement plus one. */
function absoluteWords(from: number, to: number, length: number): void {
  const { u32 } = mem;
  for (let i = 0, a = from >>> 2, b = to >>> 2; i < length; i++, a += 2, b += 2) {
    const [low, high] = [u32[a]!, u32[a + 1]!];
    const negative = high >= 0x8000_0000;
    u32[b] = negative ? -low : low;
    u32[b + 1] = negative ? ~high + (low === 0 ? 1 : 0) : high;
  }
}

function decimals(call: ScalarFunctionArgs, type: DataType): ColumnVector {
  return scalarRows(call, ([column]) => {
    const read = scalarReader(column!);
    return (row) => {
      const value = read(row);
      return typeof value?.value === 'bigint' && value.value < 0n ? new ScalarValue(type, -value.value) : value;
    };
  });
}

/** Numbers for which the twin has no implementation. */
const UNSUPPORTED = new Set(['Float16', 'Decimal32', 'Decimal64']);
const UNSIGNED = new Set(['UInt8', 'UInt16', 'UInt32', 'UInt64', 'Null']);

/**
 * `abs(x)` as Spark has it: the lowest integer of a type gives itself, and fails only in ANSI mode (the default `abs` always
 * fails there).
 */
export const abs: ScalarUDF = {
  name: 'abs',
  signature: Signature.numeric(1, 'Immutable'),
  returnField: nullsOfArguments('abs', ([type]) => type ?? DataTypes.Float64),
  invoke: (call) => {
    const [input] = call.args;
    const { type } = input!;
    if (UNSUPPORTED.has(type.kind)) {
      const what = input!.encoding === 'constant' ? displayScalar(input!.value) : displayType(type);
      throw new InternalError(`Not supported datatype for Spark ABS: ${what}`);
    }
    if (UNSIGNED.has(type.kind)) return input!;
    if ('precision' in type) return decimals(call, type);
    if (call.config.execution.enableAnsiMode && hasLowest(input!, call.arena)) {
      const name = input!.encoding === 'constant' ? type.kind : `${type.kind}Array`;
      throw new ArrowError('Compute error', `${name} overflow on abs(${lowestOf(type)})`);
    }
    return mapDictionary(input!, call.arena, absolute);
  },
  documentation: doc(
    Sections.math,
    'Gives a number without its sign. The lowest integer of a type gives itself, or an error in ANSI mode.',
    'abs(expr)',
    'SELECT abs(-5)',
    [['expr', 'A number.']],
  ),
};
