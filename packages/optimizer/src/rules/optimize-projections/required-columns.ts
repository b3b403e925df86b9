import type { DFSchema } from '@datafusion-ts/common';
import {
  columnExprsOf,
  exprToColumns,
  expressionsOf,
  subqueriesOfExpr,
  walkExpr,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';

/** Positions of a plan's columns that somebody above reads, ascending, each once. Immutable. */
export class RequiredColumns {
  readonly indices: readonly number[];
  /** Whether a projection over the plan is worth its while when it gives more columns than these. */
  readonly projectionHelps: boolean;

  constructor(indices: Iterable<number>, projectionHelps = false) {
    this.indices = [...new Set(indices)].sort((a, b) => a - b);
    this.projectionHelps = projectionHelps;
  }

  /** Every column of a schema. */
  static all(schema: DFSchema): RequiredColumns {
    return new RequiredColumns(schema.fields.keys());
  }

  withProjection(): RequiredColumns {
    return new RequiredColumns(this.indices, true);
  }

  /** Also the columns that expressions read, those inside their subqueries included. */
  withExprs(exprs: Iterable<Expr>, schema: DFSchema): RequiredColumns {
    return this.with([...exprs].flatMap((expr) => positionsRead(expr, schema)));
  }

  /** Also the columns that a node's own expressions read. */
  withPlanExprs(plan: LogicalPlan, schema: DFSchema): RequiredColumns {
    return this.withExprs(expressionsOf(plan), schema);
  }

  with(more: readonly number[]): RequiredColumns {
    return new RequiredColumns([...this.indices, ...more], this.projectionHelps);
  }

  /** Those before a position, and those from it on, counted from there. */
  split(at: number): readonly [RequiredColumns, RequiredColumns] {
    return [
      new RequiredColumns(this.indices.filter((i) => i < at)),
      new RequiredColumns(this.indices.filter((i) => i >= at).map((i) => i - at)),
    ];
  }

  pick<T>(items: readonly T[]): readonly T[] {
    return this.indices.map((i) => items[i]!);
  }

  /** The columns as expressions. */
  columnsOf(schema: DFSchema): readonly Expr[] {
    return this.pick(columnExprsOf(schema));
  }
}

function positionsRead(expr: Expr, schema: DFSchema): readonly number[] {
  const columns = [...exprToColumns(expr)];
  const addOuter = (outer: Expr): void => {
    if (outer.kind === 'OuterReferenceColumn') columns.push(outer.column);
  };
  walkExpr(expr, (node) => addOuter(node));
  for (const { outerRefColumns } of subqueriesOfExpr(expr))
    outerRefColumns.forEach((outer) => walkExpr(outer, addOuter));
  return columns.flatMap((column) => schema.maybeIndexOfColumn(column) ?? []);
}
