import type { Projection } from '@datafusion-ts/expr';
import {
  exprListEquals,
  findColumnExprs,
  makeExpr,
  projection,
  projectionWithSchema,
  replaceExpr,
  restoreName,
  saveName,
  schemaName,
  schemaOf,
  unaliasNested,
  type Expr,
} from '@datafusion-ts/expr';

import { isLeafExpr } from '../leaf-expressions/leaf-exprs.js';

/**
 * One projection for two on top of each other. Not when the upper one reads a computed column more than once: it would be
 * computed as often.
 */
export function mergeProjections(plan: Projection): Projection {
  const below = plan.input;
  if (below.kind !== 'Projection') return plan;
  if (exprListEquals(below.exprs, plan.exprs)) return projectionWithSchema(plan.exprs, below.input, plan.schema);
  if (repeatsWork(plan, below)) return plan;
  let changed = false;
  const exprs = plan.exprs.map((expr) => {
    const saved = saveName(expr);
    const merged = expr.kind === 'Alias' ? mergedAlias(expr, below) : readThrough(expr, below);
    changed ||= merged !== expr;
    return restoreName(merged, saved);
  });
  return changed ? projection(exprs, below.input) : plan;
}

function repeatsWork(plan: Projection, below: Projection): boolean {
  const schema = schemaOf(below);
  const counts = new Map<number, number>();
  for (const column of findColumnExprs(plan.exprs)) {
    const position = column.kind === 'Column' ? schema.maybeIndexOfColumn(column.column) : undefined;
    if (position !== undefined) counts.set(position, (counts.get(position) ?? 0) + 1);
  }
  return [...counts].some(([position, count]) => count > 1 && !isTrivial(below.exprs[position]!));
}

const isTrivial = (expr: Expr): boolean =>
  expr.kind === 'Literal' || expr.unalias().kind === 'Column' || isLeafExpr(expr.unalias());

function mergedAlias(expr: Extract<Expr, { readonly kind: 'Alias' }>, below: Projection): Expr {
  const inner = readThrough(expr.expr, below);
  if (inner === expr.expr) return expr;
  const isPlain = expr.relation === undefined && (expr.metadata === undefined || expr.metadata.size === 0);
  return isPlain && schemaName(inner) === expr.name ? inner : makeExpr({ ...expr, expr: inner });
}

/** The expression over what the lower projection reads. */
function readThrough(expr: Expr, below: Projection): Expr {
  const schema = schemaOf(below);
  return replaceExpr(expr, (node) => {
    if (node.kind === 'Alias') return node.metadata === undefined || node.metadata.size === 0 ? node.expr : undefined;
    if (node.kind !== 'Column') return undefined;
    const position = schema.maybeIndexOfColumn(node.column);
    return position === undefined ? undefined : unaliasNested(below.exprs[position]!);
  });
}
