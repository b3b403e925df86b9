/**
 * `count(expression, …)`: rows in which no argument is NULL; `count(*)` counts all rows, `count(DISTINCT x)` values.
 *
 * Never NULL: nothing counted is 0.
 *
 * Example: `SELECT count(x) FROM (VALUES (1), (NULL)) t(x)` is 1.
 */
import { DataTypes, isExact, NotImplementedError, precisionValue, ScalarValue } from '@datafusion-ts/common';
import {
  Arena,
  andBitmaps,
  countBits,
  flatten,
  kernels,
  mem,
  nullCountOf,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import {
  Signature,
  type Accumulator,
  type AccumulatorArgs,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
  type SpreadGroups,
} from '@datafusion-ts/expr-common';
import type { AggregateStatisticsArgs, AggregateUDF } from '@datafusion-ts/expr';
import { activeRows, type RowMask } from '../support/active-rows.js';
import { fixedColumn, onesColumn } from '../support/columns.js';
import { countInGroups, countSpread } from '../support/count-groups.js';
import { DistinctCountGroups } from '../support/distinct-count-groups.js';
import { DistinctValues } from '../support/distinct-values.js';
import { GroupBuffer } from '../support/group-buffer.js';
import { withScratch } from '../support/scratch.js';
import { listField, stateField } from '../support/state-fields.js';
import { valueTypeOf } from '@datafusion-ts/compute';

/** The number of rows. */
export const count: AggregateUDF = {
  name: 'count',
  signature: Signature.oneOf([{ kind: 'VariadicAny' }, { kind: 'Nullary' }], 'Immutable'),
  orderSensitivity: 'Insensitive',
  nullable: false,
  returnType: () => DataTypes.Int64,
  stateFields: (args) => [
    args.isDistinct
      ? listField(args, 'count distinct', valueTypeOf(args.inputFields[0]!.dataType), false)
      : stateField(args, 'count', DataTypes.Int64, false),
  ],
  accumulator: (args) => makeCount(args),
  slidingAccumulator: (args) => makeCount(args),
  groupsAccumulator: (args) => {
    if (!args.isDistinct) return new CountGroups(args.charge);
    return args.inputTypes.length === 1
      ? new DistinctCountGroups(valueTypeOf(args.inputTypes[0]!), args.charge)
      : undefined;
  },
  reverse: () => 'Identical',
  overFrames: 'count',
  defaultValue: () => ScalarValue.int64(0n),
  valueFromStats: countFromStatistics,
  setMonotonicity: () => 'Increasing',
  documentation: {
    section: 'General Functions',
    description:
      'Returns the number of non-null values in the specified column. To include null values in the total count, use `count(*)`.',
    syntax: 'count(expression)',
    sqlExample: 'SELECT count(*), count(email) FROM users;',
    args: [
      { name: 'expression', description: 'What must not be NULL for a row to count: a constant, column or function.' },
    ],
  },
};

function makeCount(args: AccumulatorArgs): Accumulator {
  if (!args.isDistinct) return new CountAccumulator();
  if (args.inputTypes.length > 1) throw new NotImplementedError('COUNT DISTINCT with multiple arguments');
  return new DistinctCount(args);
}

/** `count(*)` and `count(column)` when the input says how many rows and NULLs there are. */
function countFromStatistics({ statistics, isDistinct, args }: AggregateStatisticsArgs): ScalarValue | undefined {
  const [arg] = args;
  const rows = precisionValue(statistics.numRows);
  if (
    isDistinct ||
    args.length !== 1 ||
    arg === undefined ||
    rows === undefined ||
    isExact(statistics.numRows) !== true
  ) {
    return undefined;
  }
  if ('literal' in arg) return isStar(arg.literal) ? ScalarValue.int64(BigInt(rows)) : undefined;
  const nulls = statistics.columnStatistics[arg.column]?.nullCount;
  if (nulls === undefined || isExact(nulls) !== true) return undefined;
  return ScalarValue.int64(BigInt(rows - (precisionValue(nulls) ?? 0)));
}

/** `count(*)` is written `count(1)`; other literals are left to be counted. */
const isStar = ({ dataType, value }: ScalarValue): boolean => dataType.kind === 'Int64' && value === 1n;

/** Rows without a NULL. */
function validRows(values: readonly ColumnVector[]): number {
  const [first] = values;
  if (first === undefined) return 0;
  if (values.length === 1) return first.length - nullCountOf(first);
  return withScratch((arena) => {
    const mask = commonMask(values, undefined, arena);
    if (mask === undefined) return 0;
    return mask === 0 ? first.length : countBits(mask, first.length);
  });
}

/** Rows in which every value is not NULL and that pass the filter. */
function commonMask(values: readonly ColumnVector[], filter: ColumnVector | undefined, arena: Arena): RowMask {
  let mask: RowMask = 0;
  for (const vector of values) {
    const active = activeRows(vector, filter, arena);
    if (active === undefined) return undefined;
    mask = andBitmaps(mask, active, vector.length, arena);
  }
  return mask;
}

/** One count; rows can be taken out again. */
class CountAccumulator implements Accumulator {
  readonly supportsRetract = true;
  #count = 0n;

  updateBatch(values: readonly ColumnVector[]): void {
    this.#count += BigInt(validRows(values));
  }

  retractBatch(values: readonly ColumnVector[]): void {
    this.#count -= BigInt(validRows(values));
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      const flat = flatten(states!, arena);
      const to = arena.allocZeroed(8);
      kernels().aggTotal64(flat.values, flat.validity, flat.length, to);
      this.#count += mem.i64[to >>> 3]!;
    });
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    return ScalarValue.int64(this.#count);
  }

  size(): number {
    return 32;
  }
}

/** A count of different values. */
class DistinctCount implements Accumulator {
  readonly supportsRetract = true;
  readonly #item;
  readonly #values = new DistinctValues();

  constructor({ inputTypes }: AccumulatorArgs) {
    this.#item = valueTypeOf(inputTypes[0]!);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    this.#values.removeColumn(values!);
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    this.#values.addLists(states!);
  }

  state(): readonly ScalarValue[] {
    return [this.#values.toList(this.#item)];
  }

  evaluate(): ScalarValue {
    return ScalarValue.int64(BigInt(this.#values.size));
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Counts of groups. */
class CountGroups implements GroupsAccumulator {
  readonly #counts: GroupBuffer;
  readonly #scratch = new Arena();

  constructor(charge: MemoryCharge) {
    this.#counts = new GroupBuffer(8, charge);
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const counts = this.#counts.grow(groups.totalGroups);
    const mask = commonMask(values, filter, this.#scratch);
    if (mask !== undefined) countInGroups(mask, groups, counts, this.#scratch);
  }

  updateSpread(values: readonly ColumnVector[], groups: SpreadGroups): boolean {
    this.#scratch.reset();
    if (commonMask(values, undefined, this.#scratch) !== 0) return false;
    countSpread(groups, this.#counts.grow(groups.counted.totalGroups), this.#scratch);
    return true;
  }

  mergeBatch([states]: readonly ColumnVector[], groups: GroupIndices): void {
    this.#scratch.reset();
    const counts = this.#counts.grow(groups.totalGroups);
    const flat = flatten(states!, this.#scratch);
    kernels().aggSum64(flat.values, flat.validity, groups.address, groups.rowCount, counts);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const rows = this.#counts.countOf(emit);
    return fixedColumn(DataTypes.Int64, rows, this.#counts.take(emit, arena), 8);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState(
    values: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    return [onesColumn(DataTypes.Int64, values[0]!.length, commonMask(values, filter, arena), arena)];
  }

  size(): number {
    return this.#counts.bytes;
  }

  release(): void {
    this.#counts.release();
    this.#scratch.release();
  }
}
