/** Figures of DataFusion 54.1 over `range(100000)` in batches of 8192 rows, target_partitions = 1. */
import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, flatVector, mem, vectorFromScalars, type FlatVector } from '@datafusion-ts/compute';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import * as functions from '../src/index.js';
import { callArgs, groupsOf } from './support.js';

const ROWS = 100_000;
const BATCH = 8192;
const value = (i: number): number => i;
const scattered = (i: number): number => (i * 7919) % 10007;
const tenths = (i: number): number => scattered(i) * 0.1;
const thirds = (i: number): number => i % 3;

function doubles(make: (i: number) => number, from: number, to: number, arena: Arena): FlatVector {
  const values = arena.alloc((to - from) * 8);
  for (let i = from; i < to; i++) mem.f64[(values >>> 3) + i - from] = make(i);
  return flatVector(DataTypes.Float64, to - from, { values, width: 8 });
}

type Column = (i: number) => number;

function run(
  func: AggregateUDF,
  columns: readonly Column[],
  parts: Partial<AccumulatorArgs> = {},
  rows = ROWS,
): unknown {
  const types = columns.map((_, i) => parts.literals?.[i]?.dataType ?? DataTypes.Float64);
  const accumulator = func.accumulator(callArgs(func, types, parts));
  const arena = new Arena();
  try {
    for (let from = 0; from < rows; from += BATCH) {
      arena.reset();
      const to = Math.min(from + BATCH, rows);
      accumulator.updateBatch(columns.map((make) => doubles(make, from, to, arena)));
    }
    return accumulator.evaluate().value;
  } finally {
    arena.release();
  }
}

function runGrouped(func: AggregateUDF, columns: readonly Column[]): unknown {
  const types = columns.map(() => DataTypes.Float64);
  const groups = func.groupsAccumulator!(callArgs(func, types))!;
  const arena = new Arena();
  try {
    for (let from = 0; from < ROWS; from += BATCH) {
      arena.reset();
      const to = Math.min(from + BATCH, ROWS);
      const numbers = groupsOf(new Array<number>(to - from).fill(0), 1, arena);
      groups.updateBatch(
        columns.map((make) => doubles(make, from, to, arena)),
        numbers,
        undefined,
      );
    }
    const result = groups.evaluate({ kind: 'All' }, arena);
    return result.encoding === 'flat' ? mem.f64[result.values >>> 3] : undefined;
  } finally {
    groups.release();
    arena.release();
  }
}

const percentile = (p: number, ...before: undefined[]): Partial<AccumulatorArgs> => ({
  literals: [undefined, ...before, ScalarValue.float64(p)],
});

describe('figures of DataFusion', () => {
  it.each([
    [0.37, [value], functions.approxPercentileCont, 36913.156844316676],
    [0.37, [scattered], functions.approxPercentileCont, 3702.0965729312074],
    [0.37, [scattered], functions.percentileCont, 3702],
  ] as const)('percentile %d', (p, [column], func, expected) => {
    expect(run(func, [column, () => 0], percentile(p))).toBe(expected);
  });

  it('medians', () => {
    expect(run(functions.approxMedian, [value])).toBe(49774.53048968279);
    expect(run(functions.approxMedian, [scattered])).toBe(5003.535993698046);
    expect(run(functions.median, [scattered])).toBe(5003);
  });

  it('a digest of ten centroids, and weighted ones', () => {
    const literals = [undefined, ScalarValue.float64(0.9), ScalarValue.int64(10n)];
    expect(run(functions.approxPercentileCont, [value, () => 0, () => 0], { literals })).toBe(88919.43029755191);
    const weighted = functions.approxPercentileContWithWeight;
    expect(run(weighted, [scattered, thirds, () => 0], percentile(0.5, undefined))).toBe(5003.627259457404);
    expect(run(weighted, [scattered, thirds, () => 0], percentile(0.9, undefined), 8000)).toBe(9007.707134057971);
  });

  it('statistics', () => {
    expect(run(functions.stddev, [scattered])).toBe(2888.8133637339674);
    expect(run(functions.varPop, [scattered])).toBe(8345159.198061454);
    expect(run(functions.corr, [scattered, value])).toBe(-8.366945276780016e-5);
    expect(run(functions.covarSamp, [scattered, value])).toBe(-6977.469735871545);
    expect(run(functions.regrSlope, [scattered, value])).toBe(-8.372879954246414e-6);
    expect(run(functions.regrR2, [scattered, value])).toBe(7.000577326463312e-9);
  });

  it('sums to the last digit', () => {
    expect(run(functions.sum, [tenths])).toBe(50030491.80000001);
    expect(run(functions.avg, [tenths])).toBe(500.3049180000001);
  });

  it('statistics of groups', () => {
    expect(runGrouped(functions.corr, [scattered, value])).toBe(-8.366945275372053e-5);
    expect(runGrouped(functions.stddev, [scattered])).toBe(2888.8133637339674);
    expect(runGrouped(functions.avg, [tenths])).toBe(500.30491800000004);
    expect(runGrouped(functions.sum, [tenths])).toBe(50030491.800000004);
    expect(runGrouped(functions.varPop, [scattered])).toBe(8345159.198061454);
  });

  it('numbers of different values', () => {
    const count = (type: DataType, make: (i: number) => ScalarValue['value']): unknown => {
      const accumulator = functions.approxDistinct.accumulator(callArgs(functions.approxDistinct, [type]));
      const arena = new Arena();
      try {
        for (let from = 0; from < ROWS; from += BATCH) {
          arena.reset();
          const values = Array.from(
            { length: Math.min(BATCH, ROWS - from) },
            (_, i) => new ScalarValue(type, make(from + i)),
          );
          accumulator.updateBatch([vectorFromScalars(type, values, arena)]);
        }
        return accumulator.evaluate().value;
      } finally {
        arena.release();
      }
    };
    const { Int32, Int64, Utf8, Utf8View, Binary } = DataTypes;
    expect(count(Int64, BigInt)).toBe(99917n);
    expect(count(Int32, (i) => i)).toBe(99917n);
    expect(count(Utf8, String)).toBe(100315n);
    expect(count(Utf8View, String)).toBe(100722n);
    expect(count(Utf8View, (i) => (i % 2 === 0 ? String(i) : `some longer string${i}`))).toBe(100431n);
    expect(count(Utf8, (i) => `some longer string value here ${i}`)).toBe(99794n);
    expect(count(Binary, (i) => new TextEncoder().encode(String(i)))).toBe(101903n);
  });
});
