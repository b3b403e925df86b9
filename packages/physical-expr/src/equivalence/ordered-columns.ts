import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { Column } from '../expressions/column.js';
import { visitColumns } from '../utils/columns.js';
import { splitConjunction } from '../utils/conjunction.js';
import type { LexOrdering } from '../sort-expr.js';
import type { EquivalenceProperties } from './equivalence-properties.js';

/** The column may be constant, or a key of an ordering. */
const ORDERED = 1;
/** The column may be equal to others, or to expressions of others. */
const EQUAL = 2;

/** Pairs of expressions of two inputs that are equal in every row. */
type EqualPairs = readonly (readonly [left: PhysicalExpr, right: PhysicalExpr])[];

/**
 * An upper bound of the columns that {@link EquivalenceProperties} know an order of: whatever is made of other columns is
 * certainly neither constant nor ordered. Most sorts and aggregations are over such columns, and the bound is found in one
 * look at each operator, while equalities and orderings are carried from operator to operator expression by expression.
 *
 * Which columns are equal is not kept apart: all that are equal to anything count as one class, so that all of them may be
 * ordered as soon as one is. Columns are told by position.
 *
 * Example: a join on `a = b` of unordered inputs has no ordered column; a filter `b = 5` above it makes both `a` and `b` so.
 */
export class OrderedColumns {
  /** True when rows may have an order; otherwise columns are constant at most. */
  readonly hasOrder: boolean;
  readonly #flags: readonly number[];
  readonly #all: boolean;

  private constructor(flags: readonly number[], hasOrder: boolean, all = false) {
    this.#flags = flags;
    this.hasOrder = hasOrder;
    this.#all = all;
  }

  /** No column is known to be anything. */
  static readonly none = new OrderedColumns([], false);
  /** Nothing is certain of any column. */
  static readonly all = new OrderedColumns([], true, true);

  /** What is really known. */
  static of({ group, orderings }: EquivalenceProperties): OrderedColumns {
    const flags: number[] = [];
    for (const { exprs, constant } of group.classes) {
      const kind = (constant === undefined ? 0 : ORDERED) | (exprs.length > 1 ? EQUAL : 0);
      for (const expr of exprs) mark(flags, columnsIn(expr), kind);
    }
    return OrderedColumns.none.#with(flags).sortedByAll(orderings.orderings);
  }

  /** True when an expression may be constant or ordered. */
  has(expr: PhysicalExpr): boolean {
    if (this.#all) return true;
    if (expr instanceof Column) return this.#isOrdered(expr.index);
    const columns = columnsIn(expr);
    return columns.length === 0 || columns.some((index) => this.#isOrdered(index));
  }

  /** True when an expression is certainly neither constant nor ordered, and equal to nothing else. */
  isUnrelated(expr: PhysicalExpr): boolean {
    if (this.#all) return false;
    const columns = columnsIn(expr);
    return columns.length > 0 && columns.every((index) => (this.#flags[index] ?? 0) === 0);
  }

  #isOrdered(index: number): boolean {
    return ((this.#flags[index] ?? 0) & ORDERED) !== 0;
  }

  /** Of rows ordered by further keys. */
  sortedBy(keys: LexOrdering): OrderedColumns {
    const flags = [...this.#flags];
    for (const { expr } of keys) {
      const columns = columnsIn(expr);
      if (columns.length === 0) return OrderedColumns.all;
      mark(flags, columns, ORDERED);
    }
    return this.#with(flags, this.hasOrder || keys.length > 0);
  }

  /** Of rows for which several orderings hold. */
  sortedByAll(orderings: readonly LexOrdering[]): OrderedColumns {
    return orderings.reduce<OrderedColumns>((known, keys) => known.sortedBy(keys), this);
  }

  /** Of the rows for which a predicate holds. */
  filteredBy(predicate: PhysicalExpr): OrderedColumns {
    let flags: number[] | undefined;
    for (const part of splitConjunction(predicate)) {
      if (!(part instanceof BinaryExpr) || part.op !== 'Eq') continue;
      flags ??= [...this.#flags];
      markEqual(flags, part.left, part.right, 0);
    }
    return flags === undefined ? this : this.#with(flags);
  }

  /** Of columns computed from these. */
  projectedBy(exprs: readonly { readonly expr: PhysicalExpr }[]): OrderedColumns {
    const flags: number[] = [];
    // The first output columns that are, or are computed from, an input column: a second one may be equal to it.
    const plain: number[] = [];
    const computed: number[] = [];
    for (let i = 0; i < exprs.length; i++) {
      const { expr } = exprs[i]!;
      const columns = columnsIn(expr);
      const firsts = expr instanceof Column ? plain : computed;
      let flag = columns.length === 0 ? ORDERED : 0;
      for (const index of columns) {
        flag |= this.#flags[index] ?? 0;
        const first = (firsts[index] ??= i);
        if (first === i) continue;
        flags[first]! |= EQUAL;
        flag |= EQUAL;
      }
      flags.push(flag);
    }
    return this.#with(flags);
  }

  /** Of the columns at these positions. */
  at(positions: readonly number[]): OrderedColumns {
    if (this.#flags.length === 0 && new Set(positions).size === positions.length) return this;
    const flags: number[] = [];
    for (let i = 0; i < positions.length; i++) {
      const first = positions.indexOf(positions[i]!);
      flags.push((this.#flags[positions[i]!] ?? 0) | (first === i ? 0 : EQUAL));
      if (first !== i) flags[first]! |= EQUAL;
    }
    return this.#with(flags);
  }

  /** Of these columns, `width` of them, followed by those of another input; `hasOrder`: whether rows may have an order. */
  joinedWith(width: number, right: OrderedColumns, on: EqualPairs, hasOrder: boolean): OrderedColumns {
    if (this.#all || right.#all) return OrderedColumns.all;
    const flags = [...this.#flags];
    const other = right.#flags;
    for (let i = 0; i < other.length; i++) if (other[i] !== 0) mark(flags, [width + i], other[i]!);
    for (const [l, r] of on) markEqual(flags, l, r, width);
    return this.#with(flags, hasOrder);
  }

  /** Of these columns, `width` of them, followed by `count` by which rows may be ordered. */
  followedByOrdered(width: number, count: number): OrderedColumns {
    const flags = [...this.#flags];
    for (let i = 0; i < count; i++) mark(flags, [width + i], ORDERED);
    return this.#with(flags, true);
  }

  /** Of rows some of which come from another input with the same columns. */
  or(other: OrderedColumns): OrderedColumns {
    if (other.#all) return other;
    const flags = [...this.#flags];
    for (let i = 0; i < other.#flags.length; i++) mark(flags, [i], other.#flags[i]!);
    return this.#with(flags, this.hasOrder || other.hasOrder);
  }

  /** With these flags; all columns that may be equal to others may be ordered when one of them may. */
  #with(flags: readonly number[], hasOrder = this.hasOrder): OrderedColumns {
    if (this.#all) return this;
    const both = ORDERED | EQUAL;
    let any = 0;
    let shared = false;
    for (const flag of flags) {
      any |= flag;
      shared ||= flag === both;
    }
    if (any === 0) return hasOrder ? new OrderedColumns([], true) : OrderedColumns.none;
    return new OrderedColumns(shared ? flags.map((flag) => ((flag & EQUAL) === 0 ? flag : both)) : flags, hasOrder);
  }
}

/** Both sides are equal: what is equal to something without columns is constant. `offset`: place of the right columns. */
function markEqual(flags: number[], left: PhysicalExpr, right: PhysicalExpr, offset: number): void {
  const [l, r] = [columnsIn(left), columnsIn(right)];
  mark(flags, l, r.length === 0 ? ORDERED | EQUAL : EQUAL);
  mark(flags, offset === 0 ? r : r.map((index) => index + offset), l.length === 0 ? ORDERED | EQUAL : EQUAL);
}

function mark(flags: number[], columns: readonly number[], flag: number): void {
  for (const index of columns) {
    while (flags.length <= index) flags.push(0);
    flags[index]! |= flag;
  }
}

/** Positions of the columns in an expression, perhaps repeatedly. */
function columnsIn(expr: PhysicalExpr): readonly number[] {
  if (expr instanceof Column) return [expr.index];
  const found: number[] = [];
  visitColumns(expr, ({ index }) => found.push(index));
  return found;
}
