import type { Expr } from '../expr/expr.js';
import type { TableScan } from './logical-plan.js';
import type { TableProviderFilterPushDown, TableSource } from './table-source.js';

/** How completely a table evaluates each of some filters; tables that do not say support none. */
export function supportsFiltersPushdown(
  source: TableSource,
  filters: readonly Expr[],
): readonly TableProviderFilterPushDown[] {
  return source.supportsFiltersPushdown?.(filters) ?? filters.map(() => 'Unsupported' as const);
}

/** The filters of a scan by how completely its table evaluates them. */
export function filtersByPushDown(scan: TableScan): {
  readonly full: readonly Expr[];
  readonly partial: readonly Expr[];
  readonly unsupported: readonly Expr[];
} {
  const support = supportsFiltersPushdown(scan.source, scan.filters);
  const having = (kind: TableProviderFilterPushDown): Expr[] => scan.filters.filter((_, i) => support[i] === kind);
  return { full: having('Exact'), partial: having('Inexact'), unsupported: having('Unsupported') };
}
