/**
 * Variance by Welford's update: count, mean, and the sum of squared differences from the mean (`m2`). Exact orders of
 * operations matter for the last digits.
 */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  clearBit,
  flatVector,
  isNull,
  kernels,
  mem,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { Accumulator, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { DistinctValues } from './distinct-values.js';
import { GroupBuffer } from './group-buffer.js';
import { eachFloat, flatFloats } from './read-values.js';
import { withScratch } from './scratch.js';
import { stateRow, stateScalars } from './state-row.js';
import { flatten } from '@datafusion-ts/compute';

/** Divide by the count less one, or by the count. */
export type StatsType = 'Sample' | 'Population';

/** Count, mean and m2 of some values. */
export class Moments {
  count = 0;
  mean = 0;
  m2 = 0;

  add(value: number): void {
    this.count++;
    const before = value - this.mean;
    this.mean = before / this.count + this.mean;
    this.m2 += before * (value - this.mean);
  }

  /** Once no value is left, what comes later has no mean any more, as in DataFusion. */
  remove(value: number): void {
    this.count--;
    const before = this.mean - value;
    this.mean = before / this.count + this.mean;
    this.m2 -= before * (this.mean - value);
  }

  merge(count: number, mean: number, m2: number): void {
    if (count === 0) return;
    const total = this.count + count;
    const difference = this.mean - mean;
    this.m2 = this.m2 + m2 + (difference * difference * this.count * count) / total;
    this.mean = (this.mean * this.count) / total + (mean * count) / total;
    this.count = total;
  }

  /** The variance; undefined when there are too few values. */
  variance(type: StatsType): number | undefined {
    if (this.count === 0) return undefined;
    if (this.count === 1) return type === 'Population' ? 0 : undefined;
    return this.m2 / (type === 'Population' ? this.count : this.count - 1);
  }
}

/** Turns a variance into the result: itself, or its root. */
export type VarianceResult = (variance: number) => number;

/** Variance of one group; rows can be taken out again. */
export class VarianceAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #type: StatsType;
  readonly #result: VarianceResult;
  readonly #moments = new Moments();

  constructor(type: StatsType, result: VarianceResult) {
    this.#type = type;
    this.#result = result;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    withScratch((arena) => eachFloat(values!, arena, (value) => this.#moments.add(value)));
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    withScratch((arena) => eachFloat(values!, arena, (value) => this.#moments.remove(value)));
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    for (let row = 0; row < states[0]!.length; row++) {
      const [count, mean, m2] = stateRow(states, row);
      this.#moments.merge(count!, mean!, m2!);
    }
  }

  state(): readonly ScalarValue[] {
    const { count, mean, m2 } = this.#moments;
    return stateScalars(count, [mean, m2]);
  }

  evaluate(): ScalarValue {
    const variance = this.#moments.variance(this.#type);
    return ScalarValue.float64(variance === undefined ? null : this.#result(variance));
  }

  size(): number {
    return 48;
  }
}

/** Variance of different values. */
export class DistinctVarianceAccumulator implements Accumulator {
  readonly #type: StatsType;
  readonly #values = new DistinctValues();

  constructor(type: StatsType) {
    this.#type = type;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    this.#values.addLists(states!);
  }

  state(): readonly ScalarValue[] {
    return [this.#values.toList(DataTypes.Float64)];
  }

  evaluate(): ScalarValue {
    const moments = new Moments();
    for (const { value } of this.#values.values()) moments.add(value as number);
    return ScalarValue.float64(moments.variance(this.#type) ?? null);
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Variances of groups, in columns of counts, means and m2s. */
export class VarianceGroups implements GroupsAccumulator {
  readonly #type: StatsType;
  readonly #result: VarianceResult;
  readonly #counts: GroupBuffer;
  readonly #means: GroupBuffer;
  readonly #m2s: GroupBuffer;
  readonly #scratch = new Arena();

  constructor(type: StatsType, result: VarianceResult, charge: MemoryCharge) {
    this.#type = type;
    this.#result = result;
    this.#counts = new GroupBuffer(8, charge);
    this.#means = new GroupBuffer(8, charge);
    this.#m2s = new GroupBuffer(8, charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const at = this.#grow(groups.totalGroups);
    const mask = activeRows(values!, filter, this.#scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    const flat = flatFloats(values!, this.#scratch).values;
    kernels().aggVarianceF64(flat, mask, groups.address, groups.rowCount, at.counts * 4, at.means * 8, at.m2s * 8);
  }

  #grow(total: number): { readonly counts: number; readonly means: number; readonly m2s: number } {
    const counts = this.#counts.grow(total) >>> 2;
    const means = this.#means.grow(total) >>> 3;
    return { counts, means, m2s: this.#m2s.grow(total) >>> 3 };
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.#scratch.reset();
    const at = this.#grow(groups.totalGroups);
    const [counts, means, m2s] = states.map((state) => flatten(state, this.#scratch));
    const { f64, u32 } = mem;
    const moments = new Moments();
    for (let row = 0; row < groups.rowCount; row++) {
      const count = isNull(counts!, row) ? 0 : u32[(counts!.values >>> 2) + row * 2]!;
      if (count === 0) continue;
      const group = u32[(groups.address >>> 2) + row]!;
      moments.count = u32[at.counts + group * 2]!;
      moments.mean = f64[at.means + group]!;
      moments.m2 = f64[at.m2s + group]!;
      moments.merge(count, f64[(means!.values >>> 3) + row]!, f64[(m2s!.values >>> 3) + row]!);
      u32[at.counts + group * 2] = moments.count;
      f64[at.means + group] = moments.mean;
      f64[at.m2s + group] = moments.m2;
    }
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const groups = this.#counts.countOf(emit);
    const counts = this.#counts.take(emit, arena) >>> 2;
    this.#means.take(emit, arena);
    const values = this.#m2s.take(emit, arena);
    const validity = allocBitmap(groups, true, arena);
    let nullCount = 0;
    const moments = new Moments();
    for (let group = 0; group < groups; group++) {
      moments.count = mem.u32[counts + group * 2]!;
      moments.m2 = mem.f64[(values >>> 3) + group]!;
      // Of one value alone m2 is 0, or NaN where the value is no number.
      const isOne = moments.count === 1 && this.#type === 'Population';
      const variance = isOne ? moments.m2 : moments.variance(this.#type);
      mem.f64[(values >>> 3) + group] = variance === undefined ? 0 : this.#result(variance);
      if (variance !== undefined) continue;
      clearBit(validity, group);
      nullCount++;
    }
    return flatVector(DataTypes.Float64, groups, { values, width: 8, validity, nullCount });
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const groups = this.#counts.countOf(emit);
    const column = (buffer: GroupBuffer, type: typeof DataTypes.Float64): ColumnVector =>
      flatVector(type, groups, { values: buffer.take(emit, arena), width: 8 });
    return [
      column(this.#counts, DataTypes.UInt64),
      column(this.#means, DataTypes.Float64),
      column(this.#m2s, DataTypes.Float64),
    ];
  }

  size(): number {
    return this.#counts.bytes + this.#means.bytes + this.#m2s.bytes;
  }

  release(): void {
    this.#counts.release();
    this.#means.release();
    this.#m2s.release();
    this.#scratch.release();
  }
}
