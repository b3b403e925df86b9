import { rewritten, unchanged } from '@datafusion-ts/common';
import { type LogicalPlan, transformPlanDown } from '@datafusion-ts/expr';

/**
 * Drops the ORDER BY of relations in FROM, whose order SQL does not promise: from the top down to the first LIMIT, which does
 * depend on the order below it.
 *
 *   SELECT * FROM (SELECT a FROM t ORDER BY a)   →   SELECT * FROM (SELECT a FROM t)
 */
export function dropInvisibleSorts(plan: LogicalPlan): LogicalPlan {
  let limited = false;
  return transformPlanDown(plan, (node) => {
    if (node.kind === 'Limit') limited = true;
    return node.kind === 'Sort' && !limited ? rewritten(node.input) : unchanged(node);
  }).node;
}
