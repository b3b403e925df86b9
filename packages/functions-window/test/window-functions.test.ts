import { DataTypes, field, ScalarValue } from '@datafusion-ts/common';
import { Arena, getScalar, vectorFromScalars } from '@datafusion-ts/compute';
import type { WindowUDF } from '@datafusion-ts/expr';
import {
  allDefaultWindowFunctions,
  cumeDist,
  denseRank,
  firstValue,
  lag,
  lastValue,
  lead,
  nthValue,
  ntile,
  percentRank,
  rank,
  rowNumber,
} from '@datafusion-ts/functions-window';

const { Int64 } = DataTypes;
const int = (value: number | null): ScalarValue => new ScalarValue(Int64, value === null ? null : BigInt(value));

interface Rows {
  readonly values?: readonly (number | null)[];
  /** Sizes of partitions and of runs of peers. */
  readonly partitions: readonly number[];
  readonly peers?: readonly number[];
  /** Frames as [start, end). */
  readonly frames?: readonly (readonly [number, number])[];
  readonly literals?: readonly ScalarValue[];
  readonly ignoreNulls?: boolean;
  readonly isReversed?: boolean;
}

const startsOf = (sizes: readonly number[]): Uint32Array => {
  const starts = [0];
  for (const size of sizes) starts.push(starts.at(-1)! + size);
  return Uint32Array.from(starts);
};

function evaluate(func: WindowUDF, rows: Rows): unknown[] {
  const arena = new Arena();
  try {
    const literals = rows.literals ?? [];
    const columns = rows.values === undefined ? literals.map(() => undefined) : [undefined, ...literals];
    const evaluator = func.partitionEvaluator({
      inputFields: columns.map((_, i) => field(`a${i}`, Int64)),
      isReversed: rows.isReversed ?? false,
      ignoreNulls: rows.ignoreNulls ?? false,
      literals: rows.values === undefined ? literals : [undefined, ...literals],
    });
    const partitions = startsOf(rows.partitions);
    const rowCount = partitions.at(-1)!;
    const result = evaluator.evaluatePartitions!({
      values: rows.values === undefined ? [] : [vectorFromScalars(Int64, rows.values.map(int), arena)],
      rowCount,
      partitions,
      peers: startsOf(rows.peers ?? new Array<number>(rowCount).fill(1)),
      frames: rows.frames && {
        starts: Uint32Array.from(rows.frames, ([s]) => s),
        ends: Uint32Array.from(rows.frames, ([, e]) => e),
      },
      arena,
    });
    return Array.from({ length: rowCount }, (_, i) => getScalar(result, i).value).map((v) =>
      typeof v === 'bigint' ? Number(v) : v,
    );
  } finally {
    arena.release();
  }
}

describe('ranks', () => {
  const rows = { partitions: [4, 1], peers: [2, 1, 1, 1] };
  it('number rows and peers of each partition', () => {
    expect(evaluate(rowNumber, rows)).toEqual([1, 2, 3, 4, 1]);
    expect(evaluate(rank, rows)).toEqual([1, 1, 3, 4, 1]);
    expect(evaluate(denseRank, rows)).toEqual([1, 1, 2, 3, 1]);
    expect(evaluate(percentRank, rows)).toEqual([0, 0, 2 / 3, 1, 0]);
    expect(evaluate(cumeDist, rows)).toEqual([0.5, 0.5, 0.75, 1, 1]);
  });
});

describe('ntile', () => {
  it('gives the first buckets one more', () => {
    expect(evaluate(ntile, { partitions: [10], literals: [int(4)] })).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
    expect(evaluate(ntile, { partitions: [2], literals: [int(5)] })).toEqual([1, 2]);
  });
  it.each([
    [0, 'NTILE requires a positive integer'],
    [null, 'NTILE requires a positive integer, but finds NULL'],
  ])('refuses %s buckets', (buckets, message) => {
    expect(() => evaluate(ntile, { partitions: [1], literals: [int(buckets)] })).toThrow(message);
  });
});

describe('lag and lead', () => {
  const values = [1, null, 3, 4, 5];
  it('stay in the partition', () => {
    expect(evaluate(lag, { values, partitions: [3, 2] })).toEqual([null, 1, null, null, 4]);
    expect(evaluate(lead, { values, partitions: [3, 2] })).toEqual([null, 3, null, 5, null]);
  });
  it('take an offset and a default', () => {
    expect(evaluate(lag, { values, partitions: [5], literals: [int(2), int(-1)] })).toEqual([-1, -1, 1, null, 3]);
    expect(evaluate(lag, { values, partitions: [5], literals: [int(-2)] })).toEqual(
      evaluate(lead, { values, partitions: [5], literals: [int(2)] }),
    );
  });
  it('count rows with a value only when told so', () => {
    expect(evaluate(lag, { values, partitions: [5], ignoreNulls: true, literals: [int(2)] })).toEqual([
      null,
      null,
      null,
      1,
      3,
    ]);
    expect(evaluate(lead, { values, partitions: [5], ignoreNulls: true })).toEqual([3, 3, 4, 5, null]);
  });
  it('are each other over reversed input', () => {
    expect(evaluate(lag, { values, partitions: [5], isReversed: true })).toEqual(
      evaluate(lead, { values, partitions: [5] }),
    );
  });
});

describe('values of the frame', () => {
  const rows = {
    values: [1, null, 3, 4],
    partitions: [4],
    frames: [
      [0, 0],
      [0, 2],
      [1, 3],
      [1, 4],
    ] as const,
  };
  it('are at its ends', () => {
    expect(evaluate(firstValue, rows)).toEqual([null, 1, null, null]);
    expect(evaluate(lastValue, rows)).toEqual([null, null, 3, 4]);
  });
  it('skip nulls when told so', () => {
    expect(evaluate(firstValue, { ...rows, ignoreNulls: true })).toEqual([null, 1, 3, 3]);
    expect(evaluate(lastValue, { ...rows, ignoreNulls: true })).toEqual([null, 1, 3, 4]);
  });
  it('are counted from either end', () => {
    expect(evaluate(nthValue, { ...rows, literals: [int(2)] })).toEqual([null, null, 3, 3]);
    expect(evaluate(nthValue, { ...rows, literals: [int(-2)] })).toEqual([null, 1, null, 3]);
    expect(evaluate(nthValue, { ...rows, literals: [int(0)] })).toEqual([null, null, null, null]);
  });
});

it('all are documented', () => {
  for (const func of allDefaultWindowFunctions()) expect(func.documentation?.syntax).toContain(func.name);
});
