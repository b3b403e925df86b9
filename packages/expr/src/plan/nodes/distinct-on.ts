import { PlanError } from '@datafusion-ts/common';
import { exprlistToFields } from '../../builder/exprlist-to-fields.js';
import { normalizeCols, normalizeSorts } from '../../builder/normalize.js';
import { exprEquals } from '../../equality/expr-key.js';
import type { Expr, SortExpr } from '../../expr/expr.js';
import type { Distinct, DistinctOn, LogicalPlan } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';

/** Each row once. */
export const distinctAll = (input: LogicalPlan): Distinct => ({ kind: 'Distinct', input });

/** The first row (in the order of the sort) for each value of the ON expressions, as the select expressions. */
export function distinctOn(
  onExprs: readonly Expr[],
  selectExprs: readonly Expr[],
  sortExprs: readonly SortExpr[] | undefined,
  input: LogicalPlan,
): Distinct {
  if (onExprs.length === 0) throw new PlanError('No `ON` expressions provided');
  const schema = checkedSchema(exprlistToFields(selectExprs, input), schemaOf(input).metadata);
  const node: Distinct = {
    kind: 'Distinct',
    on: { onExprs: normalizeCols(onExprs, input), selectExprs, schema },
    input,
  };
  return sortExprs === undefined ? node : distinctOnWithSorts(node, sortExprs);
}

/** A DISTINCT ON with an ORDER BY, which must begin with the ON expressions. */
export function distinctOnWithSorts(plan: Distinct, sortExprs: readonly SortExpr[]): Distinct {
  if (plan.on === undefined) throw new PlanError('SELECT DISTINCT ON expected');
  const sorts = normalizeSorts(sortExprs, plan.input);
  const on: DistinctOn = { ...plan.on, sortExprs: sorts };
  if (on.onExprs.length > sorts.length || on.onExprs.some((expr, i) => !exprEquals(expr, sorts[i]!.expr))) {
    throw new PlanError('SELECT DISTINCT ON expressions must match initial ORDER BY expressions');
  }
  return { kind: 'Distinct', on, input: plan.input };
}
