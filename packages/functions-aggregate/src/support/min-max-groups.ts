/** State of `min` and `max` of groups in columns. */
import { InternalError, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  flatten,
  flatVector,
  getBit,
  kernels,
  mem,
  physicalTypeOf,
  valueTypeOf,
  widthOf,
  writeBit,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
  type PhysicalType,
} from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { BestBytesGroups } from './best-bytes-groups.js';
import { fixedColumn, maskedColumn } from './columns.js';
import { GroupBuffer } from './group-buffer.js';
import { numberView, type NumberView } from './number-view.js';
import { SeenGroups, type Nulls } from './seen-groups.js';

/** Columnar state for a type, or undefined when there is none. */
export function bestGroups(type: DataType, largest: boolean, charge: MemoryCharge): GroupsAccumulator | undefined {
  switch (physicalTypeOf(type)) {
    case 'boolean':
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
    case 'float32':
    case 'float64':
      return new BestNumberGroups(type, largest, charge);
    case 'decimal':
      return valueTypeOf(type).kind === 'Decimal256' ? undefined : new BestNumberGroups(type, largest, charge);
    case 'view':
      return new BestBytesGroups(type, largest, charge);
    default:
      return undefined;
  }
}

/** How numbers of a type are kept while they are compared: small ones in 32 bits, floats as doubles. */
type Kept = 'i32' | 'i64' | 'u64' | 'f64' | 'i128';

function keptAs(physical: PhysicalType): Kept {
  switch (physical) {
    case 'int64':
      return 'i64';
    case 'uint64':
      return 'u64';
    case 'uint32':
      return 'i64';
    case 'float32':
    case 'float64':
      return 'f64';
    case 'decimal':
      return 'i128';
    default:
      return 'i32';
  }
}

const KEPT_BYTES: Readonly<Record<Kept, number>> = { i32: 4, i64: 8, u64: 8, f64: 8, i128: 16 };

/** Address of the values as they are compared. */
function keptValues(flat: FlatVector, arena: Arena): number {
  const physical = physicalTypeOf(flat.type);
  const kept = keptAs(physical);
  if (kept === 'i128' || flat.width === KEPT_BYTES[kept]) return flat.values;
  const to = arena.alloc(flat.length * KEPT_BYTES[kept]);
  const read = numberReader(flat, physical);
  for (let row = 0; row < flat.length; row++) {
    const value = read(row);
    if (kept === 'f64') mem.f64[(to >>> 3) + row] = value;
    else if (kept === 'i32') mem.i32[(to >>> 2) + row] = value;
    else {
      mem.u32[(to >>> 2) + row * 2] = value;
      mem.u32[(to >>> 2) + row * 2 + 1] = 0;
    }
  }
  return to;
}

function numberReader(flat: FlatVector, physical: PhysicalType): (row: number) => number {
  if (physical === 'boolean') return (row) => (getBit(flat.values, row) ? 1 : 0);
  const view = numberView(physical);
  if (view === undefined) throw new InternalError(`No numbers of ${physical}`);
  const at = flat.values / view.BYTES_PER_ELEMENT;
  return (row) => Number(view[at + row]);
}

/** A column of a type from values as they were compared. */
function fromKept(type: DataType, kept: number, count: number, nulls: Nulls, arena: Arena): ColumnVector {
  const physical = physicalTypeOf(type);
  const form = keptAs(physical);
  if (form === 'i128') return fixedColumn(type, count, kept, 16, nulls);
  const width = widthOf(type);
  if (width === KEPT_BYTES[form]) return fixedColumn(type, count, kept, width, nulls);
  if (physical === 'boolean') {
    const bits = allocBitmap(count, false, arena);
    for (let i = 0; i < count; i++) writeBit(bits, i, mem.i32[(kept >>> 2) + i] === 1);
    return flatVector(type, count, { values: bits, ...nulls });
  }
  const values = arena.alloc(count * width);
  const view = numberView(physical) as Exclude<NumberView, BigInt64Array | BigUint64Array>;
  for (let i = 0; i < count; i++) {
    view[values / width + i] =
      form === 'f64'
        ? mem.f64[(kept >>> 3) + i]!
        : form === 'i32'
          ? mem.i32[(kept >>> 2) + i]!
          : mem.u32[(kept >>> 2) + i * 2]!;
  }
  return fixedColumn(type, count, values, width, nulls);
}

/** The best number of each group. */
class BestNumberGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #kept: Kept;
  readonly #largest: boolean;
  readonly #best: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();

  constructor(type: DataType, largest: boolean, charge: MemoryCharge) {
    this.#type = type;
    this.#kept = keptAs(physicalTypeOf(type));
    this.#largest = largest;
    this.#best = new GroupBuffer(KEPT_BYTES[this.#kept], charge);
    this.#seen = new SeenGroups(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const best = this.#grow(groups.totalGroups);
    const seen = this.#seen.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, this.#scratch);
    if (mask === undefined || groups.rowCount === 0) return;
    this.#fold(flatten(values!, this.#scratch), mask, groups, best, seen);
  }

  /** New groups of doubles start at the end of the range they move away from. */
  #grow(total: number): number {
    const before = this.#best.count;
    const best = this.#best.grow(total);
    if (total > before && this.#kept === 'f64') {
      const most = physicalTypeOf(this.#type) === 'float32' ? 3.4028234663852886e38 : Number.MAX_VALUE;
      mem.f64.fill(this.#largest ? -most : most, (best >>> 3) + before, (best >>> 3) + total);
    }
    return best;
  }

  #fold(flat: FlatVector, mask: number, groups: GroupIndices, best: number, seen: number): void {
    const { address, rowCount } = groups;
    const values = keptValues(flat, this.#scratch);
    const largest = this.#largest ? 1 : 0;
    switch (this.#kept) {
      case 'i32':
        return kernels().aggBestI32(values, mask, address, rowCount, best, seen, largest);
      case 'u64':
        return kernels().aggBestU64(values, mask, address, rowCount, best, seen, largest);
      case 'f64':
        return kernels().aggBestF64(values, mask, address, rowCount, best, seen, largest);
      case 'i64':
        return kernels().aggBestI64(values, mask, address, rowCount, best, seen, largest);
      case 'i128':
        return kernels().aggBest128(values, flat.width, mask, address, rowCount, best, seen, largest);
    }
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#best.countOf(emit);
    const values = this.#best.take(emit, arena);
    return fromKept(this.#type, values, count, this.#seen.takeNulls(emit, arena), arena);
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
    return this.#best.bytes + this.#seen.bytes;
  }

  release(): void {
    this.#best.release();
    this.#seen.release();
    this.#scratch.release();
  }
}
