/**
 * `try_sum(x)`: the sum, or NULL as soon as it does not fit its type (64-bit integers; decimals with ten digits more, at most
 * 38). Doubles never overflow. The state is the sum so far and whether it has failed.
 */
import { DataTypes, displayType, ExecutionError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { flatten, getBit, getScalar, isNull, mem, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';
import {
  isDecimal,
  isFloating,
  isSignedInteger,
  Signature,
  type Accumulator,
  type AccumulatorArgs,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { DistinctValues, listField, stateField, withScratch } from '@datafusion-ts/functions-aggregate';
import { TrySumGroups } from './try-sum-groups.js';

const MOST_DIGITS = 38;

function sumType(type: DataType): DataType {
  if (isFloating(type) || type.kind === 'Null') return DataTypes.Float64;
  if (isSignedInteger(type)) return DataTypes.Int64;
  if (type.kind === 'Decimal128') {
    return DataTypes.decimal128(Math.min(type.precision + 10, MOST_DIGITS), type.scale);
  }
  throw new ExecutionError(`try_sum: unsupported type: ${displayType(type)}`);
}

/** What values are brought to before they are added. */
function argumentType(type: DataType): DataType {
  const sum = sumType(type);
  return isDecimal(type) ? DataTypes.decimal128(type.precision, type.scale) : sum;
}

/** Bounds of a sum, both included; undefined for doubles. */
function boundsOf(type: DataType): readonly [bigint, bigint] | undefined {
  if (type.kind === 'Int64') return [-(2n ** 63n), 2n ** 63n - 1n];
  if (!isDecimal(type)) return undefined;
  const most = 10n ** BigInt(type.precision) - 1n;
  return [-most, most];
}

class TrySum implements Accumulator {
  readonly #type: DataType;
  readonly #bounds: readonly [bigint, bigint] | undefined;
  #sum: number | bigint | undefined;
  #failed = false;

  constructor(type: DataType) {
    this.#type = type;
    this.#bounds = boundsOf(type);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    if (this.#failed || isNullConstant(values!)) return;
    if (isDecimal(this.#type)) {
      for (let row = 0; row < values!.length; row++) if (!isNull(values!, row)) this.add(getScalar(values!, row));
      return;
    }
    withScratch((arena) => {
      const flat = flatten(values!, arena);
      if (flat.nullCount === flat.length) return;
      if (this.#bounds === undefined) this.#sum = addDoubles((this.#sum as number | undefined) ?? 0, flat);
      else this.#sum = addIntegers((this.#sum as bigint | undefined) ?? 0n, flat);
      this.#failed = this.#sum === undefined;
    });
  }

  /** Adds a value that is not null. */
  add({ value }: ScalarValue): void {
    if (this.#failed) return;
    if (this.#bounds === undefined) {
      this.#sum = ((this.#sum as number | undefined) ?? 0) + (value as number);
      return;
    }
    const sum = ((this.#sum as bigint | undefined) ?? 0n) + BigInt(value as bigint);
    this.#failed = sum < this.#bounds[0] || sum > this.#bounds[1];
    this.#sum = sum;
  }

  mergeBatch([sums, failed]: readonly ColumnVector[]): void {
    for (let row = 0; row < sums!.length; row++) {
      if (getScalar(failed!, row).value === true) this.#failed = true;
      else if (!isNull(sums!, row)) this.add(getScalar(sums!, row));
    }
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate(), ScalarValue.boolean(this.#failed)];
  }

  evaluate(): ScalarValue {
    return new ScalarValue(this.#type, this.#failed ? null : (this.#sum ?? null));
  }

  size(): number {
    return 64;
  }
}

const isNullConstant = (values: ColumnVector): boolean => values.encoding === 'constant' && values.value.isNull;

function addDoubles(start: number, { length, values, validity }: FlatVector): number {
  const { f64 } = mem;
  let sum = start;
  for (let row = 0; row < length; row++) {
    if (validity === 0 || getBit(validity, row)) sum += f64[(values >>> 3) + row]!;
  }
  return sum;
}

/** Adds 64-bit integers as two 32-bit words; undefined as soon as a sum does not fit. */
function addIntegers(start: bigint, { length, values, validity }: FlatVector): bigint | undefined {
  const { u32, i32 } = mem;
  let low = Number(BigInt.asUintN(32, start));
  let high = Number(start >> 32n);
  for (let row = 0, at = values >>> 2; row < length; row++, at += 2) {
    if (validity !== 0 && !getBit(validity, row)) continue;
    const [addLow, addHigh] = [u32[at]!, i32[at + 1]!];
    low = (low + addLow) >>> 0;
    const sum = (high + addHigh + (low < addLow ? 1 : 0)) | 0;
    if (((high ^ sum) & (addHigh ^ sum)) < 0) return undefined;
    high = sum;
  }
  return (BigInt(high) << 32n) + BigInt(low);
}

/** Every value once. */
class TrySumDistinct implements Accumulator {
  readonly #type: DataType;
  readonly #values = new DistinctValues();

  constructor(type: DataType) {
    this.#type = type;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  mergeBatch([lists]: readonly ColumnVector[]): void {
    this.#values.addLists(lists!);
  }

  state(): readonly ScalarValue[] {
    return [this.#values.toList(this.#type)];
  }

  evaluate(): ScalarValue {
    const sum = new TrySum(this.#type);
    for (const value of this.#values.values()) sum.add(value);
    return sum.evaluate();
  }

  size(): number {
    return this.#values.bytes;
  }
}

const accumulator = ({ isDistinct, returnType }: AccumulatorArgs): Accumulator =>
  isDistinct ? new TrySumDistinct(returnType) : new TrySum(returnType);

/** The sum, NULL on overflow. */
export const trySum: AggregateUDF = {
  name: 'try_sum',
  signature: Signature.userDefined('Immutable'),
  coerceTypes(types) {
    if (types.length !== 1) throw new ExecutionError(`try_sum: exactly 1 argument expected, got ${types.length}`);
    return [argumentType(types[0]!)];
  },
  returnType: ([type]) => sumType(type!),
  stateFields: (args) =>
    args.isDistinct
      ? [listField(args, 'try_sum distinct', args.returnField.dataType, false)]
      : [stateField(args, 'sum', args.returnField.dataType), stateField(args, 'failed', DataTypes.Boolean, false)],
  accumulator,
  groupsAccumulator: ({ isDistinct, returnType, charge }) =>
    isDistinct || isDecimal(returnType) ? undefined : new TrySumGroups(returnType, charge),
  documentation: {
    section: 'General Functions',
    description: 'Gives the sum of the values that are not NULL, or NULL when it does not fit its type.',
    syntax: 'try_sum(expr)',
    sqlExample: 'SELECT try_sum(x) FROM (VALUES (1), (2), (3)) t(x)',
    args: [{ name: 'expr', description: 'Numbers.' }],
  },
};
