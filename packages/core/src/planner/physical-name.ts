import { schemaName, type Expr } from '@datafusion-ts/expr';

/** The name of the column an expression becomes in a physical plan: a column's own, without relation. */
export const physicalName = (expr: Expr): string => (expr.kind === 'Column' ? expr.column.name : schemaName(expr));
