/** What `bit_and`, `bit_or` and `bit_xor` share. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  getBit,
  mem,
  physicalTypeOf,
  widthOf,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import {
  coerceExact,
  Signature,
  TypeClasses,
  type Accumulator,
  type AccumulatorArgs,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF, Documentation } from '@datafusion-ts/expr';
import { activeRows } from './active-rows.js';
import { fixedColumn, maskedColumn } from './columns.js';
import { DistinctValues, listScalar } from './distinct-values.js';
import { GroupBuffer } from './group-buffer.js';
import { withScratch } from './scratch.js';
import { SeenGroups } from './seen-groups.js';
import { listField, stateField } from './state-fields.js';

/** One of the operations. */
export type BitOperation = 'and' | 'or' | 'xor';

const combine = (operation: BitOperation, a: number, b: number): number =>
  operation === 'and' ? a & b : operation === 'or' ? a | b : a ^ b;

const combineWide = (operation: BitOperation, a: bigint, b: bigint): bigint =>
  operation === 'and' ? a & b : operation === 'or' ? a | b : a ^ b;

/** Makes one of the functions; only `bit_xor` cares about DISTINCT. */
export function bitwiseFunction(name: string, operation: BitOperation, documentation: Documentation): AggregateUDF {
  const isDistinct = (args: { readonly isDistinct: boolean }): boolean => args.isDistinct && operation === 'xor';
  const make = (args: AccumulatorArgs): Accumulator =>
    isDistinct(args) ? new DistinctBits(operation, args.returnType) : new BitAccumulator(operation, args.returnType);
  return {
    name,
    signature: Signature.coercible([coerceExact(TypeClasses.integer)], 'Immutable'),
    orderSensitivity: 'Insensitive',
    returnType: ([type]) => type!,
    stateFields: (args) => {
      const type = args.returnField.dataType;
      return [isDistinct(args) ? listField(args, `${name} distinct`, type, false) : stateField(args, name, type)];
    },
    accumulator: make,
    slidingAccumulator: make,
    groupsAccumulator: (args) =>
      isDistinct(args) ? undefined : new BitGroups(operation, args.returnType, args.charge),
    reverse: () => 'Identical',
    documentation,
  };
}

/** The integers of a column as bigints, one call a value that is not null. */
function eachInteger(vector: ColumnVector, arena: Arena, visit: (value: bigint) => void): void {
  const flat = flatten(vector, arena);
  const read = integerReader(flat);
  for (let row = 0; row < flat.length; row++) if (flat.validity === 0 || getBit(flat.validity, row)) visit(read(row));
}

function integerReader({ type, values }: FlatVector): (row: number) => bigint {
  switch (physicalTypeOf(type)) {
    case 'int64':
      return (row) => mem.i64[(values >>> 3) + row]!;
    case 'uint64':
      return (row) => mem.u64[(values >>> 3) + row]!;
    case 'int32':
      return (row) => BigInt(mem.i32[(values >>> 2) + row]!);
    case 'uint32':
      return (row) => BigInt(mem.u32[(values >>> 2) + row]!);
    case 'int16':
      return (row) => BigInt(mem.i16[(values >>> 1) + row]!);
    case 'uint16':
      return (row) => BigInt(mem.u16[(values >>> 1) + row]!);
    case 'int8':
      return (row) => BigInt(mem.i8[values + row]!);
    default:
      return (row) => BigInt(mem.u8[values + row]!);
  }
}

const integerScalar = (type: DataType, value: bigint | undefined): ScalarValue =>
  new ScalarValue(type, value === undefined ? null : widthOf(type) === 8 ? value : Number(value));

/** The operation over one group; XOR can take rows out again. */
class BitAccumulator implements Accumulator {
  readonly supportsRetract: boolean;
  readonly #operation: BitOperation;
  readonly #type: DataType;
  #value: bigint | undefined;

  constructor(operation: BitOperation, type: DataType) {
    this.supportsRetract = operation === 'xor';
    this.#operation = operation;
    this.#type = type;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    withScratch((arena) =>
      eachInteger(values!, arena, (value) => {
        this.#value = this.#value === undefined ? value : combineWide(this.#operation, this.#value, value);
      }),
    );
  }

  retractBatch(values: readonly ColumnVector[]): void {
    this.updateBatch(values);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    return integerScalar(this.#type, this.#value);
  }

  size(): number {
    return 48;
  }
}

/** The operation over different values. */
class DistinctBits implements Accumulator {
  readonly #operation: BitOperation;
  readonly #type: DataType;
  readonly #values = new DistinctValues();

  constructor(operation: BitOperation, type: DataType) {
    this.#operation = operation;
    this.#type = type;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    this.#values.addColumn(values!);
  }

  mergeBatch([states]: readonly ColumnVector[]): void {
    this.#values.addLists(states!);
  }

  state(): readonly ScalarValue[] {
    return [listScalar(this.#values.values(), this.#type)];
  }

  evaluate(): ScalarValue {
    const values = this.#values.values().map(({ value }) => BigInt(value as number | bigint));
    const result = values.length === 0 ? undefined : values.reduce((a, b) => combineWide(this.#operation, a, b));
    return integerScalar(this.#type, result);
  }

  size(): number {
    return this.#values.bytes;
  }
}

/** The operation over groups, on the bytes of the integers. */
class BitGroups implements GroupsAccumulator {
  readonly #operation: BitOperation;
  readonly #type: DataType;
  readonly #width: number;
  readonly #values: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();

  constructor(operation: BitOperation, type: DataType, charge: MemoryCharge) {
    this.#operation = operation;
    this.#type = type;
    this.#width = widthOf(type);
    this.#values = new GroupBuffer(this.#width, charge);
    this.#seen = new SeenGroups(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const state = this.#values.grow(groups.totalGroups);
    const seen = this.#seen.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, this.#scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    const flat = flatten(values!, this.#scratch);
    const u8 = mem.u8;
    const width = this.#width;
    for (let row = 0; row < groups.rowCount; row++) {
      if (mask !== 0 && !getBit(mask, row)) continue;
      const group = mem.u32[(groups.address >>> 2) + row]!;
      const [to, from] = [state + group * width, flat.values + row * width];
      const first = u8[seen + group] === 0;
      for (let i = 0; i < width; i++) {
        u8[to + i] = first ? u8[from + i]! : combine(this.#operation, u8[to + i]!, u8[from + i]!);
      }
      u8[seen + group] = 1;
    }
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#values.countOf(emit);
    const values = this.#values.take(emit, arena);
    return fixedColumn(this.#type, count, values, this.#width, this.#seen.takeNulls(emit, arena));
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState(
    [values]: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    return [maskedColumn(flatten(values!, arena), this.#type, activeRows(values!, filter, arena), arena)];
  }

  size(): number {
    return this.#values.bytes + this.#seen.bytes;
  }

  release(): void {
    this.#values.release();
    this.#seen.release();
    this.#scratch.release();
  }
}
