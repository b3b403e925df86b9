/**
 * `median` and `percentile_cont` of groups of doubles: the wanted places of each group are selected without sorting it.
 * Doubles are looked at as integers of the same order, so that NaN and -0 have their places.
 */
import { DataTypes, field, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  clearBit,
  flatVector,
  kernels,
  mem,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import type { Picker } from './exact-percentile.js';
import { explodeLists } from './exploded-lists.js';
import { GroupedDoubles } from './grouped-doubles.js';
import { flatFloats } from './read-values.js';

/** Percentiles of groups of doubles. */
export class PercentileDoubles implements GroupsAccumulator {
  readonly #pick: Picker;
  readonly #rows: GroupedDoubles;
  readonly #scratch = new Arena();

  constructor(pick: Picker, charge: MemoryCharge) {
    this.#pick = pick;
    this.#rows = new GroupedDoubles(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const mask = activeRows(values!, filter, this.#scratch);
    this.#rows.add(flatFloats(values!, this.#scratch), groups.address, groups.totalGroups, mask, this.#scratch);
  }

  mergeBatch([states]: readonly ColumnVector[], groups: GroupIndices): void {
    this.#scratch.reset();
    const { elements, owners } = explodeLists(states!, groups, this.#scratch);
    this.#rows.add(flatFloats(elements, this.#scratch), owners, groups.totalGroups, 0, this.#scratch);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const { groupCount, offsets, values, count } = this.#rows.take(emit, arena);
    kernels().orderF64(values, count);
    const results = arena.allocZeroed(groupCount * 8);
    const validity = allocBitmap(groupCount, true, arena);
    const selection = new Selection(arena);
    let nullCount = 0;
    for (let group = 0; group < groupCount; group++) {
      const from = mem.i32[(offsets >>> 2) + group]!;
      const length = mem.i32[(offsets >>> 2) + group + 1]! - from;
      if (length === 0) {
        clearBit(validity, group);
        nullCount++;
        continue;
      }
      selection.start(values + from * 8, length);
      mem.f64[(results >>> 3) + group] = this.#pick(length, selection.at) as number;
    }
    return flatVector(DataTypes.Float64, groupCount, { values: results, width: 8, validity, nullCount });
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const { groupCount, offsets, values, count } = this.#rows.take(emit, arena);
    const type: DataType = { kind: 'List', field: field('item', DataTypes.Float64) };
    const children = [flatVector(DataTypes.Float64, count, { values, width: 8 })];
    return [flatVector(type, groupCount, { values: offsets, width: 4, children })];
  }

  size(): number {
    return this.#rows.bytes;
  }

  release(): void {
    this.#rows.release();
    this.#scratch.release();
  }
}

/** Values at places of the sorted order of one group after the other; moves them about. */
class Selection {
  /** One value on its way back to a double. */
  readonly #one: number;
  #values = 0;
  #length = 0;
  /** The place that was selected last: what is before and behind it is on its side. */
  #known = -1;

  constructor(arena: Arena) {
    this.#one = arena.alloc(8);
  }

  start(values: number, length: number): void {
    this.#values = values;
    this.#length = length;
    this.#known = -1;
  }

  readonly at = (place: number): number => {
    const known = this.#known;
    if (known < 0) kernels().selectI64(this.#values, this.#length, place);
    else if (place < known) kernels().selectI64(this.#values, known, place);
    else if (place > known)
      kernels().selectI64(this.#values + (known + 1) * 8, this.#length - known - 1, place - known - 1);
    // The parts on both sides stay apart only around the first place that was asked for.
    if (known < 0) this.#known = place;
    mem.i64[this.#one >>> 3] = mem.i64[(this.#values >>> 3) + place]!;
    kernels().orderF64(this.#one, 1);
    return mem.f64[this.#one >>> 3]!;
  };
}
