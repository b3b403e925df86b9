/** Intervals among themselves: part by part, each failing on overflow. And a reader of all three layouts. */
import type { DataType, IntervalUnit } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, operandOf, type BinaryFunction, type Plain } from '../operand/operand.js';
import { getBit } from '../vector/bitmap.js';
import { flatVector } from '../vector/flat-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { overflowOn } from './integers.js';

/** The parts of the intervals of a column, whatever their layout. */
export interface IntervalReader {
  readonly validity: number;
  months(row: number): number;
  days(row: number): number;
  nanos(row: number): bigint;
  /** As error texts show the interval. */
  text(row: number): string;
}

/** Reads an interval column. */
export function intervalReader(vector: Plain, arena: Arena): IntervalReader {
  const { address, step, validity } = operandOf(vector, arena);
  const type = valueTypeOf(vector.type);
  const unit: IntervalUnit = type.kind === 'Interval' ? type.unit : 'MonthDayNano';
  const words = unit === 'YearMonth' ? 1 : unit === 'DayTime' ? 2 : 4;
  const word = (row: number, index: number): number => mem.i32[(address >>> 2) + row * step * words + index]!;
  const zero = (): number => 0;
  switch (unit) {
    case 'YearMonth':
      return {
        validity,
        months: (row) => word(row, 0),
        days: zero,
        nanos: () => 0n,
        text: (row) => `${word(row, 0)} months`,
      };
    case 'DayTime':
      return {
        validity,
        months: zero,
        days: (row) => word(row, 0),
        nanos: (row) => BigInt(word(row, 1)) * 1_000_000n,
        text: (row) => `IntervalDayTime { days: ${word(row, 0)}, milliseconds: ${word(row, 1)} }`,
      };
    case 'MonthDayNano': {
      const nanos = (row: number): bigint => mem.i64[(address >>> 3) + row * step * 2 + 1]!;
      return {
        validity,
        months: (row) => word(row, 0),
        days: (row) => word(row, 1),
        nanos,
        text: (row) =>
          `IntervalMonthDayNano { months: ${word(row, 0)}, days: ${word(row, 1)}, nanoseconds: ${nanos(row)} }`,
      };
    }
  }
}

/** Sum (sign 1) or difference (sign -1) of two interval columns of one layout. */
export function intervalArithmetic(sign: 1 | -1, unit: IntervalUnit, resultType: DataType): BinaryFunction {
  const symbol = sign === 1 ? '+' : '-';
  const part = (x: number, y: number): number => {
    const result = x + sign * y;
    if ((result | 0) !== result) throw overflowOn(x, symbol, y);
    return result;
  };
  return (a, b, length, arena) => {
    const x = operandOf(a, arena);
    const y = operandOf(b, arena);
    const nulls = commonValidity(x, y, length, arena);
    const width = unit === 'YearMonth' ? 4 : unit === 'DayTime' ? 8 : 16;
    const values = arena.alloc(length * width);
    const { i32, i64 } = mem;
    const words = unit === 'YearMonth' ? 1 : 2;
    for (let i = 0; i < length; i++) {
      if (nulls.validity !== 0 && !getBit(nulls.validity, i)) continue;
      const [p, q, to] = [x.address + i * x.step * width, y.address + i * y.step * width, values + i * width];
      for (let w = 0; w < words; w++) i32[(to >>> 2) + w] = part(i32[(p >>> 2) + w]!, i32[(q >>> 2) + w]!);
      if (unit !== 'MonthDayNano') continue;
      const [m, n] = [i64[(p >>> 3) + 1]!, i64[(q >>> 3) + 1]!];
      const nanos = m + BigInt(sign) * n;
      if (BigInt.asIntN(64, nanos) !== nanos) throw overflowOn(m, symbol, n);
      i64[(to >>> 3) + 1] = nanos;
    }
    return flatVector(resultType, length, { values, width, ...nulls });
  };
}
