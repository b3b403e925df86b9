import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  columnExprsOf,
  conjunction,
  exprToColumns,
  isVolatile,
  makeFilter,
  schemaOf,
  type Expr,
  type Filter,
  type LogicalPlan,
  type Projection,
  type SubqueryAlias,
  type Union,
  type Unnest,
} from '@datafusion-ts/expr';
import { isLeafExpr } from '../leaf-expressions/leaf-exprs.js';
import { replaceByColumn } from './replace-by-column.js';

/** Predicates over the columns of a projection become predicates over what computes them. */
export function pushIntoProjection(
  plan: Filter,
  predicates: readonly Expr[],
  input: Projection,
): Transformed<LogicalPlan> {
  const computed = new Map<string, Expr>();
  const staying = new Set<string>();
  schemaOf(input)
    .columns()
    .forEach((column, i) => {
      const expr = input.exprs[i]!;
      const source = expr.kind === 'Alias' ? expr.expr : expr;
      computed.set(column.key, source);
      // Fields of structs are computed at the source, for filters above as well.
      if (isVolatile(source) || isLeafExpr(source)) staying.add(column.key);
    });
  const stays = (expr: Expr): boolean => exprToColumns(expr).some((column) => staying.has(column.key));
  const pushed = conjunction(predicates.filter((expr) => !stays(expr)).map((expr) => replaceByColumn(expr, computed)));
  if (pushed === undefined) return unchanged(plan);
  const projection = { ...input, input: makeFilter(pushed, input.input) };
  const kept = conjunction(predicates.filter(stays));
  return rewritten(kept === undefined ? projection : makeFilter(kept, projection));
}

/** Predicates over an alias become predicates over what it names. */
export function pushIntoSubqueryAlias(predicates: readonly Expr[], input: SubqueryAlias): Transformed<LogicalPlan> {
  const inner = columnExprsOf(schemaOf(input.input));
  const names = new Map(
    schemaOf(input)
      .columns()
      .map((column, i) => [column.key, inner[i]!] as const),
  );
  const predicate = conjunction(predicates.map((expr) => replaceByColumn(expr, names)))!;
  return rewritten({ ...input, input: makeFilter(predicate, input.input) });
}

/** Predicates over a union filter each of its inputs, by position of the columns. */
export function pushIntoUnion(predicates: readonly Expr[], input: Union): Transformed<LogicalPlan> {
  const columns = schemaOf(input).columns();
  const inputs = input.inputs.map((branch) => {
    const own = columnExprsOf(schemaOf(branch));
    const names = new Map(columns.map((column, i) => [column.key, own[i]!] as const));
    return makeFilter(conjunction(predicates.map((expr) => replaceByColumn(expr, names)))!, branch);
  });
  return rewritten({ ...input, inputs });
}

/** Predicates over columns that are not unnested drop rows before they are multiplied. */
export function pushIntoUnnest(plan: Filter, predicates: readonly Expr[], input: Unnest): Transformed<LogicalPlan> {
  const untouched = new Set(
    schemaOf(input.input)
      .columns()
      .filter((column) => !input.execColumns.some((exec) => exec.equals(column)))
      .map((column) => column.key),
  );
  const canPush = (expr: Expr): boolean => {
    const columns = exprToColumns(expr);
    return columns.every((column) => untouched.has(column.key));
  };
  const pushed = conjunction(predicates.filter(canPush));
  if (pushed === undefined) return unchanged(plan);
  const unnest = { ...input, input: makeFilter(pushed, input.input) };
  const kept = conjunction(predicates.filter((expr) => !canPush(expr)));
  return rewritten(kept === undefined ? unnest : makeFilter(kept, unnest));
}
