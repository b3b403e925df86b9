import type { DataType } from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  flatVector,
  kernels,
  valueTypeOf,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { maskedColumn } from './columns.js';
import { GroupBuffer } from './group-buffer.js';
import { SeenGroups } from './seen-groups.js';

/** Texts that were replaced may take so many bytes before the others move together. */
const MOST_WASTE = 1 << 13;

/** The best string or binary of each group: views, with text of their own. */
export class BestBytesGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  readonly #charge: MemoryCharge;
  readonly #best: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();
  #text: Arena;
  /** Bytes of text written since the texts were moved together. */
  #written = 0;
  /** Bytes of text there were then. */
  #moved = 0;

  constructor(type: DataType, largest: boolean, charge: MemoryCharge) {
    this.#type = valueTypeOf(type);
    this.#largest = largest;
    this.#charge = charge;
    this.#best = new GroupBuffer(16, charge);
    this.#seen = new SeenGroups(charge);
    this.#text = new Arena(charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    const best = this.#best.grow(groups.totalGroups);
    const seen = this.#seen.grow(groups.totalGroups);
    const mask = activeRows(values!, filter, scratch);
    const { rowCount, address } = groups;
    if (mask === undefined || rowCount === 0) return;
    const views = flatten(values!, scratch).values;
    const changed = scratch.alloc(rowCount * 4);
    const k = kernels();
    const count = k.aggBestViews(views, mask, address, rowCount, best, seen, this.#largest ? 1 : 0, changed);
    if (count === 0) return;
    const bytes = k.aggTextBytes(best, changed, count);
    k.aggOwnTexts(best, seen, changed, count, this.#text.alloc(bytes));
    this.#written += bytes;
    if (this.#written > MOST_WASTE + this.#moved * 2) this.#moveTogether();
  }

  /** Leaves the texts behind that were replaced. */
  #moveTogether(): void {
    const { count, address } = this.#best;
    const before = this.#text;
    const text = new Arena(this.#charge);
    const bytes = kernels().longTextBytes(address, count);
    try {
      kernels().moveText(address, count, text.alloc(bytes));
    } catch (error) {
      text.release();
      throw error;
    }
    this.#text = text;
    this.#moved = bytes;
    this.#written = 0;
    before.release();
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#best.countOf(emit);
    const values = this.#best.take(emit, arena);
    kernels().moveText(values, count, arena.alloc(kernels().longTextBytes(values, count)));
    const nulls = this.#seen.takeNulls(emit, arena);
    if (this.#best.count === 0) this.#forgetText();
    else if (this.#written + this.#moved > MOST_WASTE) this.#moveTogether();
    return flatVector(this.#type, count, { values, width: 16, ...nulls });
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

  #forgetText(): void {
    this.#text.release();
    this.#written = 0;
    this.#moved = 0;
  }

  size(): number {
    return this.#best.bytes + this.#seen.bytes + this.#text.allocatedBytes;
  }

  release(): void {
    this.#best.release();
    this.#seen.release();
    this.#scratch.release();
    this.#forgetText();
  }
}
