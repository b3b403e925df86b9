/**
 * `try_sum` of groups, for 64-bit integers and doubles. A group is a sum of 8 bytes and a byte that says whether it has no
 * value yet, has some, or has failed. Integers are added as two 32-bit words; a sum overflows when both operands have one
 * sign and the result has the other.
 */
import type { DataType } from '@datafusion-ts/common';
import { Arena, flatten, getBit, mem, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import {
  activeRows,
  booleanColumn,
  fixedColumn,
  GroupBuffer,
  nullsOfBytes,
  type RowMask,
} from '@datafusion-ts/functions-aggregate';

const SEEN = 1;
const FAILED = 2;

/** Sums by group. */
export class TrySumGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #sums: GroupBuffer;
  readonly #marks: GroupBuffer;
  readonly #scratch = new Arena();

  /** `type` is Int64 or Float64. */
  constructor(type: DataType, charge: MemoryCharge) {
    this.#type = type;
    this.#sums = new GroupBuffer(8, charge);
    this.#marks = new GroupBuffer(1, charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    this.#add(values!, activeRows(values!, filter, this.#scratch), groups);
  }

  mergeBatch([sums, failed]: readonly ColumnVector[], groups: GroupIndices): void {
    this.#scratch.reset();
    this.#add(sums!, activeRows(sums!, undefined, this.#scratch), groups);
    const marks = this.#marks.grow(groups.totalGroups);
    const flags = flatten(failed!, this.#scratch);
    const { u8, u32 } = mem;
    for (let row = 0; row < groups.rowCount; row++) {
      if (getBit(flags.values, row)) u8[marks + u32[(groups.address >>> 2) + row]!] = FAILED;
    }
  }

  #add(values: ColumnVector, rows: RowMask, groups: GroupIndices): void {
    const sums = this.#sums.grow(groups.totalGroups);
    const marks = this.#marks.grow(groups.totalGroups);
    if (rows === undefined || groups.rowCount === 0) return;
    const from = flatten(values, this.#scratch).values;
    if (this.#type.kind === 'Float64') addDoubles(from, rows, groups, sums, marks);
    else addIntegers(from, rows, groups, sums, marks);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    return this.state(emit, arena)[0]!;
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const count = this.#sums.countOf(emit);
    const values = this.#sums.take(emit, arena);
    const marks = this.#marks.take(emit, arena);
    const failed = arena.alloc(count);
    const { u8 } = mem;
    for (let group = 0; group < count; group++) {
      const mark = u8[marks + group]!;
      u8[failed + group] = mark === FAILED ? 1 : 0;
      u8[marks + group] = mark === SEEN ? 1 : 0;
    }
    const sums = fixedColumn(this.#type, count, values, 8, nullsOfBytes(marks, count, arena));
    return [sums, booleanColumn(failed, count, { validity: 0, nullCount: 0 }, arena)];
  }

  size(): number {
    return this.#sums.bytes + this.#marks.bytes;
  }

  release(): void {
    this.#sums.release();
    this.#marks.release();
    this.#scratch.release();
  }
}

function addDoubles(from: number, rows: number, groups: GroupIndices, sums: number, marks: number): void {
  const { u8, u32, f64 } = mem;
  for (let row = 0; row < groups.rowCount; row++) {
    if (rows !== 0 && !getBit(rows, row)) continue;
    const group = u32[(groups.address >>> 2) + row]!;
    f64[(sums >>> 3) + group]! += f64[(from >>> 3) + row]!;
    u8[marks + group] = SEEN;
  }
}

function addIntegers(from: number, rows: number, groups: GroupIndices, sums: number, marks: number): void {
  const { u8, u32, i32 } = mem;
  for (let row = 0; row < groups.rowCount; row++) {
    if (rows !== 0 && !getBit(rows, row)) continue;
    const group = u32[(groups.address >>> 2) + row]!;
    if (u8[marks + group] === FAILED) continue;
    const [source, target] = [(from >>> 2) + row * 2, (sums >>> 2) + group * 2];
    const low = (u32[target]! + u32[source]!) >>> 0;
    const [a, b] = [i32[target + 1]!, i32[source + 1]!];
    const high = (a + b + (low < u32[source]! ? 1 : 0)) | 0;
    u32[target] = low;
    i32[target + 1] = high;
    u8[marks + group] = ((a ^ high) & (b ^ high)) < 0 ? FAILED : SEEN;
  }
}
