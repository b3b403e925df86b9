/**
 * Grouping sets by way of their finest groups: rows are first grouped by all keys together, once, and each set then
 * aggregates the states of these few groups instead of all rows. `ROLLUP (a, b, c)` looks at every row once and not four
 * times.
 *
 * For calls whose states merge without a trace of the order: counts, extremes and sums of what has no rounding.
 *
 * Where one of the sets has all keys (ROLLUP, CUBE), the finest groups are part of the result: all of them are held, and
 * the other sets follow at the end, each from the smallest finer one (`set-cascade.ts`). Else at most {@link MOST_GROUPS}
 * are held, then they are handed on to the sets, and the detour is given up where rows hardly share a group.
 */
import { isDecimal, isFloating, isInteger } from '@datafusion-ts/expr-common';
import type { DataType } from '@datafusion-ts/common';
import { nullVector, type Arena, type ColumnVector, type MemoryCharge } from '@datafusion-ts/compute';
import { CastExpr, type AggregateFunctionExpr } from '@datafusion-ts/physical-expr';
import type { AggregateExec } from './aggregate-exec.js';
import { readsRows } from './aggregate-mode.js';
import { GroupState } from './group-state.js';

/** Groups that are held at most: as many as stay in the second-level cache. */
const MOST_GROUPS = 1 << 16;

/** Rows a group must have on average for the detour to pay. */
const LEAST_ROWS = 2;

/** The groups by all keys, with their states. */
export interface FinestStates {
  readonly count: number;
  readonly keys: readonly ColumnVector[];
  /** Columns of the states of each call. */
  readonly states: readonly (readonly ColumnVector[])[];
}

/** The groups by all keys of an aggregation with grouping sets. */
export class FinestGroups {
  readonly #state: GroupState;
  readonly #widths: readonly number[];
  #rows = 0;
  #isGivenUp = false;
  #isWhole: boolean;

  private constructor(exec: AggregateExec, charge: MemoryCharge) {
    this.#isWhole = exec.groupBy.groups.some((leftOut) => !leftOut.includes(true));
    const types = exec.groupBy.inputExprs().map((expr) => expr.dataType(exec.input.schema));
    this.#state = new GroupState(types, exec.aggregates, charge);
    this.#widths = exec.aggregates.map((call) => call.stateFields().length);
  }

  /** Undefined for aggregations that have to look at every row for every set. */
  static for(exec: AggregateExec, charge: MemoryCharge): FinestGroups | undefined {
    const { groupBy, mode, inputOrderMode, aggregates, limitOptions } = exec;
    const isFit =
      groupBy.hasGroupingSet &&
      groupBy.groups.length > 1 &&
      groupBy.exprs.length > 0 &&
      readsRows(mode) &&
      inputOrderMode.kind === 'Linear' &&
      limitOptions === undefined &&
      aggregates.length > 0 &&
      aggregates.every((call) => mergesExactly(call));
    return isFit ? new FinestGroups(exec, charge) : undefined;
  }

  /** False once rows have turned out to be mostly groups of their own. */
  get isUsed(): boolean {
    return !this.#isGivenUp;
  }

  /** True when the groups are to be handed on before more rows come. */
  get isFull(): boolean {
    return !this.#isWhole && this.#state.groupCount >= MOST_GROUPS;
  }

  /** True while all groups that there were by now are held, and are those of one of the sets. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** True when too many are held to be handed on to all sets at once. */
  get isLarge(): boolean {
    return this.#isWhole && this.#state.groupCount > MOST_GROUPS;
  }

  get groupCount(): number {
    return this.#state.groupCount;
  }

  get isEmpty(): boolean {
    return this.#state.groupCount === 0;
  }

  /** Adds rows: keys, and arguments and filter of each call. */
  add(
    keys: readonly ColumnVector[],
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    rowCount: number,
    arena: Arena,
  ): void {
    this.#rows += rowCount;
    const groups = this.#state.intern(keys, rowCount, arena);
    this.#state.accumulators.forEach((accumulator, i) => accumulator.updateBatch(values[i]!, groups, filters[i]));
  }

  /** Takes all groups out; the texts of their keys live until {@link forget}. */
  take(arena: Arena): FinestStates {
    const count = this.#state.groupCount;
    const columns = this.#state.take(count, true, arena);
    let at = columns.length - this.#widths.reduce((sum, width) => sum + width, 0);
    const keys = columns.slice(0, at);
    return { count, keys, states: this.#widths.map((width) => columns.slice(at, (at += width))) };
  }

  /** Forgets `count` groups that were taken out and handed on to the sets. */
  forget(count: number): void {
    this.#state.releaseKeys();
    this.#isWhole = false;
    this.#isGivenUp = this.#rows < count * LEAST_ROWS;
    this.#rows = 0;
  }

  release(): void {
    this.#state.release();
  }
}

/** Keys of a grouping set: those it leaves out are NULL. */
export const keysOfSet = (keys: readonly ColumnVector[], leftOut: readonly boolean[], count: number): ColumnVector[] =>
  keys.map((key, i) => (leftOut[i] === true ? nullVector(key.type, count) : key));

/** True when the state of rows does not depend on how they were put together before. */
function mergesExactly(call: AggregateFunctionExpr): boolean {
  if (call.isDistinct || call.orderBy.length > 0) return false;
  switch (call.func.overFrames) {
    case 'count':
      return true;
    case 'min':
    case 'max':
      return call.args.every((arg) => hasOneOrder(arg.dataType(call.schema)));
    case 'sum':
    case 'avg':
      return call.args.every((arg) => {
        const inner = arg instanceof CastExpr ? arg.arg.dataType(call.schema) : undefined;
        return hasExactSum(arg.dataType(call.schema)) || (inner !== undefined && isNarrowInteger(inner));
      });
    default:
      return false;
  }
}

/** NaN, and NULLs in fields, have no place of their own among values: which is least depends on what is compared first. */
const hasOneOrder = (type: DataType): boolean =>
  type.kind === 'Dictionary'
    ? hasOneOrder(type.valueType)
    : !isFloating(type) && !/List|Struct|Map|Union/.test(type.kind);

const hasExactSum = (type: DataType): boolean => isDecimal(type) || isInteger(type);

/** Their sums as doubles are exact, as far as memory goes. */
const isNarrowInteger = ({ kind }: DataType): boolean => /^U?Int(8|16|32)$/.test(kind);
