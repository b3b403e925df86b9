import { ConfigOptions, DFSchema, ScalarValue, type DataFusionError } from '@datafusion-ts/common';
import { exprToColumns, lit, replaceExpr, schemaOf, type Expr, type Join } from '@datafusion-ts/expr';
import { coerceExpr } from '../coerce-single-expr.js';
import { foldConstant, isFoldable } from '../simplify/fold-constant.js';

/**
 * True when a predicate is false or NULL as soon as the given columns (by key) are NULL: it then drops the rows that an
 * outer join fills up. Predicates that read other columns, too, are taken not to.
 */
export function isRestrictNullPredicate(predicate: Expr, join: Join, columns: ReadonlySet<string>): boolean {
  if (predicate.kind === 'Column') return true;
  if (exprToColumns(predicate).some((column) => !columns.has(column.key))) return false;
  const schema = schemaOf(join.left).merge(schemaOf(join.right));
  const withNulls = replaceExpr(predicate, (node) =>
    node.kind === 'Column' ? lit(ScalarValue.null(schema.fieldFromColumn(node.column).dataType)) : undefined,
  );
  return isFalseOrNull(withNulls);
}

function isFalseOrNull(expr: Expr): boolean {
  const config = new ConfigOptions();
  try {
    const coerced = coerceExpr(expr, DFSchema.empty, config);
    if (coerced.kind !== 'Literal' && !isFoldable(coerced)) return false;
    const value = coerced.kind === 'Literal' ? coerced.value : foldConstant(coerced, config);
    return value.isNull || value.value === false;
  } catch (error) {
    // What cannot be computed over NULL decides nothing.
    if ((error as DataFusionError).code !== undefined) return false;
    throw error;
  }
}
