/** State of `min` and `max`: of one group, of a sliding frame, and of groups in columns. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  BinaryBuilder,
  bytesAddressAt,
  byteLengthAt,
  compareScalars,
  flatten,
  getBit,
  getScalar,
  isNull,
  kernels,
  mem,
  physicalTypeOf,
  valueTypeOf,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
  type PhysicalType,
} from '@datafusion-ts/compute';
import type { Accumulator, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows, type RowMask } from './active-rows.js';
import { fixedColumn, maskedColumn } from './columns.js';
import { GroupBuffer } from './group-buffer.js';
import { withScratch } from './scratch.js';
import { SeenGroups } from './seen-groups.js';

/** The better of two values; NULL is worse than everything. */
export function better(a: ScalarValue, b: ScalarValue, largest: boolean): ScalarValue {
  const order = compareScalars(a, b);
  if (order === undefined) return a.isNull ? b : a;
  return (largest ? order >= 0 : order <= 0) ? a : b;
}

/** The best value of a column; NULL when it has none. Numbers of doubles are ordered with NaN last. */
function bestOf(vector: ColumnVector, largest: boolean): ScalarValue {
  if (vector.encoding === 'constant' || vector.length === 0) {
    return vector.encoding === 'constant' && vector.length > 0 ? vector.value : new ScalarValue(vector.type, null);
  }
  return withScratch((arena) => bestRow(flatten(vector, arena), largest));
}

function bestRow(flat: FlatVector, largest: boolean): ScalarValue {
  const row = physicalTypeOf(flat.type) === 'view' ? bestBytesRow(flat, largest) : bestNumberRow(flat, largest);
  if (row !== undefined) return row === -1 ? new ScalarValue(flat.type, null) : getScalar(flat, row);
  let best = new ScalarValue(flat.type, null);
  for (let i = 0; i < flat.length; i++) if (!isNull(flat, i)) best = better(best, getScalar(flat, i), largest);
  return best;
}

/** Row of the best value of plain numbers, -1 when all are null; undefined for other types. */
function bestNumberRow(flat: FlatVector, largest: boolean): number | undefined {
  const view = numberView(physicalTypeOf(flat.type));
  if (view === undefined) return undefined;
  const at = flat.values / view.BYTES_PER_ELEMENT;
  let best = -1;
  for (let i = 0; i < flat.length; i++) {
    if (flat.validity !== 0 && !getBit(flat.validity, i)) continue;
    if (best === -1) best = i;
    else {
      const order = compareTotal(view[at + i]!, view[at + best]!);
      if (largest ? order > 0 : order < 0) best = i;
    }
  }
  return best;
}

/** Row of the best string or binary, -1 when all are null. */
function bestBytesRow(flat: FlatVector, largest: boolean): number {
  const { u8, u32 } = mem;
  let [best, prefix, from, length] = [-1, 0, 0, 0];
  for (let i = 0; i < flat.length; i++) {
    if (flat.validity !== 0 && !getBit(flat.validity, i)) continue;
    // The first four bytes, most significant first; shorter values are filled up with zeros.
    const head = swapBytes(u32[((flat.values + i * 16) >>> 2) + 1]!);
    if (best !== -1) {
      let order = head - prefix;
      if (order === 0) {
        const at = bytesAddressAt(flat, i);
        order = compareMemory(u8, at, byteLengthAt(flat, i), from, length);
      }
      if (largest ? order <= 0 : order >= 0) continue;
    }
    [best, prefix, from, length] = [i, head, bytesAddressAt(flat, i), byteLengthAt(flat, i)];
  }
  return best;
}

const swapBytes = (word: number): number =>
  ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

function compareMemory(u8: Uint8Array, a: number, aLength: number, b: number, bLength: number): number {
  const common = Math.min(aLength, bLength);
  for (let i = 0; i < common; i++) {
    const difference = u8[a + i]! - u8[b + i]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

type NumberView = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;

function numberView(physical: PhysicalType): NumberView | undefined {
  switch (physical) {
    case 'int8':
      return mem.i8;
    case 'uint8':
      return mem.u8;
    case 'int16':
      return mem.i16;
    case 'uint16':
      return mem.u16;
    case 'int32':
      return mem.i32;
    case 'uint32':
      return mem.u32;
    case 'int64':
      return mem.i64;
    case 'uint64':
      return mem.u64;
    case 'float32':
      return mem.f32;
    case 'float64':
      return mem.f64;
    default:
      return undefined;
  }
}

/** The total order of numbers: -0 below 0, NaN above everything. */
function compareTotal(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a === 0 ? Number(Object.is(b, -0)) - Number(Object.is(a, -0)) : 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** The best value of one group. */
export class BestAccumulator implements Accumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  #best: ScalarValue;

  constructor(type: DataType, largest: boolean) {
    this.#type = type;
    this.#largest = largest;
    this.#best = new ScalarValue(type, null);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    const found = bestOf(values!, this.#largest);
    if (!found.isNull) this.#best = better(this.#best, new ScalarValue(this.#type, found.value), this.#largest);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.#best];
  }

  evaluate(): ScalarValue {
    return this.#best;
  }

  size(): number {
    return 64 + scalarBytes(this.#best);
  }
}

/**
 * The best value of a sliding frame: a queue in which every value is better than those behind it. A frame without values
 * keeps the last best one, as DataFusion does.
 */
export class SlidingBestAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #largest: boolean;
  #queue: { readonly value: ScalarValue; readonly index: number }[] = [];
  #first = 0;
  #added = 0;
  #removed = 0;
  #best: ScalarValue;

  constructor(type: DataType, largest: boolean) {
    this.#largest = largest;
    this.#best = new ScalarValue(type, null);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) if (!isNull(values!, row)) this.#push(getScalar(values!, row));
    this.#settle();
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) {
      if (isNull(values!, row)) continue;
      if (this.#queue[this.#first]?.index === this.#removed) this.#first++;
      this.#removed++;
    }
    this.#settle();
  }

  #push(value: ScalarValue): void {
    const queue = this.#queue;
    while (queue.length > this.#first && better(queue.at(-1)!.value, value, this.#largest) === value) queue.pop();
    queue.push({ value, index: this.#added++ });
  }

  #settle(): void {
    if (this.#first > 1024 && this.#first * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    const front = this.#queue[this.#first];
    if (front !== undefined) this.#best = front.value;
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.#best];
  }

  evaluate(): ScalarValue {
    return this.#best;
  }

  size(): number {
    return 64 + this.#queue.length * 64;
  }
}

const scalarBytes = ({ value }: ScalarValue): number =>
  typeof value === 'string' ? value.length * 2 : value instanceof Uint8Array ? value.length : 16;

/** Columnar state for a type, or undefined when there is none. */
export function bestGroups(type: DataType, largest: boolean, charge: MemoryCharge): GroupsAccumulator | undefined {
  switch (physicalTypeOf(type)) {
    case 'int32':
    case 'int64':
    case 'uint64':
    case 'float64':
      return new BestNumberGroups(type, largest, charge);
    case 'view':
      return new BestBytesGroups(type, largest, charge);
    default:
      return undefined;
  }
}

/** The best number of each group. */
class BestNumberGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  readonly #width: number;
  readonly #best: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();

  constructor(type: DataType, largest: boolean, charge: MemoryCharge) {
    this.#type = type;
    this.#largest = largest;
    this.#width = physicalTypeOf(type) === 'int32' ? 4 : 8;
    this.#best = new GroupBuffer(this.#width, charge);
    this.#seen = new SeenGroups(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const best = this.#grow(groups.totalGroups);
    const seen = this.#seen.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, this.#scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    const flat = flatten(values!, this.#scratch);
    this.#fold(flat.values, mask, groups, best, seen);
  }

  /** New groups of doubles start at the end of the range they move away from. */
  #grow(total: number): number {
    const before = this.#best.count;
    const best = this.#best.grow(total);
    if (total > before && physicalTypeOf(this.#type) === 'float64') {
      mem.f64.fill(this.#largest ? -Number.MAX_VALUE : Number.MAX_VALUE, (best >>> 3) + before, (best >>> 3) + total);
    }
    return best;
  }

  #fold(values: number, mask: number, groups: GroupIndices, best: number, seen: number): void {
    const { address, rowCount } = groups;
    const largest = this.#largest ? 1 : 0;
    switch (physicalTypeOf(this.#type)) {
      case 'int32':
        return kernels().aggBestI32(values, mask, address, rowCount, best, seen, largest);
      case 'uint64':
        return kernels().aggBestU64(values, mask, address, rowCount, best, seen, largest);
      case 'float64':
        return kernels().aggBestF64(values, mask, address, rowCount, best, seen, largest);
      default:
        return kernels().aggBestI64(values, mask, address, rowCount, best, seen, largest);
    }
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#best.countOf(emit);
    const values = this.#best.take(emit, arena);
    return fixedColumn(this.#type, count, values, this.#width, this.#seen.takeNulls(emit, arena));
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState([values]: readonly ColumnVector[], filter: ColumnVector | undefined, arena: Arena): readonly ColumnVector[] {
    return [maskedColumn(flatten(values!, arena), this.#type, activeRows(values!, filter, arena), arena)];
  }

  size(): number {
    return this.#best.bytes + this.#seen.bytes;
  }

  release(): void {
    this.#best.release();
    this.#seen.release();
    this.#scratch.release();
  }
}

/** The best string or binary of each group, as bytes of its own. */
class BestBytesGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  readonly #charge: MemoryCharge;
  readonly #scratch = new Arena();
  #best: (Uint8Array | undefined)[] = [];
  #bytes = 0;

  constructor(type: DataType, largest: boolean, charge: MemoryCharge) {
    this.#type = valueTypeOf(type);
    this.#largest = largest;
    this.#charge = charge;
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    while (this.#best.length < groups.totalGroups) this.#best.push(undefined);
    const mask = activeRows(values!, filter, this.#scratch);
    if (mask === undefined) return;
    const before = this.#bytes;
    this.#fold(flatten(values!, this.#scratch), mask, groups);
    if (this.#bytes > before) this.#charge.tryGrow(this.#bytes - before);
    else if (this.#bytes < before) this.#charge.shrink(before - this.#bytes);
  }

  #fold(flat: FlatVector, mask: RowMask & number, groups: GroupIndices): void {
    const { u8, u32 } = mem;
    for (let row = 0; row < groups.rowCount; row++) {
      if (mask !== 0 && !getBit(mask, row)) continue;
      const group = u32[(groups.address >>> 2) + row]!;
      const known = this.#best[group];
      const from = bytesAddressAt(flat, row);
      const length = byteLengthAt(flat, row);
      if (known !== undefined) {
        const order = compareBytes(u8, from, length, known);
        if (this.#largest ? order <= 0 : order >= 0) continue;
      }
      this.#best[group] = new Uint8Array(u8.subarray(from, from + length));
      this.#bytes += length + (known === undefined ? 32 : -known.length);
    }
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = emit.kind === 'All' ? this.#best.length : emit.count;
    const builder = new BinaryBuilder(arena, count, this.#type);
    let freed = 0;
    for (const bytes of this.#best.splice(0, count)) {
      if (bytes === undefined) builder.appendNull();
      else {
        builder.appendBytes(bytes);
        freed += bytes.length + 32;
      }
    }
    this.#bytes -= freed;
    this.#charge.shrink(freed);
    return builder.finish();
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState([values]: readonly ColumnVector[], filter: ColumnVector | undefined, arena: Arena): readonly ColumnVector[] {
    return [maskedColumn(flatten(values!, arena), this.#type, activeRows(values!, filter, arena), arena)];
  }

  size(): number {
    return this.#bytes;
  }

  release(): void {
    this.#charge.shrink(this.#bytes);
    this.#bytes = 0;
    this.#best = [];
    this.#scratch.release();
  }
}

function compareBytes(u8: Uint8Array, from: number, length: number, other: Uint8Array): number {
  const common = Math.min(length, other.length);
  for (let i = 0; i < common; i++) {
    const difference = u8[from + i]! - other[i]!;
    if (difference !== 0) return difference;
  }
  return length - other.length;
}
