import { DataTypes, type DataType, type Schema } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { transformExprUp } from '../utils/transform.js';
import { indexOfExpr } from '../utils/expr-lists.js';
import { ExprNode } from './expr-node.js';

/** The predicate of a filter, shared by all places it was pushed to. */
interface SharedPredicate {
  expr: PhysicalExpr;
  /** What rows are tested by. */
  test: PhysicalExpr;
  generation: number;
  complete: boolean;
  /** What an execution begins with, and the generation that is. */
  readonly initial: PhysicalExpr;
  empty: number;
  readonly isHidden: boolean;
}

const newPredicate = (initial: PhysicalExpr, isHidden: boolean): SharedPredicate => ({
  expr: initial,
  test: initial,
  generation: 1,
  complete: false,
  initial,
  empty: 1,
  isHidden,
});

/**
 * A predicate that an operator (top-k, a join's build side, an aggregate) tightens while the query runs, and that scans
 * below it evaluate: `DynamicFilter [ a@0 < 5 ]`. Copies with remapped columns share the predicate; `generation` tells
 * a reader whether it changed since it last looked.
 */
export class DynamicFilterPhysicalExpr extends ExprNode {
  readonly kind = 'DynamicFilterPhysicalExpr';
  /** Columns the predicate may speak of, as its maker binds them. */
  readonly sources: readonly PhysicalExpr[];
  readonly #targets: readonly PhysicalExpr[];
  readonly #shared: SharedPredicate;
  #remapped: { readonly generation: number; readonly expr: PhysicalExpr; readonly test: PhysicalExpr } | undefined;

  constructor(
    sources: readonly PhysicalExpr[],
    initial: PhysicalExpr,
    shared?: object,
    targets?: readonly PhysicalExpr[],
  ) {
    super();
    this.sources = sources;
    this.#targets = targets ?? sources;
    this.#shared = (shared as SharedPredicate | undefined) ?? newPredicate(initial, false);
  }

  /** A filter that plans do not show: DataFusion has none in its place. */
  static hidden(sources: readonly PhysicalExpr[], initial: PhysicalExpr): DynamicFilterPhysicalExpr {
    return new DynamicFilterPhysicalExpr(sources, initial, newPredicate(initial, true));
  }

  /** The predicate as it is now, in terms of this copy's columns. */
  current(): PhysicalExpr {
    return this.#now().expr;
  }

  /** What rows are to be tested by in place of {@link current}, in terms of this copy's columns. */
  currentTest(): PhysicalExpr {
    return this.#now().test;
  }

  #now(): { readonly expr: PhysicalExpr; readonly test: PhysicalExpr } {
    const { expr, test, generation } = this.#shared;
    if (this.#remapped?.generation !== generation) {
      const remapped = this.#remap(expr);
      this.#remapped = { generation, expr: remapped, test: test === expr ? remapped : this.#remap(test) };
    }
    return this.#remapped;
  }

  #remap(expr: PhysicalExpr): PhysicalExpr {
    if (this.#targets === this.sources) return expr;
    return transformExprUp(expr, (node) => {
      const at = indexOfExpr(this.sources, node);
      return at === -1 ? node : this.#targets[at]!;
    });
  }

  /**
   * Replaces the predicate, bound to the maker's columns, for all copies. `test` decides about rows in its place where
   * that is cheaper: it must be true for all rows for which the predicate is, and may be for others.
   */
  update(expr: PhysicalExpr, test: PhysicalExpr = expr): void {
    this.#shared.expr = expr;
    this.#shared.test = test;
    this.#shared.generation++;
  }

  /** Says that the predicate will not change any more. */
  markComplete(): void {
    this.#shared.complete = true;
  }

  /** Back to what it was before the first execution, for all copies. The generation grows all the same. */
  reset(): void {
    const shared = this.#shared;
    if (this.isEmpty && !shared.complete) return;
    shared.complete = false;
    this.update(shared.initial);
    shared.empty = shared.generation;
  }

  get isComplete(): boolean {
    return this.#shared.complete;
  }

  /** True for filters that plans do not show. */
  get isHidden(): boolean {
    return this.#shared.isHidden;
  }

  /** Grows with every update. */
  get generation(): number {
    return this.#shared.generation;
  }

  /** Text of what `EXPLAIN` shows inside the brackets. */
  get isEmpty(): boolean {
    return this.#shared.generation === this.#shared.empty;
  }

  /** True when both are copies of one filter, whatever columns they are bound to. */
  sharesWith(other: DynamicFilterPhysicalExpr): boolean {
    return other.#shared === this.#shared;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(input: Schema): boolean {
    return this.current().nullable(input);
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return this.#now().test.evaluate(batch, arena);
  }

  children(): readonly PhysicalExpr[] {
    return this.#targets;
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new DynamicFilterPhysicalExpr(this.sources, this.#shared.expr, this.#shared, children);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof DynamicFilterPhysicalExpr && other.#shared === this.#shared;
  }

  toString(): string {
    return `DynamicFilter [ ${this.isEmpty ? 'empty' : this.current().toString()} ]`;
  }

  fmtSql(): string {
    return this.current().fmtSql();
  }
}
