/**
 * What callers may pass to DataFrames. TypeScript tells most mistakes before the program runs; callers in plain JavaScript get
 * an error that says what was expected, instead of one from deep inside.
 */
import { isJoinType, JOIN_TYPES, PlanError, type JoinType } from '@datafusion-ts/common';
import { col, toExpr, type Expr, type ExprLike, type SortExpr } from '@datafusion-ts/expr';

/** Names stand for columns, other plain values for literals. */
export const columnOrExpr = (item: ExprLike): Expr => (typeof item === 'string' ? col(item) : toExpr(item));

/** The sort key itself. Throws a PlanError for what is none, such as a name or an expression without a direction. */
export function checkedSortKey(key: SortExpr): SortExpr {
  if (typeof key === 'object' && key !== null && 'expr' in key && typeof key.asc === 'boolean') return key;
  throw new PlanError(
    `Not a sort key: ${String(key)}. Sort keys are col('a').asc() or .desc(); sortBy('a') takes columns`,
  );
}

/** The join type itself. Throws a PlanError for any other text. */
export function checkedJoinType(type: JoinType): JoinType {
  if (isJoinType(type)) return type;
  throw new PlanError(`Unknown join type: '${String(type)}'. Join types are ${JOIN_TYPES.join(', ')}`);
}
