/**
 * `first_value` and `last_value` of groups: the best row of each group is found among the rows of a batch first, by
 * comparing in place, and only the winners are read and compared with what the groups hold.
 */
import { DataTypes, ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import {
  Arena,
  BooleanBuilder,
  getBit,
  getScalar,
  isNull,
  makeComparator,
  mem,
  vectorFromScalars,
  type ColumnVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import type { AccumulatorArgs, EmitTo, GroupIndices, GroupsAccumulator } from '@datafusion-ts/expr-common';
import { activeRows, filterMask } from './active-rows.js';
import { compareKeys, keysOfRow, type OrderKeys } from './order-keys.js';

const GROUP_BYTES = 64;
const KEY_BYTES = 40;

/** Compares two rows of a batch by the keys. */
type RowOrder = (a: number, b: number) => number;

/** The first (or last) value of each group. */
export class FirstLastGroups implements GroupsAccumulator {
  readonly #last: boolean;
  readonly #type: DataType;
  readonly #orderBy: OrderKeys;
  readonly #keyTypes: readonly DataType[];
  readonly #ignoreNulls: boolean;
  readonly #charge: MemoryCharge;
  readonly #scratch = new Arena();
  /** Data of the values, undefined where there is none yet. */
  #values: (ScalarData | undefined)[] = [];
  #keys: (readonly ScalarValue[] | undefined)[] = [];
  #best = new Int32Array(0);
  #charged = 0;

  constructor(last: boolean, args: AccumulatorArgs) {
    this.#last = last;
    this.#type = args.returnType;
    this.#orderBy = args.orderBy;
    this.#keyTypes = args.orderByTypes ?? [];
    this.#ignoreNulls = args.ignoreNulls;
    this.#charge = args.charge;
  }

  updateBatch(values: readonly ColumnVector[], groups: GroupIndices, filter: ColumnVector | undefined): void {
    this.#scratch.reset();
    this.#grow(groups.totalGroups);
    const mask = this.#ignoreNulls ? activeRows(values[0]!, filter, this.#scratch) : filterMask(filter, this.#scratch);
    if (mask !== undefined) this.#fold(values, this.#orderBy, groups, (row) => mask === 0 || getBit(mask, row));
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.#grow(groups.totalGroups);
    const flags = states[states.length - 1]!;
    const shifted = this.#orderBy.map((key, i) => ({ ...key, inputIndex: i + 1 }));
    this.#fold(states, shifted, groups, (row) => getScalar(flags, row).value === true);
  }

  #grow(total: number): void {
    const added = total - this.#values.length;
    if (added <= 0) return;
    const bytes = added * (GROUP_BYTES + this.#orderBy.length * KEY_BYTES);
    this.#charge.tryGrow(bytes);
    this.#charged += bytes;
    while (this.#values.length < total) {
      this.#values.push(undefined);
    }
    if (total > this.#best.length) this.#best = new Int32Array(Math.max(total, this.#best.length * 2)).fill(-1);
  }

  #fold(
    values: readonly ColumnVector[],
    orderBy: OrderKeys,
    groups: GroupIndices,
    counts: (row: number) => boolean,
  ): void {
    const order = rowOrder(values, orderBy);
    const best = this.#best;
    const touched: number[] = [];
    const { u32 } = mem;
    const from = groups.address >>> 2;
    for (let row = 0; row < groups.rowCount; row++) {
      const group = u32[from + row]!;
      if (order === undefined && !this.#last && this.#values[group] !== undefined) continue;
      if (!counts(row)) continue;
      const known = best[group]!;
      if (known === -1) touched.push(group);
      else if (!this.#wins(order === undefined ? 1 : order(row, known))) continue;
      best[group] = row;
    }
    for (const group of touched) {
      this.#offer(group, values, best[group]!, orderBy);
      best[group] = -1;
    }
  }

  /** Whether a later row replaces an earlier one: of equal ones the first is the first, the last the last. */
  #wins(order: number): boolean {
    return this.#last ? order >= 0 : order < 0;
  }

  #offer(group: number, values: readonly ColumnVector[], row: number, orderBy: OrderKeys): void {
    if (orderBy.length > 0) {
      const keys = keysOfRow(values, row, orderBy);
      const known = this.#keys[group];
      if (known !== undefined && !this.#wins(compareKeys(keys, known, orderBy))) return;
      this.#keys[group] = keys;
    }
    this.#values[group] = getScalar(values[0]!, row).value;
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    return this.#column(this.#take(emit).values, arena);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    const { values, keys } = this.#take(emit);
    const flags = new BooleanBuilder(arena, values.length);
    for (const value of values) flags.appendBoolean(value !== undefined);
    const keyColumns = this.#keyTypes.map((type, i) =>
      vectorFromScalars(
        type,
        values.map((_, group) => keys[group]?.[i] ?? new ScalarValue(type, null)),
        arena,
      ),
    );
    return [this.#column(values, arena), ...keyColumns, { ...flags.finish(), type: DataTypes.Boolean }];
  }

  #column(values: readonly (ScalarData | undefined)[], arena: Arena): ColumnVector {
    return vectorFromScalars(
      this.#type,
      values.map((value) => new ScalarValue(this.#type, value ?? null)),
      arena,
    );
  }

  #take(emit: EmitTo): {
    readonly values: readonly (ScalarData | undefined)[];
    readonly keys: readonly (readonly ScalarValue[] | undefined)[];
  } {
    const count = emit.kind === 'All' ? this.#values.length : emit.count;
    const bytes = count * (GROUP_BYTES + this.#orderBy.length * KEY_BYTES);
    this.#charge.shrink(bytes);
    this.#charged -= bytes;
    return { values: this.#values.splice(0, count), keys: this.#keys.splice(0, count) };
  }

  size(): number {
    return this.#charged;
  }

  release(): void {
    this.#charge.shrink(this.#charged);
    this.#charged = 0;
    this.#values = [];
    this.#keys = [];
    this.#scratch.release();
  }
}

/** Order of rows by their keys; undefined when there are none. */
function rowOrder(values: readonly ColumnVector[], orderBy: OrderKeys): RowOrder | undefined {
  if (orderBy.length === 0) return undefined;
  const orders = orderBy.map(({ inputIndex, descending, nullsFirst }): RowOrder => {
    const column = values[inputIndex]!;
    const compare = makeComparator(column, column);
    return (a, b) => {
      const [nullA, nullB] = [isNull(column, a), isNull(column, b)];
      if (nullA || nullB) return nullA && nullB ? 0 : nullA === nullsFirst ? -1 : 1;
      const order = compare(a, b);
      return descending ? -order : order;
    };
  });
  return (a, b) => {
    for (const compare of orders) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
