/**
 * `avg(expression)`: the mean of the values that are not NULL; NULL when there is none.
 *
 * Numbers give doubles; decimals gain four digits before and behind the point, and what is behind that is cut off;
 * durations give durations. `avg(DISTINCT x)` counts every value once.
 *
 * Example: `SELECT avg(x) FROM (VALUES (1), (2), (NULL)) t(x)` is 1.5.
 */
import {
  displayType,
  DataTypes,
  ExecutionError,
  NotImplementedError,
  ScalarValue,
  type DataType,
  type TypeKind,
} from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  kernels,
  mem,
  physicalTypeOf,
  readWide,
  valueTypeOf,
  writeWide,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import {
  avgReturnType,
  coerceExact,
  coerceImplicit,
  isDecimal,
  maxDecimalPrecision,
  NativeTypes,
  Signature,
  TypeClasses,
  type Accumulator,
  type AccumulatorArgs,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
  type GroupShare,
  type SpreadGroups,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { activeRows } from '../support/active-rows.js';
import { fixedColumn, maskedColumn, onesColumn } from '../support/columns.js';
import { DistinctValues, listScalar } from '../support/distinct-values.js';
import { countInGroups, countSpread } from '../support/count-groups.js';
import { GroupBuffer } from '../support/group-buffer.js';
import {
  addSpread,
  addToGroups,
  announceSum,
  outputWidth,
  summable,
  sumKindOf,
  sumOfRows,
  sumWidth,
  wrapSum,
  type SumKind,
} from '../support/number-state.js';
import { withScratch } from '../support/scratch.js';
import { nullsOfBytes } from '../support/seen-groups.js';
import { listField, stateField } from '../support/state-fields.js';

const { decimal, duration, integer, float, native } = TypeClasses;

/** The mean. */
export const avg: AggregateUDF = {
  name: 'avg',
  aliases: ['mean'],
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [coerceExact(decimal)] },
      { kind: 'Coercible', coercions: [coerceExact(duration)] },
      {
        kind: 'Coercible',
        coercions: [coerceImplicit(native(NativeTypes.Float64), [integer, float], NativeTypes.Float64)],
      },
    ],
    'Immutable',
  ),
  orderSensitivity: 'Insensitive',
  returnType: ([type]) => avgReturnType('avg', type!),
  stateFields: (args) => {
    const type = args.inputFields[0]!.dataType;
    if (args.isDistinct) return [listField(args, 'avg distinct', distinctType(type), false)];
    return [stateField(args, 'count', DataTypes.UInt64), stateField(args, 'sum', type)];
  },
  accumulator: (args) => (args.isDistinct ? new DistinctAvg(args) : new AvgAccumulator(args)),
  slidingAccumulator: (args) => (args.isDistinct ? new DistinctAvg(args) : new AvgAccumulator(args)),
  groupsAccumulator: (args) =>
    args.isDistinct || args.inputTypes[0]!.kind === 'Null' ? undefined : new AvgGroups(args),
  reverse: () => 'Identical',
  overFrames: 'avg',
  documentation: {
    section: 'General Functions',
    description: 'Returns the average of numeric values in the specified column.',
    syntax: 'avg(expression)',
    sqlExample: 'SELECT avg(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to average: a constant, column or function.' }],
  },
};

/** Values of distinct means: decimals as wide as they get, all else as doubles. */
function distinctType(type: DataType): DataType {
  return isDecimal(type) ? { ...type, precision: maxDecimalPrecision(type.kind) } : DataTypes.Float64;
}

/** Bits that a decimal sum has while its mean is worked out; it overflows beyond. */
const SUM_BITS: Readonly<Partial<Record<TypeKind, number>>> = { Decimal32: 32, Decimal64: 64, Decimal128: 128 };

/** Divides sums by counts. */
class Averager {
  readonly kind: SumKind;
  readonly inputType: DataType;
  readonly returnType: DataType;
  readonly #factor: bigint;
  readonly #limit: bigint | undefined;
  /** Bits of a sum brought to the scale of the mean; 0 where it is never too large. */
  readonly #sumBits: number;
  /** The limit means are held to in 64 bits: 0 when none of that size reaches it. */
  readonly #narrowLimit: bigint;

  constructor(inputType: DataType, returnType: DataType) {
    const supported = ['float64', 'int64', 'decimal'].includes(physicalTypeOf(inputType)) && inputType.kind !== 'Int64';
    if (!supported)
      throw new ExecutionError(`AvgAccumulator for (${displayType(inputType)} --> ${displayType(returnType)})`);
    this.kind = sumKindOf(inputType, 'Avg');
    this.inputType = inputType;
    this.returnType = returnType;
    const decimals = isDecimal(inputType) && isDecimal(returnType);
    this.#factor = decimals ? 10n ** BigInt(returnType.scale - inputType.scale) : 1n;
    this.#limit = decimals ? 10n ** BigInt(returnType.precision) : undefined;
    this.#sumBits = decimals ? (SUM_BITS[returnType.kind] ?? 0) : 0;
    this.#narrowLimit = this.#limit === undefined || this.#limit > 2n ** 62n ? 0n : this.#limit;
  }

  /** Means of groups from `first` on while 64 bits do, in as many bytes as the sums; gives the first that is left. */
  divideNarrow(sums: number, width: number, counts: number, first: number, count: number, to: number): number {
    if (this.#factor > 2n ** 61n || this.#sumBits === 32) return first;
    return kernels().aggMeans(sums, width, counts, first, count, this.#factor, this.#narrowLimit, to);
  }

  /** The mean of a wrapped sum; decimals are cut off and must fit. */
  divide(sum: number | bigint, count: bigint): number | bigint {
    if (typeof sum === 'number') return sum / Number(count);
    const scaled = sum * this.#factor;
    const mean = scaled / count;
    const isOver = this.#limit !== undefined && (mean >= this.#limit || mean <= -this.#limit);
    if (isOver || (this.#sumBits > 0 && BigInt.asIntN(this.#sumBits, scaled) !== scaled)) {
      throw new ExecutionError('Arithmetic Overflow in AvgAccumulator');
    }
    return mean;
  }
}

/** One mean; rows can be taken out again. */
class AvgAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #averager: Averager;
  #sum: number | bigint | undefined;
  #count = 0n;

  constructor({ inputTypes, returnType }: AccumulatorArgs) {
    this.#averager = new Averager(valueTypeOf(inputTypes[0]!), returnType);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#fold(values!, 1n);
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    this.#fold(values!, -1n);
  }

  #fold(values: ColumnVector, sign: 1n | -1n): void {
    withScratch((arena) => {
      const flat = summable(this.#averager.kind, values, arena);
      const count = flat.length - flat.nullCount;
      if (count === 0) return;
      this.#count += sign * BigInt(count);
      this.#add(sumOfRows(this.#averager.kind, flat, flat.validity, arena), sign);
    });
  }

  #add(part: number | bigint, sign: 1n | -1n): void {
    const { kind, inputType } = this.#averager;
    this.#sum =
      typeof part === 'number'
        ? ((this.#sum as number | undefined) ?? 0) + Number(sign) * part
        : wrapSum(kind, inputType, ((this.#sum as bigint | undefined) ?? 0n) + sign * part);
  }

  mergeBatch([counts, sums]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      const flat = flatten(counts!, arena);
      const total = arena.allocZeroed(8);
      kernels().aggTotal64(flat.values, flat.validity, flat.length, total);
      const count = mem.u64[total >>> 3]!;
      const parts = summable(this.#averager.kind, sums!, arena);
      if (parts.nullCount < parts.length) this.#add(sumOfRows(this.#averager.kind, parts, parts.validity, arena), 1n);
      this.#count += count;
    });
  }

  state(): readonly ScalarValue[] {
    return [ScalarValue.uint64(this.#count), new ScalarValue(this.#averager.inputType, this.#sum ?? null)];
  }

  evaluate(): ScalarValue {
    const mean = this.#sum === undefined || this.#count === 0n ? null : this.#averager.divide(this.#sum, this.#count);
    return new ScalarValue(this.#averager.returnType, mean);
  }

  size(): number {
    return 80;
  }
}

/** A mean of different values. */
class DistinctAvg implements Accumulator {
  readonly #averager: Averager;
  readonly #type: DataType;
  readonly #values = new DistinctValues();

  constructor({ inputTypes, returnType }: AccumulatorArgs) {
    const type = valueTypeOf(inputTypes[0]!);
    if (!isDecimal(type) && type.kind !== 'Float64') {
      throw new NotImplementedError(
        `AVG(DISTINCT) for (${displayType(type)} --> ${displayType(returnType)}) not supported`,
      );
    }
    this.#averager = new Averager(type, returnType);
    this.#type = distinctType(type);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    this.#values.addLists(states!);
  }

  state(): readonly ScalarValue[] {
    const values = this.#values.values().map(({ value }) => new ScalarValue(this.#type, value));
    return [listScalar(values, this.#type)];
  }

  evaluate(): ScalarValue {
    const { returnType } = this.#averager;
    const values = this.#values.values().map(({ value }) => value as number | bigint);
    if (values.length === 0) return new ScalarValue(returnType, null);
    const total =
      typeof values[0] === 'number'
        ? values.reduce<number>((sum, value) => sum + Number(value), 0)
        : values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n);
    return new ScalarValue(returnType, this.#averager.divide(total, BigInt(values.length)));
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Means of groups: a sum and a count each. */
class AvgGroups implements GroupsAccumulator {
  readonly #averager: Averager;
  readonly #sums: GroupBuffer;
  readonly #counts: GroupBuffer;
  readonly #scratch = new Arena();

  constructor({
    inputTypes,
    returnType,
    charge,
  }: {
    readonly inputTypes: readonly DataType[];
    readonly returnType: DataType;
    readonly charge: MemoryCharge;
  }) {
    this.#averager = new Averager(valueTypeOf(inputTypes[0]!), returnType);
    this.#sums = new GroupBuffer(sumWidth(this.#averager.kind), charge);
    this.#counts = new GroupBuffer(8, charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    const sums = this.#sums.grow(groups.totalGroups);
    const counts = this.#counts.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    addToGroups(this.#averager.kind, values!, mask, groups, sums, scratch);
    countInGroups(mask, groups, counts, scratch);
  }

  announce([values]: readonly ColumnVector[], share: GroupShare): void {
    announceSum(this.#averager.kind, values!, share);
  }

  updateSpread([values]: readonly ColumnVector[], groups: SpreadGroups): boolean {
    const scratch = this.#scratch;
    scratch.reset();
    const { counted } = groups;
    const sums = this.#sums.grow(counted.totalGroups);
    const counts = this.#counts.grow(counted.totalGroups);
    if (!addSpread(this.#averager.kind, values!, groups, sums, scratch)) return false;
    countSpread(groups, counts, scratch);
    return true;
  }

  mergeBatch([partCounts, partSums]: readonly ColumnVector[], groups: GroupIndices): void {
    const scratch = this.#scratch;
    scratch.reset();
    const sums = this.#sums.grow(groups.totalGroups);
    const counts = this.#counts.grow(groups.totalGroups);
    const flatCounts = flatten(partCounts!, scratch);
    const flatSums = summable(this.#averager.kind, partSums!, scratch);
    kernels().aggSum64(flatCounts.values, flatCounts.validity, groups.address, groups.rowCount, counts);
    addToGroups(this.#averager.kind, flatSums, flatSums.validity, groups, sums, scratch);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#counts.countOf(emit);
    const sums = this.#sums.take(emit, arena);
    const counts = this.#counts.take(emit, arena);
    return this.#averager.kind === 'f64'
      ? this.#floatMeans(sums, counts, count, arena)
      : this.#exactMeans(sums, counts, count, arena);
  }

  #floatMeans(sums: number, counts: number, count: number, arena: Arena): FlatVector {
    const nulls = nullsOfCounts(counts, count, arena);
    const { f64, u32 } = mem;
    for (let group = 0; group < count; group++) {
      const n = u32[(counts >>> 2) + group * 2]! + u32[(counts >>> 2) + group * 2 + 1]! * 2 ** 32;
      f64[(sums >>> 3) + group] = n === 0 ? 0 : f64[(sums >>> 3) + group]! / n;
    }
    return fixedColumn(this.#averager.returnType, count, sums, 8, nulls);
  }

  #exactMeans(sums: number, counts: number, count: number, arena: Arena): FlatVector {
    const { kind, inputType, returnType } = this.#averager;
    const nulls = nullsOfCounts(counts, count, arena);
    const width = outputWidth(kind, returnType);
    const from = sumWidth(kind);
    const values = arena.allocZeroed(count * width);
    // Decimal32 and Decimal64 wrap at their own width, 256 bits are too many: one by one.
    const isNarrow = width === from && width <= 16 && (kind === 'i64' || inputType.kind === 'Decimal128');
    for (let group = 0; group < count; group++) {
      if (isNarrow) group = this.#averager.divideNarrow(sums, width, counts, group, count, values);
      if (group >= count) break;
      const n = mem.u64[(counts >>> 3) + group]!;
      if (n === 0n) continue;
      const total = wrapSum(kind, inputType, readWide(sums + group * from, from));
      writeWide(values + group * width, width, this.#averager.divide(total, n) as bigint);
    }
    return fixedColumn(returnType, count, values, width, nulls);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const { kind, inputType } = this.#averager;
    const count = this.#counts.countOf(emit);
    const sums = this.#sums.take(emit, arena);
    const counts = this.#counts.take(emit, arena);
    const nulls = nullsOfCounts(counts, count, arena);
    return [
      fixedColumn(DataTypes.UInt64, count, counts, 8),
      fixedColumn(inputType, count, sums, outputWidth(kind, inputType), nulls),
    ];
  }

  convertToState(
    [values]: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    const mask = activeRows(values!, filter, arena);
    const flat = summable(this.#averager.kind, values!, arena);
    return [
      onesColumn(DataTypes.UInt64, flat.length, mask, arena),
      maskedColumn(flat, this.#averager.inputType, mask, arena),
    ];
  }

  size(): number {
    return this.#sums.bytes + this.#counts.bytes;
  }

  release(): void {
    this.#sums.release();
    this.#counts.release();
    this.#scratch.release();
  }
}

/** Nulls where counts are 0. */
function nullsOfCounts(counts: number, count: number, arena: Arena): ReturnType<typeof nullsOfBytes> {
  const bytes = arena.alloc(count);
  const { u8, u32 } = mem;
  for (let group = 0; group < count; group++) {
    u8[bytes + group] = u32[(counts >>> 2) + group * 2] === 0 && u32[(counts >>> 2) + group * 2 + 1] === 0 ? 0 : 1;
  }
  return nullsOfBytes(bytes, count, arena);
}
