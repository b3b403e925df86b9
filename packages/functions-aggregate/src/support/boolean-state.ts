/** What `bool_and` and `bool_or` share. */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  getBit,
  mem,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import {
  Signature,
  type Accumulator,
  type EmitTo,
  type GroupIndices,
  type GroupsAccumulator,
} from '@datafusion-ts/expr-common';
import type { AggregateUDF, Documentation } from '@datafusion-ts/expr';
import { activeRows } from './active-rows.js';
import { booleanColumn, maskedColumn } from './columns.js';
import { GroupBuffer } from './group-buffer.js';
import { withScratch } from './scratch.js';
import { SeenGroups } from './seen-groups.js';
import { stateField } from './state-fields.js';

/** Makes `bool_and` (decided by a false) or `bool_or` (decided by a true). */
export function booleanFunction(name: string, decides: boolean, documentation: Documentation): AggregateUDF {
  return {
    name,
    signature: Signature.exact([DataTypes.Boolean], 'Immutable'),
    orderSensitivity: 'Insensitive',
    returnType: () => DataTypes.Boolean,
    stateFields: (args) => [stateField(args, name, DataTypes.Boolean)],
    accumulator: () => new BooleanAccumulator(decides),
    groupsAccumulator: ({ charge }) => new BooleanGroups(decides, charge),
    reverse: () => 'Identical',
    documentation,
  };
}

/** Whether a bit with the deciding value, and whether any bit, counts. */
function scan(flat: FlatVector, mask: number, decides: boolean): { readonly decided: boolean; readonly any: boolean } {
  let any = false;
  for (let row = 0; row < flat.length; row++) {
    if (mask !== 0 && !getBit(mask, row)) continue;
    any = true;
    if (getBit(flat.values, row) === decides) return { decided: true, any };
  }
  return { decided: false, any };
}

/** The operation over one group. */
class BooleanAccumulator implements Accumulator {
  readonly #decides: boolean;
  #value: boolean | null = null;

  constructor(decides: boolean) {
    this.#decides = decides;
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    if (this.#value === this.#decides) return;
    withScratch((arena) => {
      const flat = flatten(values!, arena);
      const { decided, any } = scan(flat, flat.validity, this.#decides);
      if (decided) this.#value = this.#decides;
      else if (any) this.#value = !this.#decides;
    });
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }

  evaluate(): ScalarValue {
    return ScalarValue.boolean(this.#value);
  }

  size(): number {
    return 32;
  }
}

/** The operation over groups: a byte a group. */
class BooleanGroups implements GroupsAccumulator {
  readonly #decides: boolean;
  readonly #values: GroupBuffer;
  readonly #seen: SeenGroups;
  readonly #scratch = new Arena();

  constructor(decides: boolean, charge: MemoryCharge) {
    this.#decides = decides;
    this.#values = new GroupBuffer(1, charge);
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
    for (let row = 0; row < groups.rowCount; row++) {
      if (mask !== 0 && !getBit(mask, row)) continue;
      const group = mem.u32[(groups.address >>> 2) + row]!;
      const value = getBit(flat.values, row);
      if (u8[seen + group] === 0 || value === this.#decides) u8[state + group] = value ? 1 : 0;
      u8[seen + group] = 1;
    }
  }

  mergeBatch(states: readonly ColumnVector[], groups: GroupIndices): void {
    this.updateBatch(states, groups, undefined);
  }

  evaluate(emit: EmitTo, arena: Arena): ColumnVector {
    const count = this.#values.countOf(emit);
    const bytes = this.#values.take(emit, arena);
    return booleanColumn(bytes, count, this.#seen.takeNulls(emit, arena), arena);
  }

  state(emit: EmitTo, arena: Arena): readonly ColumnVector[] {
    return [this.evaluate(emit, arena)];
  }

  convertToState(
    [values]: readonly ColumnVector[],
    filter: ColumnVector | undefined,
    arena: Arena,
  ): readonly ColumnVector[] {
    return [maskedColumn(flatten(values!, arena), DataTypes.Boolean, activeRows(values!, filter, arena), arena)];
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
