import { splitConjunction } from '../expr/expr-fn.js';
import type { Filter } from './logical-plan.js';
import { schemaOf } from './schema-of.js';

/**
 * True when a filter fixes a key of its input by equalities with anything but columns (literals, columns of an outer
 * query), so that at most one row passes.
 */
export function isSingleRowFilter(filter: Filter): boolean {
  const schema = schemaOf(filter.input);
  const count = schema.length;
  const keys = schema.functionalDependencies.items.filter(
    (item) =>
      item.mode === 'Single' &&
      item.targetIndices.length === count &&
      !(item.nullable && item.sourceIndices.some((i) => schema.field(i).nullable)),
  );
  if (keys.length === 0) return false;
  const fixed = new Set<number>();
  for (const expr of splitConjunction(filter.predicate)) {
    if (expr.kind !== 'BinaryExpr' || expr.op !== 'Eq') continue;
    const [column, value] = expr.left.kind === 'Column' ? [expr.left, expr.right] : [expr.right, expr.left];
    if (column.kind !== 'Column' || value.kind === 'Column') continue;
    const index = schema.maybeIndexOfColumn(column.column);
    if (index !== undefined) fixed.add(index);
  }
  return keys.some((key) => key.sourceIndices.every((i) => fixed.has(i)));
}
