/** `median` and `percentile_cont` of groups in columns: values are sorted when results are asked for. */
import { field, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  flatVector,
  getScalar,
  mem,
  vectorFromScalars,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows } from './active-rows.js';
import { CollectedGroups } from './collected-groups.js';
import { explodeLists } from './exploded-lists.js';
import type { Picker, Quantity } from './exact-percentile.js';

/** Percentiles of groups. */
export class PercentileGroups implements GroupsAccumulator {
  readonly #type: DataType;
  readonly #pick: Picker;
  readonly #rows: CollectedGroups;
  readonly #scratch = new Arena();

  constructor(type: DataType, pick: Picker, charge: MemoryCharge) {
    this.#type = type;
    this.#pick = pick;
    this.#rows = new CollectedGroups([type], [{ column: 0, descending: false, nullsFirst: false }], false, charge);
  }

  updateBatch([values]: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    const mask = activeRows(values!, filter, this.#scratch);
    this.#rows.add([values!], groups.address, groups.totalGroups, mask, this.#scratch);
  }

  mergeBatch([states]: readonly ColumnVector[], groups: GroupIndices): void {
    this.#scratch.reset();
    const { elements, owners } = explodeLists(states!, groups, this.#scratch);
    this.#rows.add([elements], owners, groups.totalGroups, 0, this.#scratch);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const { groupCount, offsets, columns } = this.#rows.take(emit, arena);
    const [values] = columns;
    const results: ScalarValue[] = [];
    for (let group = 0; group < groupCount; group++) {
      const from = mem.i32[(offsets >>> 2) + group]!;
      const count = mem.i32[(offsets >>> 2) + group + 1]! - from;
      const result = count === 0 ? null : this.#pick(count, (i) => getScalar(values!, from + i).value as Quantity);
      results.push(new ScalarValue(this.#type, result));
    }
    return vectorFromScalars(this.#type, results, arena);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const { groupCount, offsets, columns } = this.#rows.take(emit, arena);
    const type: DataType = { kind: 'List', field: field('item', this.#type) };
    return [flatVector(type, groupCount, { values: offsets, width: 4, children: columns })];
  }

  size(): number {
    return this.#rows.bytes;
  }

  release(): void {
    this.#rows.release();
    this.#scratch.release();
  }
}
