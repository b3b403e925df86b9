/**
 * `approx_distinct(expression)`: an estimate of the number of different values that are not NULL, by HyperLogLog; exact
 * for integers of up to 16 bits. 0 when there is none.
 *
 * Example: `SELECT approx_distinct(x) FROM (VALUES (1), (2), (1)) t(x)` is 2.
 */
import { DataTypes, displayType, NotImplementedError, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  flatten,
  getBit,
  getScalar,
  isNull,
  kernels,
  mem,
  physicalTypeOf,
  valueTypeOf,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { Signature, type Accumulator, type AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { HyperLogLog } from '../support/hyper-log-log.js';
import { withScratch } from '../support/scratch.js';
import { stateField } from '../support/state-fields.js';

/** The estimated number of different values. */
export const approxDistinct: AggregateUDF = {
  name: 'approx_distinct',
  signature: Signature.any(1, 'Immutable'),
  orderSensitivity: 'Insensitive',
  returnType: () => DataTypes.UInt64,
  stateFields: (args) => [stateField(args, 'hll_registers', DataTypes.Binary, false)],
  accumulator: makeApproxDistinct,
  defaultValue: () => ScalarValue.uint64(0n),
  documentation: {
    section: 'Approximate Functions',
    description: 'Returns the approximate number of distinct input values calculated using the HyperLogLog algorithm.',
    syntax: 'approx_distinct(expression)',
    sqlExample: 'SELECT approx_distinct(user_id) FROM events;',
    args: [{ name: 'expression', description: 'Values to count: a constant, column or function.' }],
  },
};

function makeApproxDistinct({ inputTypes }: AccumulatorArgs): Accumulator {
  const type = valueTypeOf(inputTypes[0]!);
  switch (type.kind) {
    case 'Null':
      return new SmallSet(1);
    case 'Int8':
    case 'UInt8':
      return new SmallSet(1 << 8);
    case 'Int16':
    case 'UInt16':
      return new SmallSet(1 << 16);
    case 'Int32':
    case 'Int64':
    case 'UInt32':
    case 'UInt64':
    case 'Date32':
    case 'Date64':
    case 'Time32':
    case 'Time64':
    case 'Timestamp':
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return new SketchAccumulator();
    default:
      throw new NotImplementedError(
        `Support for 'approx_distinct' for data type ${displayType(inputTypes[0]!)} is not implemented`,
      );
  }
}

/** States of other accumulators, as bytes. */
function eachState([states]: readonly ColumnVector[], visit: (bytes: Uint8Array) => void): void {
  for (let row = 0; row < states!.length; row++) {
    const { value } = getScalar(states!, row);
    if (value instanceof Uint8Array) visit(value);
  }
}

/** A HyperLogLog of the values' hashes. */
class SketchAccumulator implements Accumulator {
  readonly #sketch = new HyperLogLog();

  updateBatch([values]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      const flat = flatten(values!, arena);
      const hashes = hashesOf(flat, arena) >>> 2;
      const { u32 } = mem;
      for (let row = 0; row < flat.length; row++) {
        if (flat.validity !== 0 && !getBit(flat.validity, row)) continue;
        this.#sketch.add(u32[hashes + row * 2]!, u32[hashes + row * 2 + 1]!);
      }
    });
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    eachState(states, (bytes) => this.#sketch.merge(bytes));
  }

  state(): readonly ScalarValue[] {
    return [new ScalarValue(DataTypes.Binary, new Uint8Array(this.#sketch.registers))];
  }

  evaluate(): ScalarValue {
    return ScalarValue.uint64(BigInt(this.#sketch.count()));
  }

  size(): number {
    return this.#sketch.registers.length;
  }
}

/** Address of the hashes of the values, null ones included. */
function hashesOf(flat: FlatVector, arena: Arena): number {
  const hashes = arena.alloc(flat.length * 8);
  const type: DataType = valueTypeOf(flat.type);
  if (physicalTypeOf(type) !== 'view') {
    kernels().foldHashInts(flat.values, flat.width, flat.length, hashes);
    return hashes;
  }
  const binary = type.kind.includes('Binary') ? 1 : 0;
  const inline = type.kind.endsWith('View') ? 1 : 0;
  kernels().foldHashViews(flat.values, flat.length, binary, inline, hashes);
  return hashes;
}

/** A bit for each value there can be. */
class SmallSet implements Accumulator {
  readonly #bits: Uint8Array;
  readonly #mask: number;

  constructor(values: number) {
    this.#bits = new Uint8Array(Math.max(1, values >>> 3));
    this.#mask = values - 1;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) {
      if (isNull(values!, row)) continue;
      const value = Number(getScalar(values!, row).value) & this.#mask;
      this.#bits[value >>> 3]! |= 1 << (value & 7);
    }
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    eachState(states, (bytes) => bytes.forEach((byte, i) => (this.#bits[i]! |= byte)));
  }

  state(): readonly ScalarValue[] {
    return [new ScalarValue(DataTypes.Binary, new Uint8Array(this.#bits))];
  }

  evaluate(): ScalarValue {
    let count = 0;
    for (const byte of this.#bits) for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
    return ScalarValue.uint64(BigInt(count));
  }

  size(): number {
    return this.#bits.length;
  }
}
