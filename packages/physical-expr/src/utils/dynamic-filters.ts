import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { DynamicFilterPhysicalExpr } from '../expressions/dynamic-filter.js';
import { visitExpr } from './transform.js';

const NONE: readonly DynamicFilterPhysicalExpr[] = [];

/** The dynamic filters in an expression, from left to right. */
export function dynamicFiltersOf(expr: PhysicalExpr): readonly DynamicFilterPhysicalExpr[] {
  if (expr instanceof Column) return NONE;
  const found: DynamicFilterPhysicalExpr[] = [];
  visitExpr(expr, (node) => {
    if (node instanceof DynamicFilterPhysicalExpr) found.push(node);
  });
  return found;
}
