import { schemaName, type Expr } from '@datafusion-ts/expr';

/** The name of the column an expression becomes in a physical plan: that of a column or an alias without its relation. */
export function physicalName(expr: Expr): string {
  if (expr.kind === 'Column') return expr.column.name;
  return expr.kind === 'Alias' ? expr.name : schemaName(expr);
}
