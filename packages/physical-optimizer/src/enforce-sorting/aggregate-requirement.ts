import { Column, type LexRequirement } from '@datafusion-ts/physical-expr';
import {
  maintainsInputOrder,
  requiredInputOrdering,
  type AggregateExec,
  type OrderingRequirement,
} from '@datafusion-ts/physical-plan';
import { firstAlternative, hardRequirement } from '../support/requirements.js';

/** What an aggregation asks of its input when groups are to come in an order of their keys; undefined when it cannot. */
export function aggregateRequirement(
  plan: AggregateExec,
  wanted: LexRequirement,
): readonly (OrderingRequirement | undefined)[] | undefined {
  if (maintainsInputOrder(plan)[0] !== true) return undefined;
  const keys = plan.groupBy.inputExprs();
  const moved: LexRequirement[number][] = [];
  for (const key of wanted) {
    if (!(key.expr instanceof Column) || key.expr.index >= keys.length) return undefined;
    moved.push({ ...key, expr: keys[key.expr.index]! });
  }
  const own = requiredInputOrdering(plan)[0];
  if (own !== undefined && !plan.input.properties.equivalence.requirementsCompatible(moved, firstAlternative(own)))
    return undefined;
  return [hardRequirement(moved)];
}
