import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  conjunction,
  exprAsOutputColumn,
  exprToColumns,
  makeFilter,
  type Aggregate,
  type Expr,
  type Filter,
  type LogicalPlan,
  type Window,
} from '@datafusion-ts/expr';
import { replaceByColumn } from './replace-by-column.js';

/** Predicates over group keys filter the rows before they are grouped. */
export function pushIntoAggregate(
  plan: Filter,
  predicates: readonly Expr[],
  input: Aggregate,
): Transformed<LogicalPlan> {
  // Without groups there is a row even over none: nothing may be dropped below.
  if (input.groupExprs.length === 0) return unchanged(plan);
  const keys = new Map<string, Expr>();
  for (const group of groupKeys(input.groupExprs)) {
    keys.set(exprAsOutputColumn(group).key, group.kind === 'Alias' ? group.expr : group);
  }
  const isKey = (expr: Expr): boolean => {
    const columns = exprToColumns(expr);
    return columns.every((column) => keys.has(column.key));
  };
  const pushed = conjunction(predicates.filter(isKey).map((expr) => replaceByColumn(expr, keys)));
  if (pushed === undefined) return unchanged(plan);
  const aggregate = { ...input, input: makeFilter(pushed, input.input) };
  const kept = conjunction(predicates.filter((expr) => !isKey(expr)));
  return rewritten(kept === undefined ? aggregate : makeFilter(kept, aggregate));
}

/** With grouping sets only keys that are part of every set stay what they were; none are taken then. */
function groupKeys(groups: readonly Expr[]): readonly Expr[] {
  return groups.some((group) => group.kind === 'GroupingSet') ? [] : groups;
}

/** Predicates over keys by which every window is partitioned drop whole partitions. */
export function pushIntoWindow(plan: Filter, predicates: readonly Expr[], input: Window): Transformed<LogicalPlan> {
  const keySets = input.windowExprs.map((expr) => {
    const call = expr.kind === 'Alias' ? expr.expr : expr;
    const keys = call.kind === 'WindowFunction' ? call.partitionBy : [];
    return new Set(keys.flatMap((key) => (key.kind === 'Column' ? [key.column.key] : [])));
  });
  const isKey = (expr: Expr): boolean => {
    const columns = exprToColumns(expr);
    return columns.every((column) => keySets.every((keys) => keys.has(column.key)));
  };
  const pushed = conjunction(predicates.filter(isKey));
  if (pushed === undefined) return unchanged(plan);
  const window = { ...input, input: makeFilter(pushed, input.input) };
  const kept = conjunction(predicates.filter((expr) => !isKey(expr)));
  return rewritten(kept === undefined ? window : makeFilter(kept, window));
}
