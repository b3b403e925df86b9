import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  conjunction,
  containsSubquery,
  exprKey,
  isVolatile,
  makeFilter,
  supportsFiltersPushdown,
  type Expr,
  type Filter,
  type LogicalPlan,
  type TableScan,
} from '@datafusion-ts/expr';

/**
 * Gives a table the predicates it says it can use. Those it applies exactly leave the filter; inexact ones stay, too.
 */
export function pushIntoScan(plan: Filter, predicates: readonly Expr[], scan: TableScan): Transformed<LogicalPlan> {
  const offered = predicates.filter((expr) => !isVolatile(expr) && !containsSubquery(expr));
  const support = supportsFiltersPushdown(scan.source, offered);
  const taken = offered.filter((_, i) => support[i] !== 'Unsupported');
  const exact = new Set(offered.filter((_, i) => support[i] === 'Exact'));
  const known = new Set(scan.filters.map(exprKey));
  const added = taken.filter((expr) => !known.has(exprKey(expr)));
  const kept = predicates.filter((expr) => !exact.has(expr));
  if (added.length === 0 && kept.length === predicates.length) return unchanged(plan);
  // Filters that became equal by simplification count once.
  const all = new Map([...scan.filters, ...added].map((expr) => [exprKey(expr), expr]));
  const filtered = { ...scan, filters: [...all.values()] };
  const remaining = conjunction(kept);
  return rewritten(remaining === undefined ? filtered : makeFilter(remaining, filtered));
}
