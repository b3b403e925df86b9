import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, mem, uncharged, vectorFromScalars, type ColumnVector } from '@datafusion-ts/compute';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';
import { plainValues, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { trySum } from '../src/aggregate/try-sum.js';

const { Int64, Float64 } = DataTypes;
const argsOf = (type: DataType): AccumulatorArgs => ({
  name: 'try_sum',
  returnType: type,
  inputTypes: [type],
  isDistinct: false,
  ignoreNulls: false,
  orderBy: [],
  isReversed: false,
  literals: [undefined],
  charge: uncharged,
});

/** The rule: NULL without values, and once a sum on the way does not fit. */
function expected(values: readonly (bigint | null)[]): bigint | null {
  let sum: bigint | null = null;
  for (const value of values) {
    if (value === null) continue;
    sum = (sum ?? 0n) + value;
    if (BigInt.asIntN(64, sum) !== sum) return null;
  }
  return sum;
}

const column = (type: DataType, values: readonly ScalarValue['value'][], arena: Arena): ColumnVector =>
  vectorFromScalars(
    type,
    values.map((value) => new ScalarValue(type, value)),
    arena,
  );

/** The sums of groups, taken as state after each batch and merged. */
function grouped(batches: readonly (readonly (readonly [number, bigint | null])[])[], groups: number): PlainValue[] {
  const total = trySum.groupsAccumulator!(argsOf(Int64))!;
  for (const batch of batches) {
    const arena = new Arena();
    const part = trySum.groupsAccumulator!(argsOf(Int64))!;
    const address = arena.alloc(Math.max(batch.length, groups) * 4);
    batch.forEach(([group], row) => (mem.u32[(address >>> 2) + row] = group));
    const values = column(
      Int64,
      batch.map(([, value]) => value),
      arena,
    );
    part.updateBatch([values], { address, rowCount: batch.length, totalGroups: groups }, undefined);
    const state = part.state({ kind: 'All' }, arena);
    for (let group = 0; group < groups; group++) mem.u32[(address >>> 2) + group] = group;
    total.mergeBatch(state, { address, rowCount: groups, totalGroups: groups });
    part.release();
    arena.release();
  }
  const arena = new Arena();
  const result = plainValues(total.evaluate({ kind: 'All' }, arena)).slice(0, groups);
  total.release();
  arena.release();
  return result;
}

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -10n, max: 10n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n, -(2n ** 32n), 0xffff_ffffn),
);

describe('try_sum', () => {
  it('adds words as integers, over several batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.option(int64))), (batches) => {
        const accumulator = trySum.accumulator(argsOf(Int64));
        for (const values of batches) {
          const arena = new Arena();
          accumulator.updateBatch([column(Int64, values, arena)]);
          arena.release();
        }
        expect(accumulator.evaluate().value).toBe(expected(batches.flat()));
      }),
    );
  });

  it('adds by group as it adds the rows of the group', () => {
    const rows = fc.array(fc.tuple(fc.nat(2), fc.option(int64)), { minLength: 1 });
    fc.assert(
      fc.property(rows, (batch) => {
        const sums = [0, 1, 2].map((wanted) => expected(batch.filter(([group]) => group === wanted).map(([, v]) => v)));
        expect(grouped([batch], 3)).toEqual(sums);
      }),
    );
  });

  it('fails in one part: fails in all', () => {
    const most = 2n ** 63n - 1n;
    expect(
      grouped(
        [
          [
            [0, most],
            [0, 1n],
            [1, 1n],
          ],
          [
            [0, -5n],
            [1, 2n],
          ],
        ],
        2,
      ),
    ).toEqual([null, 3n]);
  });

  it('adds doubles without a limit', () => {
    const accumulator = trySum.accumulator(argsOf(Float64));
    const arena = new Arena();
    accumulator.updateBatch([column(Float64, [1e308, null, 1e308], arena)]);
    arena.release();
    expect(accumulator.evaluate().value).toBe(Infinity);
  });
});
