/**
 * `corr(expression1, expression2)`: Pearson's coefficient of correlation; NULL for fewer than two pairs and when one side
 * does not vary. NaN on both sides gives NaN, however few pairs there are.
 *
 * One group is computed from means and moments, many groups from plain sums (as in DataFusion, whose last digits differ
 * likewise).
 *
 * Example: `SELECT corr(x, y) FROM (VALUES (1.0, 2.0), (2.0, 5.0), (4.0, 5.5)) t(x, y)`.
 */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  Arena,
  clearBit,
  flatten,
  flatVector,
  isNull,
  kernels,
  mem,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { Accumulator, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { activeRows } from '../support/active-rows.js';
import { CoMoments } from '../support/covariance-state.js';
import { twoFloats } from '../support/float-signature.js';
import { GroupBuffer } from '../support/group-buffer.js';
import { eachFloatPair, flatFloats } from '../support/read-values.js';
import { withScratch } from '../support/scratch.js';
import { stateField } from '../support/state-fields.js';
import { stateRow, stateScalars } from '../support/state-row.js';
import { Moments } from '../support/variance-state.js';

/** The coefficient of correlation. */
export const corr: AggregateUDF = {
  name: 'corr',
  signature: twoFloats().withParameterNames(['y', 'x']),
  orderSensitivity: 'Insensitive',
  returnType: () => DataTypes.Float64,
  stateFields: (args) => [
    stateField(args, 'count', DataTypes.UInt64),
    ...['mean1', 'm2_1', 'mean2', 'm2_2', 'algo_const'].map((name) => stateField(args, name, DataTypes.Float64)),
  ],
  accumulator: () => new CorrAccumulator(),
  groupsAccumulator: (args) => (args.isDistinct ? undefined : new CorrGroups(args.charge)),
  documentation: {
    section: 'Statistical Functions',
    description: 'Returns the coefficient of correlation between two numeric values.',
    syntax: 'corr(expression1, expression2)',
    sqlExample: 'SELECT corr(price, quantity) FROM orders;',
    args: [
      { name: 'expression1', description: 'First number of the pairs.' },
      { name: 'expression2', description: 'Second number of the pairs.' },
    ],
  },
};

/** Correlation of one group. */
class CorrAccumulator implements Accumulator {
  readonly #pairs = new CoMoments();
  readonly #first = new Moments();
  readonly #second = new Moments();

  updateBatch([a, b]: readonly ColumnVector[]): void {
    withScratch((arena) =>
      eachFloatPair(a!, b!, arena, (x, y) => {
        this.#pairs.add(x, y);
        this.#first.add(x);
        this.#second.add(y);
      }),
    );
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    for (let row = 0; row < states[0]!.length; row++) {
      const [count, mean1, m21, mean2, m22, constant] = stateRow(states, row);
      this.#pairs.merge(count!, mean1!, mean2!, constant!);
      this.#first.merge(count!, mean1!, m21!);
      this.#second.merge(count!, mean2!, m22!);
    }
  }

  state(): readonly ScalarValue[] {
    const { count, mean1, mean2, constant } = this.#pairs;
    return stateScalars(count, [mean1, this.#first.m2, mean2, this.#second.m2, constant]);
  }

  evaluate(): ScalarValue {
    const [isNaN1, isNaN2] = [Number.isNaN(this.#pairs.mean1), Number.isNaN(this.#pairs.mean2)];
    if (isNaN1 && isNaN2) return ScalarValue.float64(NaN);
    if (isNaN1 || isNaN2 || this.#pairs.count < 2) return ScalarValue.float64(null);
    const covariance = this.#pairs.covariance('Population')!;
    const [s1, s2] = [this.#first, this.#second].map((moments) => Math.sqrt(moments.variance('Population')!));
    return ScalarValue.float64(s1 === 0 || s2 === 0 ? null : covariance / s1! / s2!);
  }

  size(): number {
    return 160;
  }
}

const SUMS = 5;

/** Correlations of groups: count and the sums of x, y, xy, xx and yy. */
class CorrGroups implements GroupsAccumulator {
  readonly #counts: GroupBuffer;
  /** Five doubles a group: x, y, xy, xx, yy. */
  readonly #sums: GroupBuffer;
  readonly #scratch = new Arena();

  constructor(charge: MemoryCharge) {
    this.#counts = new GroupBuffer(8, charge);
    this.#sums = new GroupBuffer(8 * SUMS, charge);
  }

  updateBatch([a, b]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    const { address, rowCount, totalGroups } = groups;
    const counts = this.#counts.grow(totalGroups);
    const sums = this.#sums.grow(totalGroups);
    const maskA = activeRows(a!, filter, scratch);
    const maskB = activeRows(b!, undefined, scratch);
    if (maskA === undefined || maskB === undefined || rowCount === 0) return;
    const xs = flatFloats(a!, scratch).values;
    const ys = flatFloats(b!, scratch).values;
    kernels().aggCorrF64(xs, ys, andBitmaps(maskA, maskB, rowCount, scratch), address, rowCount, counts, sums);
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    const scratch = this.#scratch;
    scratch.reset();
    const counts = this.#counts.grow(groups.totalGroups) >>> 2;
    const sums = this.#sums.grow(groups.totalGroups) >>> 3;
    const [partCounts, ...parts] = states.map((state) => flatten(state, scratch));
    const { f64, u32 } = mem;
    for (let row = 0; row < groups.rowCount; row++) {
      if (isNull(partCounts!, row)) continue;
      const group = u32[(groups.address >>> 2) + row]!;
      u32[counts + group * 2]! += u32[(partCounts!.values >>> 2) + row * 2]!;
      for (let i = 0; i < SUMS; i++) f64[sums + group * SUMS + i]! += f64[(parts[i]!.values >>> 3) + row]!;
    }
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const groups = this.#counts.countOf(emit);
    const counts = this.#counts.take(emit, arena) >>> 2;
    const sums = this.#sums.take(emit, arena) >>> 3;
    const values = arena.alloc(groups * 8);
    const validity = allocBitmap(groups, true, arena);
    const { f64, u32 } = mem;
    let nullCount = 0;
    for (let group = 0; group < groups; group++) {
      const result = correlation(
        u32[counts + group * 2]!,
        f64.subarray(sums + group * SUMS, sums + (group + 1) * SUMS),
      );
      f64[(values >>> 3) + group] = result ?? 0;
      if (result !== undefined) continue;
      clearBit(validity, group);
      nullCount++;
    }
    return flatVector(DataTypes.Float64, groups, { values, width: 8, validity, nullCount });
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const groups = this.#counts.countOf(emit);
    const counts = this.#counts.take(emit, arena);
    const sums = this.#sums.take(emit, arena) >>> 3;
    const columns = Array.from({ length: SUMS }, (_, i) => {
      const values = arena.alloc(groups * 8);
      for (let group = 0; group < groups; group++) mem.f64[(values >>> 3) + group] = mem.f64[sums + group * SUMS + i]!;
      return flatVector(DataTypes.Float64, groups, { values, width: 8 });
    });
    return [flatVector(DataTypes.UInt64, groups, { values: counts, width: 8 }), ...columns];
  }

  size(): number {
    return this.#counts.bytes + this.#sums.bytes;
  }

  release(): void {
    this.#counts.release();
    this.#sums.release();
    this.#scratch.release();
  }
}

function correlation(count: number, [x, y, xy, xx, yy]: Float64Array | readonly number[]): number | undefined {
  if (Number.isNaN(x) && Number.isNaN(y)) return NaN;
  if (Number.isNaN(x) || Number.isNaN(y) || count < 2) return undefined;
  const [meanX, meanY] = [x! / count, y! / count];
  const numerator = xy! - meanX * y!;
  const denominator = Math.sqrt((xx! - meanX * x!) * (yy! - meanY * y!));
  return denominator === 0 ? undefined : numerator / denominator;
}
