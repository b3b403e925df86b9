import type { Column, DFSchema } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  SUBQUERY_BITS,
  columnExprsOf,
  exprToColumns,
  expressionsOf,
  hasKinds,
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

  constructor(indices: readonly number[], projectionHelps = false) {
    this.indices = isAscending(indices) ? indices : [...new Set(indices)].sort((a, b) => a - b);
    this.projectionHelps = projectionHelps;
  }

  /** Every column of a schema. */
  static all(schema: DFSchema): RequiredColumns {
    return new RequiredColumns([...schema.fields.keys()]);
  }

  withProjection(): RequiredColumns {
    return new RequiredColumns(this.indices, true);
  }

  /** Also the columns that expressions read, those inside their subqueries included. */
  withExprs(exprs: readonly Expr[], schema: DFSchema): RequiredColumns {
    const read: number[] = [];
    for (const expr of exprs) addPositionsRead(expr, schema, read);
    return this.with(read);
  }

  /** Also the columns that a node's own expressions read. */
  withPlanExprs(plan: LogicalPlan, schema: DFSchema): RequiredColumns {
    return this.withExprs(expressionsOf(plan), schema);
  }

  with(more: readonly number[]): RequiredColumns {
    return more.length === 0 ? this : new RequiredColumns([...this.indices, ...more], this.projectionHelps);
  }

  /** Those before a position, and those from it on, counted from there. */
  split(at: number): readonly [RequiredColumns, RequiredColumns] {
    return [
      new RequiredColumns(this.indices.filter((i) => i < at)),
      new RequiredColumns(this.indices.filter((i) => i >= at).map((i) => i - at)),
    ];
  }

  pick<T>(items: readonly T[]): readonly T[] {
    return this.indices.length === items.length ? items : this.indices.map((i) => items[i]!);
  }

  /** The columns as expressions. */
  columnsOf(schema: DFSchema): readonly Expr[] {
    return this.pick(columnExprsOf(schema));
  }
}

function isAscending(indices: readonly number[]): boolean {
  for (let i = 1; i < indices.length; i++) if (indices[i - 1]! >= indices[i]!) return false;
  return true;
}

function addPositionsRead(expr: Expr, schema: DFSchema, read: number[]): void {
  const add = (column: Column): void => {
    const position = schema.maybeIndexOfColumn(column);
    if (position !== undefined) read.push(position);
  };
  exprToColumns(expr).forEach(add);
  if (!hasKinds(expr, EXPR_BITS.OuterReferenceColumn | SUBQUERY_BITS)) return;
  const addOuter = (outer: Expr): void => {
    if (outer.kind === 'OuterReferenceColumn') add(outer.column);
  };
  walkExpr(expr, addOuter);
  for (const { outerRefColumns } of subqueriesOfExpr(expr))
    outerRefColumns.forEach((outer) => walkExpr(outer, addOuter));
}
