/**
 * `sum(expression)`: the total of the values that are not NULL; NULL when there is none.
 *
 * Integers are added as 64-bit integers and wrap; decimals gain ten digits; floats are added as doubles.
 * `sum(DISTINCT x)` adds every value once.
 *
 * Example: `SELECT sum(price) FROM (VALUES (1.5), (2.5), (NULL)) t(price)` is 4.0.
 */
import { displayType, ExecutionError, sameType, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import {
  coerceExact,
  coerceImplicit,
  isDecimal,
  isInteger,
  isUnsignedInteger,
  NativeTypes,
  Signature,
  sumReturnType,
  TypeClasses,
  type Accumulator,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
  type GroupShare,
  type SpreadGroups,
  type Operator,
} from '@datafusion-ts/expr-common';
import {
  aggregateFunction,
  binaryExpr,
  cast,
  type AggregateFunction,
  type AggregateUDF,
  type Expr,
} from '@datafusion-ts/expr';
import { count } from './count.js';
import { activeRows } from '../support/active-rows.js';
import { fixedColumn, maskedColumn } from '../support/columns.js';
import { DistinctValues, listScalar } from '../support/distinct-values.js';
import { GroupBuffer } from '../support/group-buffer.js';
import {
  addSpread,
  addToGroups,
  announceSum,
  outputWidth,
  summable,
  sumKindOf,
  sumOfRows,
  sumScalar,
  sumWidth,
  wrapSum,
  type SumKind,
} from '../support/number-state.js';
import { withScratch } from '../support/scratch.js';
import { SeenGroups } from '../support/seen-groups.js';
import { listField, stateField } from '../support/state-fields.js';

const { native, decimal, duration, float } = TypeClasses;
const { Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float64 } = NativeTypes;

/** The sum. */
export const sum: AggregateUDF = {
  name: 'sum',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [coerceExact(decimal)] },
      {
        kind: 'Coercible',
        coercions: [coerceImplicit(native(UInt64), [native(UInt8), native(UInt16), native(UInt32)], UInt64)],
      },
      {
        kind: 'Coercible',
        coercions: [coerceImplicit(native(Int64), [native(Int8), native(Int16), native(Int32)], Int64)],
      },
      { kind: 'Coercible', coercions: [coerceImplicit(native(Float64), [float], Float64)] },
      { kind: 'Coercible', coercions: [coerceExact(duration)] },
    ],
    'Immutable',
  ),
  orderSensitivity: 'Insensitive',
  returnType: ([type]) => {
    // Narrower numbers are coerced first; asked before that, as information_schema does, there is no answer.
    const result = sumReturnType(type!);
    if (!isDecimal(type!) && !sameType(type!, result))
      throw new ExecutionError(`[return_type] SUM not supported for ${displayType(type!)}`);
    return result;
  },
  stateFields: (args) => [
    args.isDistinct
      ? listField(args, 'sum distinct', args.returnField.dataType, false)
      : stateField(args, 'sum', args.returnField.dataType),
  ],
  accumulator: (args) => (args.isDistinct ? new DistinctSum(args.returnType) : new SumAccumulator(args.returnType)),
  slidingAccumulator: (args) =>
    args.isDistinct ? new DistinctSum(args.returnType) : new SumAccumulator(args.returnType),
  groupsAccumulator: (args) => (args.isDistinct ? undefined : new SumGroups(args)),
  reverse: () => 'Identical',
  overFrames: 'sum',
  simplifyExprOpLiteral: sumAndCount,
  setMonotonicity: (type) => (isUnsignedInteger(type) ? 'Increasing' : 'NotMonotonic'),
  documentation: {
    section: 'General Functions',
    description: 'Returns the sum of all values in the specified column.',
    syntax: 'sum(expression)',
    sqlExample: 'SELECT sum(price) FROM orders;',
    args: [{ name: 'expression', description: 'What to add up: a constant, column or function.' }],
  },
};

/** `sum(x + 1)` is `sum(x) + 1 * count(x)` for integers. */
function sumAndCount(_call: AggregateFunction, arg: Expr, op: Operator, literal: Expr): Expr | undefined {
  if (op !== 'Plus' || literal.kind !== 'Literal' || literal.value.isNull || !isInteger(literal.value.dataType))
    return undefined;
  const rows = cast(aggregateFunction(count, [arg]), literal.value.dataType);
  return binaryExpr(aggregateFunction(sum, [arg]), 'Plus', binaryExpr(literal, 'Multiply', rows));
}

/** One sum; rows can be taken out again. */
class SumAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #type: DataType;
  readonly #kind: SumKind;
  #sum: number | bigint | undefined;
  #count = 0;

  constructor(type: DataType) {
    this.#type = type;
    this.#kind = sumKindOf(type, 'Sum');
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#fold(values!, 1);
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    this.#fold(values!, -1);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  #fold(values: ColumnVector, sign: 1 | -1): void {
    withScratch((arena) => {
      const flat = summable(this.#kind, values, arena);
      const count = flat.length - flat.nullCount;
      if (count === 0) return;
      const part = sumOfRows(this.#kind, flat, flat.validity, arena);
      this.#count += sign * count;
      this.#sum = this.#plus(part, sign);
    });
  }

  #plus(part: number | bigint, sign: 1 | -1): number | bigint {
    if (typeof part === 'number') return ((this.#sum as number | undefined) ?? 0) + sign * part;
    const total = ((this.#sum as bigint | undefined) ?? 0n) + BigInt(sign) * part;
    return wrapSum(this.#kind, this.#type, total);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  /** What rounding, or an infinity that left, has done to a sum of doubles stays in it, as in DataFusion. */
  evaluate(): ScalarValue {
    return sumScalar(this.#type, this.#count === 0 ? undefined : this.#sum);
  }

  size(): number {
    return 64;
  }
}

/** A sum of different values. */
class DistinctSum implements Accumulator {
  readonly supportsRetract = true;
  readonly #type: DataType;
  readonly #kind: SumKind;
  readonly #values = new DistinctValues();

  constructor(type: DataType) {
    this.#type = type;
    this.#kind = sumKindOf(type, 'Sum');
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
    const values = this.#values.values().map(({ value }) => new ScalarValue(this.#type, value));
    return [listScalar(values, this.#type)];
  }

  evaluate(): ScalarValue {
    const values = this.#values.values();
    if (values.length === 0) return sumScalar(this.#type, undefined);
    if (this.#kind === 'f64')
      return sumScalar(
        this.#type,
        values.reduce((total, { value }) => total + (value as number), 0),
      );
    const total = values.reduce((sum, { value }) => sum + BigInt(value as bigint), 0n);
    return sumScalar(this.#type, wrapSum(this.#kind, this.#type, total));
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** Sums of groups. */
class SumGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #kind: SumKind;
  readonly #sums: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();

  constructor({ returnType, charge }: { readonly returnType: DataType; readonly charge: MemoryCharge }) {
    this.#type = returnType;
    this.#kind = sumKindOf(returnType, 'Sum');
    this.#sums = new GroupBuffer(sumWidth(this.#kind), charge);
    this.#seen = new SeenGroups(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    const sums = this.#sums.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, scratch);
    this.#seen.mark(mask, groups);
    if (mask === undefined || groups.rowCount === 0) return;
    addToGroups(this.#kind, values!, mask, groups, sums, scratch);
  }

  announce([values]: readonly ColumnVector[], share: GroupShare): void {
    announceSum(this.#kind, values!, share);
  }

  updateSpread([values]: readonly ColumnVector[], groups: SpreadGroups): boolean {
    const scratch = this.#scratch;
    scratch.reset();
    const sums = this.#sums.grow(groups.counted.totalGroups);
    if (!addSpread(this.#kind, values!, groups, sums, scratch)) return false;
    this.#seen.mark(0, groups.counted);
    return true;
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#sums.countOf(emit);
    const values = this.#sums.take(emit, arena);
    const nulls = this.#seen.takeNulls(emit, arena);
    return fixedColumn(this.#type, count, values, outputWidth(this.#kind, this.#type), nulls);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState(
    [values]: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    const mask = activeRows(values!, filter, arena);
    return [maskedColumn(summable(this.#kind, values!, arena), this.#type, mask, arena)];
  }

  size(): number {
    return this.#sums.bytes + this.#seen.bytes;
  }

  release(): void {
    this.#sums.release();
    this.#seen.release();
    this.#scratch.release();
  }
}
