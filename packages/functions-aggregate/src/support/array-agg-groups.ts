/** `array_agg` of groups in columns; with ORDER BY the keys are kept beside the values. */
import { field, type DataType, type Field } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  clearBit,
  flatten,
  flatVector,
  mem,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { AccumulatorArgs, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows, filterMask } from './active-rows.js';
import { CollectedGroups, type GroupedRows } from './collected-groups.js';
import { explodeLists } from './exploded-lists.js';

/** How functions that collect values differ from `array_agg`. */
export interface CollectOptions {
  /** Leaves NULLs out, whatever the call says. */
  readonly ignoreNulls?: boolean;
  /** What a group without values gets: NULL (default) or an empty list. */
  readonly whenEmpty?: 'null' | 'empty';
}

/** Lists of the values of groups. */
export class ArrayAggGroups implements GroupsAccumulator {
  readonly #item: DataType;
  readonly #nullWhenEmpty: boolean;
  readonly #keyFields: readonly Field[];
  readonly #keyColumns: readonly number[];
  readonly #ignoreNulls: boolean;
  readonly #rows: CollectedGroups;
  readonly #scratch = new Arena();

  constructor(args: AccumulatorArgs, options: CollectOptions = {}) {
    this.#item = args.inputTypes[0]!;
    this.#nullWhenEmpty = options.whenEmpty !== 'empty';
    this.#ignoreNulls = options.ignoreNulls ?? args.ignoreNulls;
    this.#keyFields = (args.orderByTypes ?? []).map((type, i) => field(args.orderByTexts?.[i] ?? '', type));
    this.#keyColumns = args.orderBy.map(({ inputIndex }) => inputIndex);
    const order = args.orderBy.map(({ descending, nullsFirst }, i) => ({ column: i + 1, descending, nullsFirst }));
    const types = [this.#item, ...this.#keyFields.map(({ dataType }) => dataType)];
    this.#rows = new CollectedGroups(types, order, args.isReversed, args.charge);
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    const scratch = this.#scratch;
    scratch.reset();
    const mask = this.#ignoreNulls ? activeRows(values[0]!, filter, scratch) : filterMask(filter, scratch);
    const columns = [values[0]!, ...this.#keyColumns.map((i) => values[i]!)];
    this.#rows.add(columns, groups.address, groups.totalGroups, mask, scratch);
  }

  mergeBatch([lists, keyLists]: readonly ColumnVector[], groups: GroupIndices): void {
    const scratch = this.#scratch;
    scratch.reset();
    const { elements, owners } = explodeLists(lists!, groups, scratch);
    const keys =
      keyLists === undefined ? [] : flatten(explodeLists(keyLists, groups, scratch).elements, scratch).children;
    this.#rows.add([elements, ...keys], owners, groups.totalGroups, 0, scratch);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    return lists(this.#rows.take(emit, arena), 0, this.#item, this.#nullWhenEmpty, arena);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const rows = this.#rows.take(emit, arena);
    const values = lists(rows, 0, this.#item, this.#nullWhenEmpty, arena);
    if (this.#keyFields.length === 0) return [values];
    const structs = flatVector({ kind: 'Struct', fields: this.#keyFields }, rows.columns[0]!.length, {
      children: rows.columns.slice(1),
    });
    return [values, listsOf(rows, structs, structs.type, false, arena)];
  }

  size(): number {
    return this.#rows.bytes;
  }

  release(): void {
    this.#rows.release();
    this.#scratch.release();
  }
}

const lists = (rows: GroupedRows, column: number, item: DataType, nullWhenEmpty: boolean, arena: Arena): FlatVector =>
  listsOf(rows, rows.columns[column]!, item, nullWhenEmpty, arena);

/** A list a group; groups without rows are NULL or empty. */
function listsOf(
  rows: GroupedRows,
  elements: ColumnVector,
  item: DataType,
  nullWhenEmpty: boolean,
  arena: Arena,
): FlatVector {
  const { groupCount, offsets } = rows;
  const validity = allocBitmap(groupCount, true, arena);
  let nullCount = 0;
  for (let group = 0; nullWhenEmpty && group < groupCount; group++) {
    if (mem.i32[(offsets >>> 2) + group] !== mem.i32[(offsets >>> 2) + group + 1]) continue;
    clearBit(validity, group);
    nullCount++;
  }
  const type: DataType = { kind: 'List', field: field('item', item) };
  return flatVector(type, groupCount, { values: offsets, width: 4, validity, nullCount, children: [elements] });
}
